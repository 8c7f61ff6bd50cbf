"""A letter that can't be delivered may come back hours later, as a mail. Anybody can write such a mail."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import OperationalError

from chapter import clock
from chapter.access import Role
from chapter.db import db
from chapter.messages import actions, bounces, smtp
from chapter.messages.models import Message
from chapter.messages.rules import State, Trouble
from chapter.messages.rules_bounces import LARGEST, may_be_one, read
from chapter.messages.words import explain
from tests import factories
from tests.conftest import NOW, Client
from tests.databases import gives_numbers_again
from tests.messages.conftest import post

SAMPLES = Path(__file__).parent / "samples"
CAME_BACK = {
    "postfix": "550 5.1.1 <asa@example.org>: Recipient address rejected: User unknown in virtual mailbox table",
    "postfix_headers_only": "connect to mx.example.org[192.0.2.25]:25: Connection timed out",
    "exim": "550 5.1.1 <asa@example.org>: Recipient address rejected: User unknown",
    "exim_old": "host mx.example.org [192.0.2.25]: 550 5.1.1 User unknown",
    "exchange": "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient asa@example.org not found by SMTP address lookup",
    "gmail": "550-5.1.1 The email account that you tried to reach does not exist. Please try 550 5.1.1 "
    "double-checking the recipient's email address for typos.",
    "qmail": "Sorry, no mailbox here by that name. (#5.1.1)",
    "old_returned": "Undelivered Mail Returned to Sender",
    "smtputf8": "550 5.1.1 Ingen sadan lada",
}
NOTHING = ["postfix_delay", "exim_old_delay", "expanded", "away", "answer"]
TAMED = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def sent(**facts: Any) -> Message:
    """A mail that a server has taken."""
    message = post(**facts)
    message.state, message.sent_at, message.tries = State.SENT, NOW, 1
    db.session.commit()
    return message


def sample(kind: str, message: Message, name: str | None = None) -> bytes:
    """The mail of that kind about ``message``, or about whatever is called ``name``."""
    return (SAMPLES / f"{kind}.eml").read_bytes().replace(b"{name}", (name or smtp.name(message)).encode())


def fate(message: Message) -> tuple[State, Any, str | None]:
    """What is known of it."""
    db.session.refresh(message)
    return message.state, message.came_back_at, message.last_error


@pytest.mark.parametrize(("kind", "words"), CAME_BACK.items())
def test_what_came_back_has_failed_in_the_servers_words(mails: Flask, kind: str, words: str):
    message, other = sent(), sent()

    assert bounces.take(sample(kind, message), NOW)
    assert fate(message) == (State.FAILED, NOW, words)
    assert fate(other) == (State.SENT, None, None)


@pytest.mark.parametrize("kind", NOTHING)
def test_delays_answers_and_mail_that_somebody_got_change_nothing(mails: Flask, kind: str):
    message = sent()

    assert not bounces.take(sample(kind, message), NOW)
    assert fate(message) == (State.SENT, None, None)


@pytest.mark.parametrize("wrong", ["{}.000000000000000000000000", "4711.0123456789abcdef01234567", "{}.", "x"])
def test_a_stranger_who_guesses_changes_nothing(mails: Flask, wrong: str):
    message = sent()

    assert not bounces.take(sample("postfix", message, wrong.format(message.id)), NOW)
    assert fate(message) == (State.SENT, None, None)


@gives_numbers_again
def test_a_number_that_was_given_out_again_is_not_taken_for_the_first(mails: Flask):
    first = sent(now=NOW)
    letter = sample("exim", first)
    db.session.delete(first)
    db.session.commit()
    with clock.frozen(NOW.replace(hour=19)):
        second = sent(now=clock.now())

    assert second.id == first.id
    assert not bounces.take(letter, NOW)


def test_what_comes_back_twice_came_back_the_first_time(mails: Flask):
    message = sent()
    bounces.take(sample("postfix", message), NOW)
    bounces.take(sample("qmail", message), NOW.replace(hour=23))

    assert fate(message) == (State.FAILED, NOW, CAME_BACK["postfix"])


def test_a_mail_that_the_server_took_and_we_missed_it_is_not_sent_again(mails: Flask):
    message = post()
    claimed = actions.claim(NOW)
    bounces.take(sample("postfix", message), NOW)
    actions.mark_delayed(claimed, Trouble.NO_ANSWER, NOW)

    assert fate(message)[:2] == (State.FAILED, NOW)


def test_a_server_without_a_reason_is_told_as_such(mails: Flask):
    message = sent()
    silent = sample("postfix_headers_only", message).partition(b"Diagnostic-Code")[0] + b"\n--b1\n"
    named = b"Content-Type: text/rfc822-headers\n\nMessage-ID: <" + smtp.name(message).encode() + b"@example.org>\n"
    bounces.take(silent.replace(b"Status: 4.4.1\n", b"") + named, NOW)

    assert fate(message) == (State.FAILED, NOW, Trouble.NO_REASON)
    assert explain(message.last_error) != Trouble.NO_REASON


@TAMED
@given(st.data())
def test_a_broken_mail_breaks_nothing(data: st.DataObject):
    whole = (SAMPLES / f"{data.draw(st.sampled_from(sorted(CAME_BACK)))}.eml").read_bytes()
    start, end = (data.draw(st.integers(0, len(whole))) for _ in range(2))
    broken = whole[:start] + data.draw(st.binary(max_size=40)) + whole[end:]

    assert read(broken) is None or read(broken) == read(broken)
    assert may_be_one(broken) in (True, False)


@pytest.mark.parametrize(
    "hostile",
    [
        b"",
        b"\x00" * 4096,
        b"From: mailer-daemon@x\nSubject: =?nonsense?b?////?=\n\n550 \n\nMessage-ID: <1.0123456789abcdef01234567@x>",
        b"Content-Type: multipart/report; boundary=b\n\n--b\n" + b"Content-Type: message/rfc822\n\n" * 5000,
        b"From: mailer-daemon@x\n\n550 no\n" + b"> " * (LARGEST // 2) + b"\nMessage-ID:" + b" " * LARGEST,
        b"From: mailer-daemon@x\n\n" + b"Message-ID: \n" * (LARGEST // 13),
    ],
)
def test_a_hostile_mail_is_no_bounce(hostile: bytes):
    assert read(hostile) is None
    assert may_be_one(hostile) in (True, False)


def test_what_the_page_of_the_outbox_says_about_it(mails: Flask, client: Client):
    message = sent()
    bounces.take(sample("postfix", message), NOW)
    page = client.sign_in(factories.account(Role.CALL_LEADER)).get(f"/outbox/{message.id}").text

    assert "User unknown in virtual mailbox table" in page
    assert f'action="/outbox/{message.id}/again"' in page


def test_an_officer_who_has_seen_it_come_back_says_so_and_can_take_it_back(mails: Flask, client: Client):
    message, officer = sent(), client.sign_in(factories.account(Role.CALL_LEADER))
    assert officer.post(f"/outbox/{message.id}/came-back").status_code == 303
    assert fate(message) == (State.FAILED, NOW, Trouble.CAME_BACK)
    assert f'action="/outbox/{message.id}/arrived"' in officer.get(f"/outbox/{message.id}").text

    assert officer.post(f"/outbox/{message.id}/arrived").status_code == 303
    assert fate(message) == (State.SENT, None, None)


def test_what_a_server_has_said_is_not_taken_back_by_hand(mails: Flask, client: Client):
    message = sent()
    bounces.take(sample("postfix", message), NOW)
    client.sign_in(factories.account(Role.CALL_LEADER)).post(f"/outbox/{message.id}/arrived")

    assert fate(message)[0] is State.FAILED


def test_what_waits_has_not_come_back_whatever_somebody_presses(mails: Flask, client: Client):
    message = post()
    client.sign_in(factories.account(Role.CALL_LEADER)).post(f"/outbox/{message.id}/came-back")

    assert fate(message)[0] is State.WAITING


def test_what_came_back_and_is_sent_again_may_come_back_again(mails: Flask):
    message = sent()
    bounces.take(sample("postfix", message), NOW)
    actions.try_again(message, NOW)
    assert fate(message)[:2] == (State.WAITING, None)
    actions.mark_sent(actions.claim(NOW) or message, NOW)
    bounces.take(sample("exim", message), NOW)

    assert fate(message) == (State.FAILED, NOW, CAME_BACK["exim"])


@pytest.mark.parametrize(("kind", "is_ours"), [("exchange", True), ("answer", False)])
def test_a_mail_server_hands_over_what_comes(mails: Flask, kind: str, is_ours: bool):
    message = sent()
    ran = mails.test_cli_runner().invoke(args=["messages", "bounced"], input=sample(kind, message) + b"x" * LARGEST)

    assert ran.exit_code == 0
    assert (fate(message)[0] is State.FAILED) == is_ours


def test_a_database_that_is_busy_asks_the_mail_server_for_patience(mails: Flask, monkeypatch: pytest.MonkeyPatch):
    def busy(*_given: Any) -> bool:
        raise OperationalError("", {}, Exception("database is locked"))

    monkeypatch.setattr(bounces, "take", busy)

    assert mails.test_cli_runner().invoke(args=["messages", "bounced"], input=b"x").exit_code == 75
