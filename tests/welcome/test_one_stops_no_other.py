"""In the background: what can't be done for one new member is done for the others all the same."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from chapter import clock, jobs
from chapter.accounts.models import Account
from chapter.db import db
from chapter.ledger import Outcome
from chapter.letters import actions as actions_letters
from chapter.welcome import actions, actions_call, actions_forget, digest
from chapter.welcome import jobs as background
from chapter.welcome.models import WelcomeCase
from chapter.welcome.rules import Closing
from tests import cast
from tests.conftest import NOW
from tests.letters import mailed as letters

TO = [f"{name}@example.org" for name in "abc"]

Poison = Callable[[object, str], None]


@pytest.fixture
def mona(app: Flask) -> Account:
    """The coordinator."""
    return cast.play("member_coordinator")


@pytest.fixture
def three(mona: Account) -> list[WelcomeCase]:
    """Three new members."""
    return [letters.case(mona, 2, email=email) for email in TO]


@pytest.fixture
def poison(three: list[WelcomeCase], monkeypatch: pytest.MonkeyPatch) -> Poison:
    """From now on, what is done fails for the first of them, or when it is done for the first time."""

    def poison(place: object, name: str) -> None:
        real, times = getattr(place, name), []

        def may_fail(*given: Any, **named: Any) -> Any:
            times.append(name)
            if len(times) == 1:
                raise RuntimeError("no")
            return real(*given, **named)

        monkeypatch.setattr(place, name, may_fail)

    return poison


def run(name: str, days: int = 0) -> dict[str, int] | None:
    """What a job did so many days later; something in it failed."""
    db.session.commit()
    with clock.frozen(NOW + timedelta(days=days)):
        end = jobs.run(name)
    assert end.outcome is Outcome.FAILED
    return end.did


def written_to() -> list[str]:
    """Who of them got a mail."""
    return [email for email in TO if letters.mails(email)]


def test_letters(poison: Poison):
    poison(actions_letters, "draft")

    assert run("letters.send_letters") == {"done": 2, "failed": 1}
    assert written_to() == TO[1:]


def test_letters_that_came_back_long_ago(three: list[WelcomeCase], poison: Poison):
    poison(actions_letters, "note_unsent")

    assert run("letters.send_letters") == {"done": 3, "failed": 1}


def test_digests(three: list[WelcomeCase], poison: Poison, mona: Account):
    three[0].responsible = bo = cast.play("board")
    poison(digest, "post")

    assert run("welcome.tell_what_is_due", 5) == {"done": 1, "failed": 1}
    assert [len(letters.mails(account.email)) for account in (bo, mona)] in ([0, 1], [1, 0])


def test_opening_cases(three: list[WelcomeCase], poison: Poison, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(background, "AT_ONCE", 1)
    for case in three:
        db.session.delete(case)
    poison(actions, "_open")

    assert run("welcome.open_cases") == {"opened": 2, "failed": 1}


def test_reminders(three: list[WelcomeCase], poison: Poison, mona: Account):
    for case in three:
        facts = {"what": "Soppa", "step": "", "place": "", "at": NOW + timedelta(days=4), "answer": "yes"}
        actions_call.invite(case, facts, mona, NOW)
    poison(actions_call, "post")

    assert run("welcome.remind", 3) == {"done": 2, "failed": 1}
    assert written_to() == TO[1:]


def test_forgetting(three: list[WelcomeCase], poison: Poison, mona: Account):
    for case in three:
        actions.close(case, Closing.OTHER, mona, NOW)
    poison(actions_forget, "forget_about")

    assert run("welcome.forget", 14) == {"forgotten": 2, "failed": 1}
    assert [case.person.email for case in db.session.scalars(db.select(WelcomeCase))] == TO[:1]
