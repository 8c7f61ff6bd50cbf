"""Whoever was added by mistake can be taken back, though they have got a case meanwhile; not if it has come to more."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from chapter import clock
from chapter.db import db
from chapter.letters import actions as actions_letters
from chapter.letters import jobs as jobs_letters
from chapter.letters.rules import Key
from chapter.messages.models import Message
from chapter.messages.rules import State
from chapter.people.models import HistoryEntry, Person
from chapter.register import actions as register
from chapter.welcome import actions, actions_call, jobs
from chapter.welcome.models import WelcomeCase
from chapter.welcome.rules import Closing
from tests import cast, factories
from tests.conftest import NOW
from tests.imports.runs import applied, undone
from tests.letters import mailed as letters

LETTER = timedelta(days=2)
"""After these the letter goes by itself."""


@pytest.fixture
def brought(app):
    """A file with Bo and Kim has come into a register that was there, and a minute has passed."""
    for _number in range(3):
        factories.person(is_new=False, added_at=NOW - timedelta(days=90))
    headings = "Medlemsnummer", "Namn", "E-post"
    run = applied(headings, ("", "Bo Ek", "bo@example.org"), ("", "Kim Alm", "kim@example.org"))
    jobs.open_cases()
    return run


def case_of(name: str) -> WelcomeCase:
    return db.session.scalars(db.select(WelcomeCase).join(Person).where(Person.first_name == name)).one()


def those_who_came() -> list[str]:
    return list(db.session.scalars(db.select(Person.first_name).where(Person.first_name.in_(("Bo", "Kim")))))


def test_a_file_is_taken_back_with_the_cases_that_nobody_has_touched(brought):
    undone(brought)

    left = [db.session.scalars(db.select(kind)).all() for kind in (WelcomeCase, HistoryEntry, Message)]
    assert (those_who_came(), left) == ([], [[], [], []])
    assert (brought.figures["removed"], brought.figures["stayed_people"]) == (2, 0)


def test_a_letter_that_waits_is_not_sent_and_one_that_has_gone_keeps_its_reader(brought):
    with clock.frozen(NOW + LETTER):
        jobs_letters.send_letters()
        (sent,) = letters.mails("bo@example.org")
        sent.state = State.SENT
        undone(brought)

    assert (those_who_came(), letters.mails("bo@example.org"), letters.mails("kim@example.org")) == (["Bo"], [sent], [])
    assert case_of("Bo").done


def note(case: WelcomeCase) -> None:
    actions.note(case, "Har ringt själv", cast.play("board"), NOW)


def step(case: WelcomeCase) -> None:
    actions.do(case, "coffee", "Mona", NOW)


def letter(case: WelcomeCase) -> None:
    actions_letters.send(case, Key.WELCOME, "Mona", NOW)


def wish(case: WelcomeCase) -> None:
    actions_call.wish(case, {"interests": "segling"}, False, cast.play("board"), NOW)


def tick(case: WelcomeCase) -> None:
    case.ticks = ["group"]


def rest(case: WelcomeCase) -> None:
    actions.pause(case, None, NOW)


def have_rested(case: WelcomeCase) -> None:
    case.rests = [["2026-11-18", 3]]


def close(case: WelcomeCase) -> None:
    actions.close(case, Closing.NOT_NOW, cast.play("board"), NOW)


def invite(case: WelcomeCase) -> None:
    facts = {"what": "Medlemsmöte", "step": "", "place": "", "at": NOW + timedelta(days=3), "answer": "yes"}
    actions_call.invite(case, facts, cast.play("board"), NOW)


def open_by_hand(case: WelcomeCase) -> None:
    case.opened_by = "Mona"


TOUCHES = note, step, letter, wish, tick, rest, have_rested, close, invite, open_by_hand


@pytest.mark.parametrize("touch", TOUCHES)
def test_somebody_whose_case_was_touched_stays(brought, touch: Callable[[WelcomeCase], None]):
    touch(case_of("Bo"))
    db.session.commit()

    undone(brought)

    assert those_who_came() == ["Bo"]
    assert (brought.figures["removed"], brought.figures["stayed_people"]) == (1, 1)


@pytest.fixture
def added(app):
    """Bo was added by hand by a call leader."""
    leader = cast.play("call_leader")
    return register.add_by_hand(
        {"first_name": "Bo", "last_name": "Ek", "consent_id": 1}, (), "key", leader, NOW
    ), leader


def test_adding_somebody_is_undone_within_the_hour_with_their_case(added):
    jobs.open_cases()

    register.undo_adding(*added, NOW + timedelta(minutes=59))

    left = [db.session.scalars(db.select(kind)).all() for kind in (WelcomeCase, HistoryEntry)]
    assert (those_who_came(), left) == ([], [[], []])


def test_adding_somebody_is_not_undone_when_their_case_was_touched(added):
    jobs.open_cases()
    note(case_of("Bo"))

    with pytest.raises(register.TooLate):
        register.undo_adding(*added, NOW)


def test_a_letter_that_waits_goes_with_who_was_added_by_mistake(added):
    person, _leader = added
    person.email = "bo@example.org"
    letters.routine(
        steps=[step | {"days": 1} if step["kind"] == "letter" else step for step in letters.routine().steps]
    )
    jobs.open_cases()
    jobs_letters.send_letters()
    assert letters.mails("bo@example.org")

    register.undo_adding(*added, NOW)

    assert letters.mails("bo@example.org") == []
