"""The way round leaving and erasing, in the states that the pages can be in."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from chapter import clock
from chapter.access import Role
from chapter.calling.actions import ring
from chapter.calling.rules import Purpose
from chapter.db import db
from chapter.people.models import Person
from chapter.privacy.models import ErasingSwitch, Erasure
from tests import factories
from tests.browser.world import Stop, World


def stops(world: World) -> Iterator[Stop]:
    """Every stop."""
    for part in (_shelves, _call, _erasing):
        yield from part(world)


def _person(name: str, **facts: Any) -> Person:
    return factories.person(name, "Lagerqvist", joined_on=date(2019, 2, 1), **facts)


def _left(name: str, days: int, **facts: Any) -> Person:
    left_on = clock.now().date() - timedelta(days=days)
    return _person(name, left_on=left_on, left_why="time", **facts)


def _shelves(world: World) -> Iterator[Stop]:
    unpaid = _person("Saga", fee_paid_for=2025)
    _person("Tuva", fee_paid_for=2026)
    _person("Ebbe", fee_paid_for=2023)
    for show in ("unpaid", "erase"):
        yield Stop(world.coordinator, "register.leaving", {"show": show})
    yield Stop(world.coordinator, "register.leaving_of", {"person_id": unpaid.id})
    yield Stop(world.coordinator, "register.left", {"person_id": unpaid.id, "unpaid": 1})
    yield Stop(world.coordinator, "register.time_is_out")
    wrong = {"#fee_due_day": "40"}
    yield Stop(world.coordinator, "register.leaving_custom")
    yield Stop(world.coordinator, "register.leaving_custom", status=422, fill=wrong, press="main .primary")


def _call(world: World) -> Iterator[Stop]:
    other = factories.account(Role.MEMBER_COORDINATOR, name="Sara Sund", language=world.coordinator.language)
    person = _left("Moa", 3)
    call = ring(other, person, Purpose.LEAVING, clock.now())
    yield Stop(other, "register.leaving_of", {"person_id": person.id})
    yield Stop(other, "calling.call", {"call_id": call.id})


def _erasing(world: World) -> Iterator[Stop]:
    due, yes, held = _left("Pia", 300), _left("Liv", 300, consent_id=1), _left("Ulf", 300)
    factories.account(Role.BOARD, name="Ulf").person_id = held.id
    db.session.add(Erasure(at=clock.now(), by=world.coordinator.name, leavers=2, others=0))
    db.session.add(ErasingSwitch(at=clock.now(), by=world.coordinator.name, is_on=True))
    db.session.flush()
    for person in (due, yes, held):
        yield Stop(world.coordinator, "privacy.erase", {"person_id": person.id})
    yield Stop(world.coordinator, "privacy.erase", {"person_id": yes.id}, status=422, press="main .primary")
    yield Stop(world.coordinator, "privacy.leavers")
    yield Stop(world.coordinator, "privacy.ask_leavers")
    yield Stop(world.coordinator, "retention.overview")
