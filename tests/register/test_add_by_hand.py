"""Adding somebody at a stand: quick, once, never without their yes, and telling no more than one may know."""

import re
from datetime import timedelta

import pytest

from chapter import clock
from chapter.access import Role
from chapter.db import db
from chapter.duplicates import jobs as duplicates
from chapter.duplicates.queries import how_many
from chapter.people import actions
from chapter.people.history import sentence
from chapter.people.models import HistoryEntry, Person
from tests import factories
from tests.conftest import NOW, Client

EMMA = {"name": "Emma Dahlqvist", "mobile": "070-174 06 05", "consent": "y"}


@pytest.fixture
def leader(client: Client) -> Client:
    """A browser where a call leader is signed in."""
    return client.sign_in(factories.account(Role.CALL_LEADER, name="Rami Hamdan"))


@pytest.fixture
def board(client: Client) -> Client:
    """A browser where a member of the board is signed in."""
    return client.sign_in(factories.account(Role.BOARD, name="Bo Ek"))


def hidden(browser: Client) -> dict[str, str]:
    page = browser.get("/people/add").text
    return {name: value(page, name) for name in ("key", "consent_id")}


def value(page: str, name: str) -> str:
    return re.findall(rf'name="{name}"[^>]*value="([^"]+)"', page)[0]


def add(browser: Client, **given):
    return browser.post("/people/add", data={**hidden(browser), **EMMA, **given})


def everybody() -> list[str]:
    return [person.name for person in db.session.scalars(db.select(Person).order_by(Person.id))]


def test_name_number_and_yes_are_enough(leader: Client):
    answer = add(leader)

    emma = db.session.scalars(db.select(Person)).one()
    assert answer.location == "/people/add"
    assert (emma.first_name, emma.last_name, emma.mobile) == ("Emma", "Dahlqvist", "+46701740605")
    assert (emma.source, emma.consent_id, emma.consented_at) == ("för hand", 1, NOW)
    assert sentence(db.session.scalars(db.select(HistoryEntry)).one()).endswith("tillagd av Rami Hamdan.")


def test_the_form_is_empty_again_and_says_who_is_in(leader: Client):
    add(leader)

    page = leader.get("/people/add").text

    assert "Emma Dahlqvist är tillagd." in page
    assert 'value="Emma' not in page
    assert "070-174" not in page


def test_the_tags_that_are_ticked_come_along(leader: Client):
    night, day = factories.tag("Nattarbete"), factories.tag("Dagtid")

    add(leader, tags=[night.id])

    assert [tag.name for tag in db.session.scalars(db.select(Person)).one().tags] == ["Nattarbete"]
    assert day.id


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": " "}, "name"),
        ({"mobile": ""}, "mobile"),
        ({"mobile": "12"}, "mobile"),
        ({"mobile": "", "email": "emma"}, "email"),
        ({"consent": ""}, "consent"),
        ({"name": "Emma 811228-9874"}, "name"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(leader: Client, given: dict[str, str], field: str):
    answer = add(leader, **given)

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert "070-174 06 05" in answer.text or "mobile" in given
    assert everybody() == []


def test_pressed_twice_it_is_done_once(leader: Client):
    given = {**hidden(leader), **EMMA}

    assert [leader.post("/people/add", data=given).status_code for _press in range(2)] == [303, 303]
    assert everybody() == ["Emma Dahlqvist"]


@pytest.mark.parametrize("mended", [{"key": ""}, {"key": "<x>"}, {"consent_id": "a"}, {"consent_id": "9" * 30}])
def test_a_form_that_isnt_ours_is_given_anew(leader: Client, mended: dict[str, str]):
    assert add(leader, **mended).status_code == 422
    assert everybody() == []


def test_undo_removes_every_trace(leader: Client):
    add(leader)
    emma = db.session.scalars(db.select(Person)).one()
    assert f"/people/{emma.id}/undo-adding" in leader.get("/people/add").text

    leader.post(f"/people/{emma.id}/undo-adding")

    assert everybody() == []
    assert db.session.scalars(db.select(HistoryEntry)).all() == []


def test_only_the_one_who_added_can_undo_it(leader: Client, app):
    add(leader)
    emma = db.session.scalars(db.select(Person)).one()

    leader.sign_in(factories.account(Role.BOARD)).post(f"/people/{emma.id}/undo-adding")

    assert everybody() == ["Emma Dahlqvist"]


@pytest.mark.parametrize("happened", ["an hour", "a change", "a note"])
def test_after_a_while_or_when_more_has_happened_it_stays(leader: Client, happened: str):
    add(leader)
    emma = db.session.scalars(db.select(Person)).one()
    if happened == "a change":
        actions.change(emma, {"town": "Ås"}, NOW, None)
    if happened == "a note":
        actions.remember(emma, "note", NOW, by="Bo Ek", text="Ringde")

    with clock.frozen(NOW + timedelta(hours=1 if happened == "an hour" else 0)):
        leader.post(f"/people/{emma.id}/undo-adding")

    assert everybody() == ["Emma Dahlqvist"]


def test_who_came_another_way_cant_be_undone(leader: Client):
    emma = factories.person()

    leader.post(f"/people/{emma.id}/undo-adding")

    assert everybody() == ["Emma Dahlqvist"]


@pytest.mark.parametrize(
    "known",
    [
        {"first_name": "Emma", "last_name": "Dahlqvist"},
        {"first_name": "Vera", "phone2": "+46701740605"},
        {"first_name": "Vera", "mobile": "+46701740605"},
        {"first_name": "Vera", "email": "emma@example.org"},
    ],
)
def test_the_coordinator_is_shown_who_it_may_be_before_a_second_press(client: Client, known: dict[str, str]):
    coordinator = client.sign_in(factories.account(Role.MEMBER_COORDINATOR))
    there, given = factories.person(**known), {**hidden(coordinator), **EMMA, "email": "Emma@example.org"}

    asked = coordinator.post("/people/add", data=given)
    saved = coordinator.post("/people/add", data=given | {"sure": value(asked.text, "sure")})

    assert f'href="/people/{there.id}/"' in asked.text
    assert (asked.status_code, saved.status_code, len(everybody())) == (422, 303, 2)


def test_being_sure_of_one_is_not_being_sure_of_another(client: Client):
    coordinator = client.sign_in(factories.account(Role.MEMBER_COORDINATOR))
    factories.person("Vera", mobile="+46701740606")

    answer = add(coordinator, mobile="070-174 06 06", sure="Emma Dahlqvist|+46701740605|")

    assert (answer.status_code, len(everybody())) == (422, 1)


@pytest.mark.parametrize("known", [{}, {"mobile": "+46701740605"}, {"email": "emma@example.org"}])
def test_who_may_not_read_the_register_gets_the_same_answer_whoever_is_there(board: Client, known: dict[str, str]):
    factories.person("Vera", "Ek", **{"mobile": None, "email": None, **known})

    answer = add(board, email="emma@example.org")
    page = board.get("/people/add").text

    assert (answer.status_code, answer.location, len(everybody())) == (303, "/people/add", 2)
    assert "Emma Dahlqvist är tillagd." in page
    assert "Vera" not in page


def test_the_pair_waits_for_the_coordinator_among_the_duplicates(board: Client):
    factories.person("Emma", "Dahlqvist", mobile="+46701740605")

    add(board)
    duplicates.find()

    assert how_many() == 1


def test_a_board_member_cant_find_out_by_a_name_who_is_in_the_register(board: Client):
    factories.person("Emma", "Dahlqvist", mobile="+46701740606")

    assert add(board).status_code == 303


def test_what_isnt_right_yet_is_still_the_same_tab(leader: Client):
    assert add(leader, name="").text.count('aria-current="page"') == 2, "in the menu and among the tabs"
