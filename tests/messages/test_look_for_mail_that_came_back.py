"""A job looks through the mailbox where mail comes back, and disturbs nothing else that lies there."""

import shutil
import ssl
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from chapter.db import db
from chapter.messages import actions, imap, jobs
from chapter.messages.models import Mailbox
from chapter.messages.rules import State
from tests.conftest import NOW
from tests.messages.conftest import free_port
from tests.messages.mailboxes import Dovecot, Little
from tests.messages.test_mail_that_comes_back import fate, sample, sent


@pytest.fixture(params=["little", "little within TLS", "dovecot"])
def box(request: pytest.FixtureRequest, mails: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """An empty mailbox that is the chapter's."""
    made: Any
    if request.param == "dovecot":
        if not shutil.which("dovecot"):
            pytest.skip("there is no Dovecot. To get it: apt-get install -y dovecot-imapd")
        made = Dovecot(request.getfixturevalue("certificate_folder"), free_port())
    else:
        made = Little(request.getfixturevalue("certificate") if "TLS" in request.param else None)
    monkeypatch.setitem(mails.config, "CHAPTER_BOUNCES_URL", made.url)
    yield made
    made.stop()


@pytest.fixture
def little(mails: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Little]:
    """The same, to look into."""
    made = Little()
    monkeypatch.setitem(mails.config, "CHAPTER_BOUNCES_URL", made.url)
    yield made
    made.stop()


def test_what_came_back_is_noted_and_marked_and_all_else_left_alone(box: Any):
    message, other = sent(), sent()
    for kind in ("answer", "postfix", "postfix_delay", "away"):
        box.put(sample(kind, message).replace(b"\n", b"\r\n"), NOW)

    assert jobs.read_bounces() == {"came back": 1}
    assert fate(message)[:2] == (State.FAILED, NOW)
    assert fate(other)[0] is State.SENT
    assert box.seen() == [False, True, False, False]


def test_what_has_been_read_is_not_read_again(box: Any):
    message, later = sent(), sent()
    box.put(sample("exim", message).replace(b"\n", b"\r\n"), NOW)
    jobs.read_bounces()
    actions.try_again(message, NOW)
    db.session.commit()
    assert jobs.read_bounces() == {"came back": 0}
    box.put(sample("gmail", later).replace(b"\n", b"\r\n"), NOW)

    assert jobs.read_bounces() == {"came back": 1}
    assert fate(message)[0] is State.WAITING


def test_an_empty_mailbox_is_no_trouble(box: Any):
    box.seen() if isinstance(box, Little) else box._client().logout()

    assert jobs.read_bounces() == {"came back": 0}


def test_of_a_mailbox_full_of_years_only_the_last_month_is_read(little: Little):
    message = sent()
    little.put(sample("postfix", message), NOW - timedelta(days=31))
    little.put(sample("answer", message), NOW - timedelta(days=30))

    assert jobs.read_bounces() == {"came back": 0}
    assert little.fetched == 1


def test_of_other_peoples_mail_only_the_headers_are_fetched(little: Little):
    message = sent()
    little.put(sample("answer", message), NOW)
    little.put(sample("postfix_delay", message), NOW)
    jobs.read_bounces()

    assert little.fetched == 3


def test_a_mailbox_that_was_made_anew_is_read_anew(little: Little):
    message = sent()
    little.put(sample("answer", message), NOW)
    jobs.read_bounces()
    little.validity, little.mails = 7, [(sample("postfix", message), NOW)]

    assert jobs.read_bounces() == {"came back": 1}
    assert [(kept.validity, kept.last) for kept in db.session.scalars(db.select(Mailbox))] == [(7, 1)]


def test_the_password_is_not_kept_with_how_far_it_was_read(little: Little):
    little.put(b"From: a@example.org\r\n\r\n", NOW)
    jobs.read_bounces()

    assert db.session.scalars(db.select(Mailbox.name)).all() == ["malin@example.org@127.0.0.1/INBOX"]


@pytest.mark.parametrize(("wrong", "right"), [("p%3As", "wrong"), ("@127.0.0.1:{}", "@127.0.0.1:{}/None")])
def test_a_wrong_password_or_folder_ends_the_job(mails: Flask, little: Little, wrong: str, right: str):
    port = little.server_address[1]
    mails.config["CHAPTER_BOUNCES_URL"] = little.url.replace(wrong.format(port), right.format(port))

    with pytest.raises((imap.Denied, imap.imaplib.IMAP4.error)):
        jobs.read_bounces()


def test_a_server_without_encryption_never_gets_the_password(little: Little, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(imap, "is_loopback", lambda _host: False)

    with pytest.raises(imap.NotEncrypted):
        jobs.read_bounces()


def test_a_certificate_that_nobody_vouches_for_is_refused_away_from_home(
    mails: Flask, certificate: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(imap, "is_loopback", lambda _host: False)
    little = Little(certificate)
    monkeypatch.setitem(mails.config, "CHAPTER_BOUNCES_URL", little.url)
    with pytest.raises(ssl.SSLCertVerificationError):
        jobs.read_bounces()
    little.stop()


def test_without_a_mailbox_there_is_nothing_to_do(mails: Flask):
    assert jobs.read_bounces() == {}


@pytest.mark.parametrize(
    ("folder", "coded"),
    [("INBOX", '"INBOX"'), ("Skräppost", '"Skr&AOQ-ppost"'), ("Du & jag", '"Du &- jag"'), ('a"b\\', '"a\\"b\\\\"')],
)
def test_a_folder_has_any_name(folder: str, coded: str):
    assert imap._quoted(folder) == coded
