"""Officers see what was sent and what wasn't, and try again; a demo's visitors read their mail on its own page."""

import pytest
from flask import Flask

from chapter.access import Role
from chapter.db import db
from chapter.media.pictures import Small
from chapter.messages import actions, queries
from chapter.messages.models import Message
from chapter.messages.rules import State, Trouble
from tests import factories
from tests.conftest import NOW, Client
from tests.messages.conftest import LINK, post


@pytest.fixture
def officer(mails: Flask, client: Client) -> Client:
    """A browser in which a call leader is signed in."""
    return client.sign_in(factories.account(Role.CALL_LEADER))


def failed(words: str = "550 No such user", **facts: object) -> Message:
    """A mail that a server has refused."""
    message = post(**facts)  # type: ignore[arg-type]
    message.state, message.tries, message.last_error = State.FAILED, 1, words
    db.session.flush()
    return message


def test_what_failed_is_on_top_in_the_servers_words(officer: Client):
    failed()
    post("Bo Ek", "bo@example.org")
    page = officer.get("/outbox").text

    assert page.index("550 No such user") < page.index("Link: Bo Ek")


@pytest.mark.parametrize(("state", "shown"), [("failed", "Åsa"), ("waiting", "Bo Ek"), ("sent", None)])
def test_one_state_at_a_time(officer: Client, state: str, shown: str | None):
    failed()
    post("Bo Ek", "bo@example.org")
    page = officer.get(f"/outbox?state={state}").text

    assert [name for name in ("Åsa", "Bo Ek") if f"Link: {name}" in page] == ([shown] if shown else [])


def test_our_own_troubles_are_told_in_words(officer: Client):
    message = failed(Trouble.NO_ANSWER.value)

    assert "no answer" not in officer.get(f"/outbox/{message.id}").text


def test_what_failed_can_be_tried_again_from_the_first_try_on(officer: Client):
    message = failed()

    assert officer.post(f"/outbox/{message.id}/again").status_code == 303
    db.session.refresh(message)
    assert (message.state, message.tries, message.try_at) == (State.WAITING, 0, NOW)


def test_what_was_sent_is_not_sent_again(officer: Client):
    message = post()
    message.state = State.SENT
    officer.post(f"/outbox/{message.id}/again")

    assert db.session.get_one(Message, message.id).state is State.SENT


def test_a_secret_whose_words_are_gone_cannot_be_sent_again(mails: Flask):
    message = failed(is_secret=True)
    message.text = ""

    with pytest.raises(actions.NotAgain):
        actions.try_again(message, NOW)


def test_a_secret_is_never_shown_in_a_live_chapter(officer: Client, mails: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(mails.config, "CHAPTER_MODE", "live")
    message = post(is_secret=True)

    assert LINK not in officer.get(f"/outbox/{message.id}").text
    assert officer.get(f"/outbox/{message.id}/html").status_code == 404


def test_a_demo_shows_secrets_so_that_one_can_follow_them(officer: Client):
    message = post(is_secret=True)

    assert f'href="{LINK}"' in officer.get(f"/outbox/{message.id}").text


@pytest.mark.parametrize("source", ["case:1", "person:1", "place:1:1", "welcome:digest", "what nobody knows"])
@pytest.mark.parametrize("role", [Role.CALL_LEADER, Role.ADMINISTRATOR])
def test_of_mails_about_people_who_keep_the_outbox_see_only_what_became_of_them(
    mails: Flask, client: Client, source: str, role: Role
):
    message = failed("452 Mailbox full", source=source, from_name="Mona")
    client.sign_in(factories.account(role))

    for page in ("/outbox", f"/outbox/{message.id}"):
        text = client.get(page).text
        assert [words in text for words in ("452 Mailbox full", "Link:", LINK, "Mona")] == [True, False, False, False]
    assert client.get(f"/outbox/{message.id}/html").status_code == 404
    assert client.post(f"/outbox/{message.id}/again").status_code == 303


@pytest.mark.parametrize("source", ["case:1", "person:1", "place:1:1", "welcome:digest"])
def test_who_looks_after_those_people_reads_them(mails: Flask, client: Client, source: str):
    client.sign_in(factories.account(Role.MEMBER_COORDINATOR))

    assert LINK in client.get(f"/outbox/{post(source=source).id}").text


def test_who_may_not_read_a_mail_does_not_see_its_signers_face(officer: Client):
    message = post(source="case:1")
    message.picture_id = actions.keep_picture(Small(b"face", 2, 2), NOW).id

    assert officer.get(f"/outbox/{message.id}/picture").status_code == 404


def test_the_html_of_a_mail_is_shut_in(officer: Client):
    answer = officer.get(f"/outbox/{post().id}/html")

    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "allow-scripts" not in policy


def test_a_live_chapter_without_a_mail_server_is_warned(officer: Client, mails: Flask, monkeypatch: pytest.MonkeyPatch):
    assert 'class="flash error"' not in officer.get("/outbox").text
    monkeypatch.setitem(mails.config, "CHAPTER_MODE", "live")
    failed()

    assert 'class="flash error"' in officer.get("/outbox").text
    assert queries.trouble() == (1, True)


def test_the_demos_visitors_read_their_mail_without_signing_in(mails: Flask, client: Client):
    post(is_secret=True)

    assert f'href="{LINK}"' in client.get("/outbox/demo").text


@pytest.mark.parametrize(("setting", "value"), [("CHAPTER_MODE", "live"), ("CHAPTER_SMTP_URL", "smtp://127.0.0.1")])
def test_only_a_demo_that_sends_nothing_shows_mail_to_all(
    client: Client, mails: Flask, monkeypatch: pytest.MonkeyPatch, setting: str, value: str
):
    monkeypatch.setitem(mails.config, setting, value)

    assert client.get("/outbox/demo").status_code == 404


def test_volunteers_do_not_see_the_outbox(client: Client):
    assert client.sign_in(factories.account()).get("/outbox").status_code == 403


def test_a_mail_that_is_not_there_is_a_kind_404(officer: Client):
    assert officer.get("/outbox/4711").status_code == 404
