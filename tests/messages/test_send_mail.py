"""The background worker empties the outbox into real mail servers, however they behave."""

import asyncio
import ssl
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from chapter import clock
from chapter.db import db
from chapter.messages import actions, smtp
from chapter.messages.jobs import deliver
from chapter.messages.models import Message
from chapter.messages.rules import LEASE, PAUSES, SECRETS_LAST, State, Trouble
from chapter.settings.queries import chapter
from tests.conftest import NOW
from tests.messages.conftest import Mailbox, free_port, is_asa, post

Serve = Callable[..., Any]


class Refusing(Mailbox):
    """Knows nobody called Asa."""

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        """Refuse for good, or for now."""
        if address.startswith(("asa", "later")):
            return "550 5.1.1 No such user here" if address.startswith("asa") else "450 4.2.0 Greylisted"
        envelope.rcpt_tos.append(address)
        return "250 OK"


class Hanging(Mailbox):
    """Says nothing for a long while."""

    async def handle_MAIL(self, *_said: Any) -> str:
        """Fall asleep."""
        await asyncio.sleep(5)
        return "250 OK"


class Dying(Mailbox):
    """Takes the first mail and dies before it has said so."""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Keep the mail and hang up."""
        await super().handle_DATA(server, session, envelope)
        if len(self.envelopes) == 1:
            server.transport.close()
        return "250 OK"


def sent(*messages: Message) -> list[State]:
    """Commit, deliver, and tell the states."""
    db.session.commit()
    deliver()
    return [m.state for m in messages]


def test_a_mail_arrives_in_text_and_html_with_its_headers(serve: Serve):
    box, message = serve(Mailbox()), post(reply_to="leader@example.org")

    assert sent(message) == [State.SENT]
    (mail,) = box.mails
    assert [p.get_content_type() for p in mail.iter_parts()] == ["text/plain", "text/html"]
    assert mail.get_body(("plain",)).get_content().splitlines() == message.text.splitlines()
    assert str(mail["To"]) == "Åsa Öberg <asa@example.org>"
    assert str(mail["From"]) == "Lokalföreningen Lövåsen <malin@example.org>"
    assert (mail["Reply-To"], mail["Auto-Submitted"]) == ("leader@example.org", "auto-generated")
    assert mail["Date"].datetime == NOW
    assert mail["Subject"] == "Link: Åsa Öberg"


def test_the_words_of_a_secret_are_forgotten_when_it_is_sent(serve: Serve):
    serve(Mailbox())
    secret, other = post(is_secret=True), post()

    assert sent(secret, other) == [State.SENT, State.SENT]
    assert (secret.text, secret.html) == ("", "")
    assert other.text


def test_whom_the_server_does_not_know_fails_at_once_in_the_servers_words(serve: Serve):
    box, unknown, other = serve(Refusing()), post(), post("Bo Ek", "bo@example.org")

    assert sent(unknown, other) == [State.FAILED, State.SENT]
    assert unknown.last_error == "550 5.1.1 No such user here"
    assert len(box.mails) == 1


def test_a_server_that_asks_for_patience_gets_it(serve: Serve):
    serve(Refusing())
    message = post(email="later@example.org")

    assert sent(message) == [State.WAITING]
    assert message.last_error == "450 4.2.0 Greylisted"
    assert message.try_at == NOW + PAUSES[0]


def test_a_server_that_hangs_is_left_and_tried_again(serve: Serve):
    serve(Hanging())
    message, other = post(), post()

    assert sent(message, other) == [State.WAITING, State.WAITING]
    assert (message.last_error, message.tries, other.tries) == (Trouble.NO_ANSWER, 1, 0)


def test_no_server_there_is_tried_with_growing_pauses_until_it_fails(mails: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(mails.config, "CHAPTER_SMTP_URL", f"smtp://127.0.0.1:{free_port()}")
    message, waits, now = post(), [], NOW
    while message.state is State.WAITING:
        with clock.frozen(now):
            sent(message)
        waits.append(message.try_at - now)
        now = message.try_at

    assert tuple(waits) == (*PAUSES, LEASE)
    assert message.state is State.FAILED


def test_a_server_that_dies_before_its_answer_gets_the_same_mail_again(serve: Serve):
    box, message = serve(Dying()), post()
    assert sent(message) == [State.WAITING]
    with clock.frozen(NOW + PAUSES[0]):
        deliver()

    assert message.state is State.SENT
    first, second = (mail["Message-ID"] for mail in box.mails)
    assert first == second


def test_two_mails_have_different_ids_that_cannot_be_guessed(serve: Serve):
    box = serve(Mailbox())
    sent(post(), post())
    first, second = (mail["Message-ID"] for mail in box.mails)

    assert first.partition(".")[2] != second.partition(".")[2]
    assert first.endswith("@example.org>")


def test_where_encryption_is_offered_the_password_goes_encrypted(serve: Serve, certificate: ssl.SSLContext):
    manners = {"tls_context": certificate, "require_starttls": True, "auth_required": True, "authenticator": is_asa}
    serve(Mailbox(), user="asa%40x:p%3Ass@", **manners)

    assert sent(post()) == [State.SENT]


def test_a_wrong_password_is_told_in_the_servers_words(serve: Serve, certificate: ssl.SSLContext):
    manners = {"tls_context": certificate, "require_starttls": True, "auth_required": True, "authenticator": is_asa}
    serve(Mailbox(), user="asa%40x:wrong@", **manners)
    message = post()

    assert sent(message) == [State.WAITING]
    assert (message.last_error or "").startswith("535 ")


def test_a_certificate_that_nobody_vouches_for_is_refused_away_from_home(
    serve: Serve, certificate: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(smtp, "is_loopback", lambda _host: False)
    box, message = serve(Mailbox(), tls_context=certificate), post()

    assert sent(message) == [State.WAITING]
    assert message.last_error == Trouble.BAD_CERTIFICATE
    assert box.mails == []


def test_a_password_is_never_sent_unencrypted_away_from_home(serve: Serve, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(smtp, "is_loopback", lambda _host: False)
    seen: list[Any] = []
    serve(Mailbox(), user="asa:p@", authenticator=lambda *a: seen.append(a), auth_require_tls=False)
    message = post()

    assert sent(message) == [State.WAITING]
    assert (message.last_error, seen) == (Trouble.NOT_ENCRYPTED, [])


@pytest.mark.parametrize(
    ("host", "is_near"), [("127.0.0.1", True), ("::1", True), ("localhost", True), ("mail.example.org", False)]
)
def test_what_is_near(host: str, is_near: bool):
    assert smtp.is_loopback(host) is is_near


@pytest.mark.parametrize("address", ["nonsense", "@example.org", "a@b..org", "a@" + "b" * 80 + ".org"])
def test_an_address_that_cannot_be_fails_and_stops_nobody_else(serve: Serve, address: str):
    serve(Mailbox())
    message, other = post(email=address), post()

    assert sent(message, other) == [State.FAILED, State.SENT]


def test_without_a_mail_server_all_mail_waits(mails: Flask):
    message = post()

    assert sent(message) == [State.WAITING]
    assert message.tries == 0


def test_a_secret_that_nobody_could_send_in_time_is_forgotten(mails: Flask):
    secret, other = post(is_secret=True), post()
    with clock.frozen(NOW + SECRETS_LAST):
        assert sent(secret, other) == [State.FAILED, State.WAITING]

    db.session.refresh(secret)
    assert (secret.text, secret.html, secret.last_error) == ("", "", Trouble.EXPIRED)


def test_without_a_sender_nothing_goes_and_the_outbox_says_why(serve: Serve):
    serve(Mailbox())
    message = post()
    chapter().contact_email = ""
    assert sent(message) == [State.WAITING]
    assert message.last_error == Trouble.NO_SENDER


def test_a_lease_that_lapsed_is_taken_over_and_the_late_answer_changes_nothing(mails: Flask):
    message = post()
    late = actions.claim(NOW)
    db.session.commit()
    assert actions.claim(NOW + LEASE - timedelta(seconds=1)) is None
    db.session.expunge(message)
    assert actions.claim(NOW + LEASE) is not None
    actions.mark_refused(late, "550")

    assert db.session.get_one(Message, late.id).state is State.SENDING
