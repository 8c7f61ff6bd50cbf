"""Editing a person: what is refused, what needs its reason, and two who do it at once."""

import re
from datetime import date

import pytest

from chapter.access import Role
from chapter.db import db
from chapter.people import actions
from chapter.people.models import PersonChange
from chapter.people.rules import FIELDS
from chapter.register.rules_person import Clash, needs_reason, settle
from tests import factories
from tests.conftest import NOW, Client


@pytest.fixture
def coordinator(client: Client) -> Client:
    """A browser where the member coordinator is signed in."""
    return client.sign_in(factories.account(Role.MEMBER_COORDINATOR, name="Mia Lund"))


def filled(browser: Client, person) -> dict[str, str]:
    """The form as the browser would send it back untouched."""
    page = browser.get(f"/people/{person.id}/edit").text
    given = {name: _value(page, name) for name in (*FIELDS, "was", "version", "seen", "why")}
    return given | {"language": person.language or ""}


def _value(page: str, name: str) -> str:
    area = re.search(rf'<textarea[^>]*name="{name}"[^>]*>\r?\n?([^<]*)</textarea>', page)
    box = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    value = re.search(r'value="([^"]*)"', box.group()) if box else None
    text = area.group(1) if area else value.group(1) if value else ""
    return text.replace("&#34;", '"').replace("&amp;", "&").replace("&#39;", "'")


def send(browser: Client, person, given: dict[str, str]):
    return browser.post(f"/people/{person.id}/edit", data=given)


def lines() -> list[tuple]:
    log = db.session.scalars(db.select(PersonChange).order_by(PersonChange.id))
    return [(line.field, line.old, line.new, line.by, line.why) for line in log]


def test_every_change_is_logged_and_nothing_else_is(coordinator: Client):
    emma = factories.person(email="emma@example.org", skills="Fotograf", joined_on=date(2020, 1, 2))

    answer = send(coordinator, emma, filled(coordinator, emma) | {"town": "Norrtorp", "union": "Kommunal"})

    assert answer.location == f"/people/{emma.id}/"
    assert lines() == [
        ("town", "Kvarnbyn", "Norrtorp", "Mia Lund", None),
        ("union", None, "Kommunal", "Mia Lund", None),
    ]


def test_saving_it_untouched_changes_nothing(coordinator: Client):
    emma = factories.person(email="emma@example.org", interests="Skolan & vården\nTorget")

    assert send(coordinator, emma, filled(coordinator, emma)).status_code == 303
    assert lines() == []
    assert "Ingenting ändrades" in coordinator.get(f"/people/{emma.id}/").text


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("first_name", "", "Skriv förnamnet."),
        ("email", "emma", "@"),
        ("mobile", "12", "telefonnummer"),
        ("joined_on", "2027-01-01", "Den dagen har inte kommit än."),
        ("birth_year", "1066", "1900"),
        ("fee_paid_for", "2099", "2027"),
        ("town", "811228-9874", "personnummer"),
        ("interests", "Född 19811228-9874", "personnummer"),
        ("member_number", "8112289874", "personnummer"),
        ("mobile", "8112289874", "personnummer"),
    ],
)
def test_what_cant_be_right_is_said_beside_the_field(coordinator: Client, field: str, typed: str, words: str):
    emma = factories.person()

    answer = send(coordinator, emma, filled(coordinator, emma) | {field: typed, "source": "Torgdagen"})

    assert answer.status_code == 422
    assert words in re.findall(rf'id="{field}-error">(.*?)</p>', answer.text, re.S)[0]
    assert 'value="Torgdagen"' in answer.text
    assert lines() == []


def test_a_number_that_happens_to_look_like_an_id_number_can_be_kept(coordinator: Client):
    emma = factories.person(mobile="+46811228987", member_number="8112289874")

    assert send(coordinator, emma, filled(coordinator, emma) | {"town": "Ås"}).status_code == 303


def test_an_id_number_in_the_note_is_no_matter_of_being_sure(coordinator: Client):
    emma = factories.person()
    given = filled(coordinator, emma) | {"skills": "811228-9874", "sure": "y"}

    assert send(coordinator, emma, given).status_code == 422


@pytest.mark.parametrize(("field", "new"), [("member_number", "77"), ("last_name", "Ek"), ("joined_on", "2024-02-29")])
def test_what_others_rely_on_needs_its_reason(coordinator: Client, field: str, new: str):
    emma = factories.person(member_number="12", joined_on=date(2020, 1, 2))
    given = filled(coordinator, emma) | {field: new}

    refused, saved = send(coordinator, emma, given), send(coordinator, emma, given | {"why": "Stod fel i filen"})

    assert (refused.status_code, saved.status_code) == (422, 303)
    assert 'id="why-error"' in refused.text
    assert [line[4] for line in lines()] == ["Stod fel i filen"]


def test_filling_in_what_was_missing_needs_no_reason():
    now = {"member_number": None, "joined_on": "2020-01-02", "town": "Ås"}

    assert not needs_reason(now, {**now, "member_number": "12", "town": "Ed"})
    assert needs_reason(now, {**now, "joined_on": None})


def test_a_member_number_that_somebody_has_is_refused_with_who(coordinator: Client):
    factories.person("Vera", "Ek", member_number="12")
    emma = factories.person()

    answer = send(coordinator, emma, filled(coordinator, emma) | {"member_number": "12"})

    assert answer.status_code == 422
    assert "Vera Ek har det medlemsnumret" in answer.text


def test_the_same_number_as_another_is_saved_and_pointed_at(coordinator: Client):
    vera, emma = factories.person("Vera", "Ek", mobile="+46701740605"), factories.person()

    send(coordinator, emma, filled(coordinator, emma) | {"mobile": "070-174 06 05"})

    assert emma.mobile == "+46701740605"
    assert f"/duplicates/{vera.id}/{emma.id}" in coordinator.get(f"/people/{emma.id}/").text


def test_a_number_that_is_replaced_is_no_longer_wrong(coordinator: Client):
    emma = factories.person(mobile_is_wrong=True, phone2="+46701740606", phone2_is_wrong=True)

    given = filled(coordinator, emma) | {"mobile": "070-174 06 99", "phone2_is_right": "y"}
    send(coordinator, emma, given)

    assert (emma.mobile_is_wrong, emma.phone2_is_wrong) == (False, False)


def test_two_who_change_different_things_both_get_theirs_and_the_second_is_told(coordinator: Client):
    emma = factories.person()
    given = filled(coordinator, emma)
    actions.change(emma, {"town": "Norrtorp"}, NOW, factories.account(name="Rami Hamdan"))

    send(coordinator, emma, given | {"union": "Kommunal"})

    assert (emma.town, emma.union) == ("Norrtorp", "Kommunal")
    assert "Under tiden har någon annan ändrat det här" in coordinator.get(f"/people/{emma.id}/").text


def test_two_who_change_the_same_are_asked_and_nothing_is_lost(coordinator: Client):
    emma = factories.person()
    given = filled(coordinator, emma) | {"town": "Sjövik", "union": "Kommunal"}
    actions.change(emma, {"town": "Norrtorp"}, NOW, factories.account(name="Rami Hamdan"))

    asked = send(coordinator, emma, given)

    assert (asked.status_code, emma.town, emma.union) == (422, "Norrtorp", None)
    for words in ("Rami Hamdan", "Den andra skrev: Norrtorp", "Du skrev: Sjövik", 'value="Kommunal"', 'value="Sjövik"'):
        assert words in asked.text


@pytest.mark.parametrize(("whose", "town"), [("theirs", "Norrtorp"), ("yours", "Sjövik"), ("", None)])
def test_what_is_decided_holds(coordinator: Client, whose: str, town: str | None):
    emma = factories.person()
    given = filled(coordinator, emma) | {"town": "Sjövik", "union": "Kommunal"}
    actions.change(emma, {"town": "Norrtorp"}, NOW, None)
    asked = send(coordinator, emma, given).text
    again = given | {name: _value(asked, name) for name in ("was", "version", "seen")}

    answer = send(coordinator, emma, again | {"keep-town": whose})

    assert answer.status_code == (303 if town else 422)
    assert (emma.town, emma.union) == ((town, "Kommunal") if town else ("Norrtorp", None))


def test_a_third_change_is_asked_about_anew(coordinator: Client):
    emma = factories.person()
    given = filled(coordinator, emma) | {"town": "Sjövik"}
    actions.change(emma, {"town": "Norrtorp"}, NOW, None)
    asked = send(coordinator, emma, given).text
    actions.change(emma, {"town": "Ed"}, NOW, None)
    again = given | {name: _value(asked, name) for name in ("was", "version", "seen")}

    answer = send(coordinator, emma, again | {"keep-town": "yours"})

    assert (answer.status_code, emma.town) == (422, "Ed")
    assert "Den andra skrev: Ed" in answer.text


@pytest.mark.parametrize("was", ["", "{", "[]", '{"town": 3}', "null"])
def test_a_form_that_doesnt_say_what_it_began_with_overwrites_nothing(coordinator: Client, was: str):
    emma = factories.person()
    given = filled(coordinator, emma) | {"town": "Sjövik", "was": was}
    actions.change(emma, {"town": "Norrtorp"}, NOW, None)

    assert send(coordinator, emma, given).status_code == 422
    assert emma.town == "Norrtorp"


@pytest.mark.parametrize(
    ("was", "now", "yours", "moved", "clashes"),
    [
        ("a", "a", "a", 0, 0),
        ("a", "a", "b", 0, 0),
        ("a", "b", "b", 0, 0),
        ("a", "b", "a", 1, 0),
        ("a", "b", "c", 0, 1),
        (None, "b", None, 1, 0),
        ("a", None, "c", 0, 1),
    ],
)
def test_who_gives_way_is_settled_field_by_field(was, now, yours, moved: int, clashes: int):
    found = settle({"town": was}, {"town": now}, {"town": yours})

    assert (len(found.moved), len(found.clashes)) == (moved, clashes)
    assert settle({}, {"town": now}, {"town": yours}).clashes == ([Clash("town", now, yours)] if now != yours else [])
