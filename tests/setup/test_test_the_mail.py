"""An administrator sees how mail goes, and sends themselves a test through the outbox."""

import pytest

from chapter.access import Role
from chapter.accounts.models import Account
from chapter.db import db
from chapter.messages import actions as messages
from chapter.messages.models import Message
from tests import factories
from tests.conftest import NOW, Client


@pytest.fixture
def ada(app) -> Account:
    """An administrator."""
    return factories.account(Role.ADMINISTRATOR, name="Ada Min", email="ada@example.org")


@pytest.fixture
def admin(client: Client, ada: Account, monkeypatch: pytest.MonkeyPatch) -> Client:
    """A browser in which she is signed in, of a chapter with a mail server."""
    monkeypatch.setitem(client.application.config, "CHAPTER_SMTP_URL", "smtp://bo:hemligt@mail.example.org")
    return client.sign_in(ada)


def posted() -> Message:
    """The mail that was posted."""
    return db.session.scalars(db.select(Message)).one()


def test_the_server_is_shown_without_its_secrets(admin: Client):
    page = admin.get("/settings/mail").text

    assert "mail.example.org" in page
    assert "hemligt" not in page


def test_the_test_goes_through_the_outbox_to_oneself(admin: Client):
    answer = admin.post("/settings/mail/test")

    assert answer.location == "/settings/mail#tested"
    assert (posted().to_email, posted().is_secret) == ("ada@example.org", False)
    assert "är på väg till ada@example.org" in admin.get("/settings/mail").text


def test_that_it_was_taken_is_said(admin: Client):
    admin.post("/settings/mail/test")
    messages.mark_sent(messages.claim(NOW), NOW)

    fragment = admin.htmx("/settings/mail/tested").text
    assert "E-postservern har tagit emot det" in fragment
    assert "data-hx-get" not in fragment


@pytest.mark.parametrize(
    ("words", "advice"),
    [("535 5.7.8 Fel lösen", "godtar inte användarnamnet"), ("550 5.7.1 Relaying denied", "CHAPTER_MAIL_FROM")],
)
def test_a_no_is_told_in_the_server_s_words_and_explained(admin: Client, words: str, advice: str):
    admin.post("/settings/mail/test")
    messages.mark_refused(messages.claim(NOW), words)

    page = admin.get("/settings/mail").text
    assert words in page
    assert advice in page


def test_what_is_to_be_tried_again_says_when(admin: Client):
    admin.post("/settings/mail/test")
    messages.mark_delayed(messages.claim(NOW), "no answer", NOW)

    assert "Ingen svarar där." in admin.get("/settings/mail").text


def test_a_chapter_without_a_mail_server_is_told(admin: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(admin.application.config, "CHAPTER_SMTP_URL", "")
    monkeypatch.setitem(admin.application.config, "CHAPTER_MODE", "live")
    admin.post("/settings/mail/test")

    page = admin.get("/settings/mail").text
    assert "Det väntar i utkorgen" in page
    assert "ingen kan bekräfta sin adress" in page


def test_a_few_in_ten_minutes_are_enough(admin: Client):
    for _try in range(6):
        admin.post("/settings/mail/test")

    assert len(db.session.scalars(db.select(Message)).all()) == 5
    assert "Försök igen" in admin.get("/settings/mail").text


def test_the_screen_of_the_first_evening_comes_back_after_the_test(admin: Client):
    answer = admin.post("/settings/mail/test", data={"next": "/setup/mail"})

    assert answer.location == "/setup/mail#tested"
    assert "är på väg till" in admin.get("/setup/mail").text


def test_the_test_can_be_read_in_the_outbox(admin: Client):
    admin.post("/settings/mail/test")

    assert "Om du kan läsa det här" in admin.get(f"/outbox/{posted().id}").text
