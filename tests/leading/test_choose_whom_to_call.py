"""A call leader says whom to call: by a saved search or conditions of its own, live or frozen."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from chapter import clock
from chapter.calling.models import CallAssignment
from chapter.db import db
from chapter.leading.actions import find_target
from chapter.leading.jobs import find_targets
from chapter.people.models import Person
from chapter.searches.models import SavedSearch
from chapter.searches.rules import condition, every
from tests import factories
from tests.conftest import NOW, Client
from tests.leading import reports
from tests.leading.test_make_an_assignment import filled
from tests.leading.test_target_group import queue
from tests.searches.built import built

AS, EKEBY = condition("towns", ["Ås"]), condition("towns", ["Ekeby"])
LATER = NOW + timedelta(hours=3)


@pytest.fixture
def near(app) -> SavedSearch:
    """A saved search that finds Eva."""
    factories.person("Eva", town="Ås"), factories.person("Bo", town="Ekeby")
    made = SavedSearch(name="Nära", note="", criteria=every(AS), created_at=NOW, changed_at=NOW)
    db.session.add(made)
    db.session.flush()
    return made


def made() -> CallAssignment:
    """The only assignment there is."""
    return db.session.scalars(select(CallAssignment)).one()


def move(name: str, town: str) -> None:
    """Somebody moves."""
    db.session.scalars(select(Person).where(Person.first_name == name)).one().town = town
    db.session.commit()


def test_a_saved_search_can_be_chosen(leader: Client, lena, near: SavedSearch):
    leader.post("/calling/new", data=filled(lena, search_id=near.id, **built(EKEBY)))

    assert (made().search_id, made().target, made().frozen_at) == (near.id, every(AS), None)
    assert queue(made()) == {"Eva"}


def test_a_live_group_follows_the_register_and_the_search(leader: Client, lena, near: SavedSearch):
    leader.post("/calling/new", data=filled(lena, search_id=near.id))
    move("Bo", "Ås"), move("Eva", "Lund")

    find_targets()
    assert queue(made()) == {"Bo"}
    near.criteria = every(condition("towns", ["Lund"]))
    find_targets()

    assert (queue(made()), made().target) == ({"Eva"}, near.criteria)


@pytest.mark.parametrize("whom", [{"search_id": "1"}, built(AS)])
def test_a_frozen_group_stays_as_it_was_found(leader: Client, lena, near: SavedSearch, whom: dict[str, Any]):
    leader.post("/calling/new", data=filled(lena, stays="frozen", **whom))
    move("Bo", "Ås"), move("Eva", "Lund")

    find_targets()

    assert (queue(made()), made().frozen_at) == ({"Eva"}, NOW)


def test_other_changes_leave_a_frozen_group_alone(leader: Client, lena, near: SavedSearch):
    frozen = filled(lena, stays="frozen", search_id=near.id)
    leader.post("/calling/new", data=frozen)
    move("Bo", "Ås")
    near.criteria = every(EKEBY)

    with clock.frozen(LATER):
        leader.post(f"/calling/{made().id}/edit", data={**frozen, "cooldown_hours": "48"})

    assert (queue(made()), made().frozen_at, made().target) == ({"Eva"}, NOW, every(AS))
    assert "Fryst sedan onsdag 18 november kl. 18.30" in leader.get(f"/calling/{made().id}/edit").text


def test_a_frozen_group_that_is_to_have_others_is_found_anew(leader: Client, lena, near: SavedSearch):
    frozen = filled(lena, stays="frozen")
    leader.post("/calling/new", data={**frozen, **built(AS)})

    with clock.frozen(LATER):
        leader.post(f"/calling/{made().id}/edit", data={**frozen, **built(EKEBY)})

    assert (queue(made()), made().frozen_at) == ({"Bo"}, LATER)


def test_a_group_that_is_thawed_follows_the_register_again(leader: Client, lena, near: SavedSearch):
    leader.post("/calling/new", data=filled(lena, stays="frozen", search_id=near.id))
    move("Bo", "Ås")

    leader.post(f"/calling/{made().id}/edit", data=filled(lena, stays="live", search_id=near.id))

    assert (queue(made()), made().frozen_at) == ({"Eva", "Bo"}, None)


@pytest.mark.parametrize("frozen_at", [None, NOW])
def test_who_has_left_is_in_no_queue(app, frozen_at):
    gone, rung = factories.person("Gun", left_on=NOW.date()), factories.person("Rut", left_on=NOW.date())
    target = every(condition("left", True))
    assignment = factories.assignment(gone, rung, target=target, frozen_at=frozen_at, target_found_at=NOW)
    reports.reported(assignment, rung, factories.account())

    find_target(assignment, NOW)

    assert queue(assignment) == {"Rut"}


@pytest.mark.parametrize("args", [{"search": "1"}, {"s": json.dumps(every(AS))}])
def test_an_address_says_whom_to_call(leader: Client, near: SavedSearch, args: dict[str, str]):
    page = leader.get("/calling/new", query_string=args).text

    assert "Bor i Ås" in page
    assert "<strong>Färre än 5 personer</strong>" in page


@pytest.mark.parametrize("ask", ["htmx", "post"])
def test_choosing_another_search_shows_whom_it_finds_and_loses_nothing(leader: Client, lena, near, ask: str):
    data = filled(lena, show="target", search_id=near.id, **built(condition("age_from", 70)))

    page = getattr(leader, ask)("/calling/new", data=data).text

    assert "<strong>Färre än 5 personer</strong>" in page
    assert "age_from" in page
    assert ("<html" in page) is ("## Lyssna" in page) is (ask == "post")


def test_a_search_that_is_gone_is_said_at_its_field(leader: Client, lena):
    page = leader.post("/calling/new", data=filled(lena, search_id=99))

    assert page.status_code == 422


def test_without_saved_searches_there_is_nothing_to_choose(leader: Client):
    assert 'name="search_id"' not in leader.get("/calling/new").text


@pytest.fixture
def away(near: SavedSearch) -> SavedSearch:
    """The saved search, now with a condition that is the coordinator's alone; it finds Bo."""
    near.criteria = every(condition("left", True, turned=True), EKEBY)
    db.session.flush()
    return near


def test_a_search_with_conditions_that_the_leader_may_not_see_can_be_chosen(leader: Client, lena, away: SavedSearch):
    page = leader.get(f"/calling/new?search={away.id}").text
    leader.post("/calling/new", data=filled(lena, search_id=away.id))

    assert "Uppfyller ett villkor som bara medlemsansvarig får se" in page
    assert "person</strong>" not in page.replace("personer</strong>", "person</strong>")
    assert '"left"' not in page
    assert queue(made()) == {"Bo"}


def test_an_assignment_keeps_its_own_conditions_that_the_leader_may_not_see(leader: Client, lena, away: SavedSearch):
    factories.assignment(target=away.criteria)
    path = f"/calling/{made().id}/edit"

    page = leader.get(path).text
    leader.post(path, data=filled(lena, search_id="0", cooldown_hours="48", **built(AS)))

    assert "bara medlemsansvarig får se" in page
    assert (made().target, made().cooldown_hours) == (away.criteria, 48)


@pytest.mark.parametrize(
    ("frozen_at", "told"), [(None, "De som börjar passa in"), (NOW, "Fryst sedan onsdag 18 november kl. 18.30")]
)
def test_the_assignments_page_says_whom_it_calls(leader: Client, near: SavedSearch, frozen_at, told: str):
    there = factories.assignment(search_id=near.id, target=near.criteria, frozen_at=frozen_at)

    page = leader.get(f"/calling/{there.id}/").text

    assert "Bor i Ås" in page
    assert "Enligt sökningen ”Nära”" in page
    assert told in page
