"""Searching for people who haven't been called."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from chapter.calling.models import Call
from chapter.db import db
from chapter.searches import queries, registry
from chapter.searches.rules import Part, condition, every
from tests import factories

MIDNIGHT = datetime(2026, 11, 9, 23, tzinfo=UTC)
"""When 10 November begins in Stockholm."""


@pytest.fixture
def people(app: Flask) -> dict[int, str]:
    """Somebody called at midnight, somebody who was only held, and somebody never called."""
    called, held, never = (factories.person(name) for name in ("Called", "Held", "Never"))
    caller = factories.account()
    place = {"assignment_id": factories.assignment(called, held, never).id, "caller_id": caller.id, "answers": {}}
    when = {"claimed_at": MIDNIGHT, "lease_until": MIDNIGHT}
    db.session.add(Call(person_id=called.id, reported_at=MIDNIGHT, **place, **when))
    db.session.add(Call(person_id=held.id, released_at=MIDNIGHT, **place, **when))
    db.session.flush()
    return {person.id: person.first_name for person in (called, held, never)}


@pytest.mark.parametrize(
    ("part", "names"),
    [
        (condition("never_called", True), {"Held", "Never"}),
        (condition("not_called_since", "2026-11-10"), {"Held", "Never"}),
        (condition("not_called_since", "2026-11-11"), {"Called", "Held", "Never"}),
        (condition("not_called_for", 8), {"Called", "Held", "Never"}),
        (condition("not_called_for", 9), {"Held", "Never"}),
        (condition("spoken_with", True), set()),
    ],
)
def test_who_has_not_been_called(people: dict[int, str], part: Part, names: set[str]):
    assert {people[id] for id in db.session.scalars(queries.matching(every(part)))} == names


def test_it_is_read_in_words(app: Flask):
    assignment = factories.assignment()

    words = registry.in_words(
        every(condition("not_called_since", "2026-11-10"), condition("called_in", [assignment.id, 99]))
    )

    assert words == [
        "Har inte blivit uppringd sedan den 10 november 2026",
        "Blev uppringd i ”Höstens medlemssamtal” eller ”ett uppdrag som inte finns längre”",
    ]
