"""The pages where a coordinator says whether two are one."""

import pytest

from chapter.db import db
from chapter.duplicates import actions, queries
from chapter.people.models import Person
from tests import factories
from tests.cast import play
from tests.conftest import Client


@pytest.fixture
def coordinator(client: Client) -> Client:
    """The member coordinator; Emma is in the register twice."""
    factories.person("Emma", "Ek", mobile="+46701740605", town="Ås", email=None)
    factories.person("Ema", "Ek", mobile="+46701740605", town="Ek", email="emma@example.org")
    actions.keep(queries.suggested())
    return client.sign_in(play("member_coordinator"))


def send(client: Client, **changed: object):
    """Press “merge” on the page of the two."""
    one, other = db.session.query(Person).order_by(Person.id).limit(2)
    said = {"kept_version": one.version, "gone_version": other.version, "town": "gone", "email": "gone"} | changed
    return client.post(f"/duplicates/{one.id}/{other.id}/merge", data=said)


def test_a_pair_is_suggested_with_what_they_share(coordinator: Client):
    page = coordinator.get("/duplicates/").text

    assert "Emma Ek – Ema Ek" in page
    assert "samma nummer" in page


def test_what_differs_is_chosen_field_by_field(coordinator: Client):
    assert 'name="mobile"' not in coordinator.get("/duplicates/1/2").text
    assert send(coordinator).status_code == 303

    one = db.session.get(Person, 1)
    assert (one.first_name, one.town, one.email) == ("Emma", "Ek", "emma@example.org")
    assert "Ema Ek" in coordinator.get("/duplicates/").text


def test_pressed_twice_merges_once(coordinator: Client):
    assert [send(coordinator).status_code, coordinator.post("/duplicates/1/2/merge").status_code] == [303, 404]


def test_a_page_that_is_old_says_so(coordinator: Client):
    answer = send(coordinator, kept_version=-1)

    assert answer.status_code == 422
    assert "Någon har ändrat" in answer.text


def test_it_is_undone_from_the_list(coordinator: Client):
    send(coordinator)
    coordinator.post("/duplicates/merges/1/undo")

    assert {p.first_name for p in db.session.query(Person)} >= {"Emma", "Ema"}
    assert "Emma Ek – Ema Ek" not in coordinator.get("/duplicates/").text


def test_two_people_are_noted_as_two(coordinator: Client):
    coordinator.post("/duplicates/1/2/part")
    coordinator.post("/duplicates/find")

    assert "Inga ser ut att finnas två gånger" in coordinator.get("/duplicates/").text


def test_somebody_else_can_be_chosen_by_name(coordinator: Client):
    factories.person("Kim", "Öberg")
    found = coordinator.htmx("/duplicates/1?q=oberg").text

    assert "Kim Öberg" in found
    assert "<html" not in found
