"""Whoever has reached an assignment's goal leaves its queue, even if nobody called."""

import pytest
from sqlalchemy import select

from chapter.calling.models import QueuePlace
from chapter.calling.queue import counts
from chapter.calling.rules import Waiting
from chapter.db import db
from chapter.leading import goals
from chapter.leading.actions import find_target
from chapter.people.models import Person
from tests import factories
from tests.conftest import NOW, Client
from tests.leading import reports


@pytest.fixture
def paid(monkeypatch: pytest.MonkeyPatch) -> str:
    """A goal of a later feature: the fee is paid."""
    monkeypatch.setattr(goals, "_goals", dict(goals._goals))
    reached = select(Person.id).where(Person.fee_paid_for == NOW.year)
    goals.register(
        goals.Goal("paid", "Avgiften är betald.", "%(held)s av %(target)s har betalat", lambda assignment: reached)
    )
    return "paid"


def test_who_reaches_it_leaves_the_queue_without_a_call(app, paid: str):
    emma, noa = factories.person(fee_paid_for=NOW.year), factories.person()
    assignment = factories.assignment(goal=paid)

    find_target(assignment, NOW)

    assert db.session.get(QueuePlace, (assignment.id, emma.id)).done_at == NOW
    assert db.session.get(QueuePlace, (assignment.id, noa.id)).done_at is None
    assert counts(assignment, NOW)[Waiting.READY] == 1


def test_it_means_nothing_in_assignments_with_another_goal(app, paid: str):
    factories.person(fee_paid_for=NOW.year)
    assignment = factories.assignment()

    find_target(assignment, NOW)

    assert counts(assignment, NOW)[Waiting.DONE] == 0


def test_when_it_was_reached_stays(app, paid: str):
    emma, assignment = factories.person(), factories.assignment()
    call = reports.reported(assignment, emma, factories.account())
    place = QueuePlace(assignment_id=assignment.id, person_id=emma.id, done_at=call.reported_at)
    db.session.add(place)
    db.session.flush()

    find_target(assignment, NOW.replace(hour=20))
    db.session.expire_all()

    assert place.done_at == NOW


def test_a_goal_that_is_no_longer_there_is_reached_by_nobody(app):
    factories.person()
    assignment = factories.assignment(goal="gone")

    find_target(assignment, NOW)

    assert counts(assignment, NOW)[Waiting.READY] == 1


def test_the_leader_chooses_among_the_goals_there_are(leader: Client, lena, paid: str):
    assignment = factories.assignment(leader=lena)
    filled = {"title_sv": "Avgift", "starts_at": "2026-11-18T10:00", "cooldown_hours": "24", "leader_id": str(lena.id)}
    assert "Avgiften är betald." in leader.get(f"/calling/{assignment.id}/edit").text

    leader.post(f"/calling/{assignment.id}/edit", data={**filled, "goal": "paid"})

    assert assignment.goal == "paid"


def test_how_far_it_has_come_is_said_in_its_own_words(leader: Client, paid: str):
    emma, noa = factories.person(fee_paid_for=NOW.year), factories.person()
    assignment = factories.assignment(emma, noa, goal=paid)
    find_target(assignment, NOW)

    for path in ("/calling/", f"/calling/{assignment.id}/"):
        assert "1 av 2 har betalat" in leader.get(path).text


def test_with_one_goal_there_is_nothing_to_choose(leader: Client):
    assert 'name="goal"' not in leader.get("/calling/new").text
