"""Who is in an assignment's queue follows the register."""

from datetime import timedelta

from sqlalchemy import event, func, insert, select

from chapter.calling.models import CallAssignment, QueuePlace
from chapter.db import db
from chapter.leading import goals
from chapter.leading.actions import find_target
from chapter.leading.jobs import find_targets
from chapter.people.models import Person
from chapter.searches.rules import condition, every
from tests import factories
from tests.conftest import NOW
from tests.leading import reports


def queue(assignment: CallAssignment) -> set[str]:
    """The first names in the queue."""
    query = select(Person.first_name).join(QueuePlace, QueuePlace.person_id == Person.id)
    return set(db.session.scalars(query.where(QueuePlace.assignment_id == assignment.id)))


def in_ekeby(**facts) -> CallAssignment:
    """An assignment for those who live in Ekeby."""
    return factories.assignment(target=every(condition("towns", ["Ekeby"])), **facts)


def test_those_who_fit_come_in_and_nobody_else(app):
    factories.person("Emma", town="Ekeby"), factories.person("Lisa", town="Lund")
    assignment = in_ekeby()

    find_target(assignment, NOW)

    assert queue(assignment) == {"Emma"}


def test_twice_changes_nothing(app):
    factories.person("Emma", town="Ekeby")
    assignment = in_ekeby()
    find_target(assignment, NOW)

    find_target(assignment, NOW)

    assert queue(assignment) == {"Emma"}


def test_who_no_longer_fits_leaves_unless_they_were_rung_here(app):
    rung, moved, held = (factories.person(name, town="Ekeby") for name in ("Rut", "Moa", "Hild"))
    assignment = in_ekeby()
    find_target(assignment, NOW)
    reports.reported(assignment, rung, factories.account())
    reports.going_on(assignment, held, factories.account())
    rung.town = moved.town = held.town = "Lund"

    find_target(assignment, NOW)

    assert queue(assignment) == {"Rut", "Hild"}


def test_a_call_for_another_assignment_counts_for_whose_turn_it_is(app):
    emma = factories.person("Emma", town="Ekeby")
    reports.reported(factories.assignment(emma), emma, factories.account(), at=NOW - timedelta(days=2))
    assignment = in_ekeby()

    find_target(assignment, NOW)

    assert db.session.get(QueuePlace, (assignment.id, emma.id)).last_called_at == NOW - timedelta(days=2)


def test_new_people_come_into_running_assignments_by_themselves(app):
    running, ended = in_ekeby(), in_ekeby(starts_at=NOW - timedelta(2), ends_at=NOW - timedelta(1))
    factories.person("Emma", town="Ekeby")

    find_targets()

    assert (queue(running), queue(ended)) == ({"Emma"}, set())


def test_a_search_that_breaks_does_not_stop_the_others(app, caplog, monkeypatch):
    broken, fine = factories.assignment(goal="breaks"), in_ekeby()
    factories.person("Emma", town="Ekeby")
    db.session.commit()
    reached = goals.reached
    monkeypatch.setattr(goals, "reached", lambda one: 1 / 0 if one.goal == "breaks" else reached(one))

    find_targets()

    assert queue(fine) == {"Emma"}
    assert f"assignment {broken.id}" in caplog.text


def test_ten_thousand_people_take_as_many_queries_as_one(app):
    rows = [{"first_name": "P", "town": "Ekeby", "added_at": NOW} for _ in range(10_000)]
    db.session.execute(insert(Person), rows)
    assignment, seen = in_ekeby(), []
    event.listen(db.engine, "before_cursor_execute", lambda *given: seen.append(given[2]))

    find_target(assignment, NOW)

    assert len(seen) <= 5
    assert db.session.scalar(select(func.count()).select_from(QueuePlace)) == 10_000
