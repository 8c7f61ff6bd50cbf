"""Mail is not kept for ever: its words go after a month, and that there was one after three."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from chapter import clock
from chapter.access import Role
from chapter.db import db
from chapter.messages import jobs
from chapter.messages.models import Message
from chapter.messages.rules import KEPT, WORDS_KEPT, State
from tests import factories
from tests.conftest import NOW, Client
from tests.messages.conftest import post


def after(days: int, state: State) -> Message | None:
    """A mail ``days`` after it was sent, or has failed or waited for so long."""
    message = post()
    message.state, message.sent_at = state, NOW if state is State.SENT else None
    db.session.commit()
    with clock.frozen(NOW + timedelta(days=days)):
        jobs.forget()
    return db.session.scalars(db.select(Message)).one_or_none()


@pytest.mark.parametrize(("days", "is_kept"), [(29, True), (30, False)])
def test_the_words_of_what_was_sent_are_kept_for_a_month(mails: Flask, days: int, is_kept: bool):
    message = after(days, State.SENT)

    assert message is not None
    assert [bool(message.text), bool(message.html)] == [is_kept, is_kept]


@pytest.mark.parametrize("state", [State.SENT, State.FAILED])
@pytest.mark.parametrize(("days", "is_kept"), [(89, True), (90, False)])
def test_that_there_was_a_mail_is_kept_for_three_months(mails: Flask, state: State, days: int, is_kept: bool):
    assert (after(days, state) is not None) == is_kept


def test_the_readme_says_how_long():
    words = " ".join((Path(__file__).parents[2] / "README.md").read_text().split())

    assert f"Its words are kept for {WORDS_KEPT.days} days after it was sent" in words
    assert f"and that there was a mail for {KEPT.days}." in words


def test_what_failed_can_still_be_sent_again_after_a_month(mails: Flask):
    message = after(60, State.FAILED)

    assert message is not None
    assert message.text


def test_what_waits_is_not_forgotten(mails: Flask):
    message = after(400, State.WAITING)

    assert message is not None
    assert message.text


def test_a_mail_whose_words_are_gone_says_so(mails: Flask, client: Client):
    message = after(30, State.SENT)
    assert message is not None

    page = client.sign_in(factories.account(Role.CALL_LEADER)).get(f"/outbox/{message.id}").text

    assert "Texten i det här mejlet är raderad." in page
