"""Finding people in the register: by what one types, by conditions, and what can be done with those who are found."""

import json
import re

import pytest
from flask import Flask

from chapter import clock
from chapter.db import db
from chapter.people.models import Person
from chapter.searches.models import SavedSearch
from tests import cast, factories
from tests.conftest import Client

PEOPLE = "/people/"


@pytest.fixture
def coordinator(client: Client) -> Client:
    """The member coordinator's browser."""
    return client.sign_in(cast.play("member_coordinator"))


@pytest.fixture
def crowd(app: Flask) -> None:
    """A few people whose names are spelled in many ways."""
    factories.person("Håkan", "Sjöberg", email="hs@example.org", mobile="+46701740605", town="Ås")
    factories.person("Søren", "Kjær", mobile="+46701740606", town="Ek")
    factories.person("Zoë", "Nuñez", mobile=None, phone2="+4646800041", town="Ek", birth_year=2004)


def names(page: str) -> list[str]:
    """Whom the list shows, in its order."""
    return re.findall(r'<th scope="row"><a [^>]*>([^<]*)</a>', page)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("sjob", "Håkan Sjöberg"),
        ("SJÖBERG hakan", "Håkan Sjöberg"),
        ("hs@example", "Håkan Sjöberg"),
        ("070-174 06 05", "Håkan Sjöberg"),
        ("+46 (0)70 174 06 05", "Håkan Sjöberg"),
        ("0046701740605", "Håkan Sjöberg"),
        ("sören kjaer", "Søren Kjær"),
        ("zoe nunez", "Zoë Nuñez"),
        ("046-80 00 41", "Zoë Nuñez"),
    ],
)
def test_people_are_found_however_they_are_spelled(coordinator: Client, crowd: None, typed: str, name: str):
    page = coordinator.get(PEOPLE, query_string={"q": typed})

    assert names(page.text) == [name]


def test_typing_swaps_the_list_alone_and_keeps_the_address(coordinator: Client, crowd: None):
    answer = coordinator.htmx("/people/?q=kjær&search=&sort=")

    assert answer.text.lstrip().startswith('<section id="found"')
    assert names(answer.text) == ["Søren Kjær"]
    assert answer.headers["HX-Replace-Url"] == "/people/?q=kj%C3%A6r"
    assert 'data-hx-swap-oob="innerHTML:#announce"' in answer.text


def test_conditions_travel_in_the_address(coordinator: Client, crowd: None):
    search = json.dumps({"all": [{"is": "towns", "value": ["Ek"]}]})

    page = coordinator.get(PEOPLE, query_string={"s": search, "q": "zoe"}).text

    assert names(page) == ["Zoë Nuñez"]
    assert "Ek" in re.findall(r'<span class="chip">(.*?)</span>', page)[0]
    assert f'href="{PEOPLE}?q=zoe"' in page


def test_a_search_that_is_garbled_shows_everybody_and_says_so(coordinator: Client, crowd: None):
    page = coordinator.get(PEOPLE, query_string={"s": "{"}).text

    assert len(names(page)) == 3
    assert "flash warning" in page


def test_a_kept_search_that_is_chosen_takes_the_place_of_the_conditions(coordinator: Client, crowd: None):
    kept = keep({"all": [{"is": "towns", "value": ["Ås"]}]})
    other = json.dumps({"all": [{"is": "towns", "value": ["Ek"]}]})

    page = coordinator.get(PEOPLE, query_string={"search": kept, "s": other}).text

    assert names(page) == ["Håkan Sjöberg"]
    assert "I Ås" in page


def keep(criteria: dict) -> int:
    """The id of a search that is kept."""
    search = SavedSearch(name="I Ås", criteria=criteria, created_at=clock.now(), changed_at=clock.now())
    db.session.add(search)
    db.session.flush()
    return search.id


def test_the_builder_leads_back_to_the_list_with_its_conditions(coordinator: Client, crowd: None):
    line = json.dumps({"is": "towns", "value": ["Ek"]})
    fields = {"q": "zoe", "sort": "-age", "target-how": "all", "target-0-how": "all", "target-0-0": line}

    answer = coordinator.get("/people/conditions", query_string=fields)

    assert answer.status_code == 303
    back = coordinator.get(answer.location).text
    assert names(back) == ["Zoë Nuñez"]
    assert 'value="-age" selected' in back


def test_the_builder_says_what_is_wrong_and_keeps_the_rest(coordinator: Client, crowd: None):
    fields = {"q": "zoe", "target-how": "all", "target-0-how": "all", "target-0-add": "joined_from"}

    answer = coordinator.get("/people/conditions", query_string=fields)

    assert answer.status_code == 422
    assert 'id="error-summary"' in answer.text
    assert '<input type="hidden" name="q" value="zoe">' in answer.text


def test_the_builder_opens_on_the_list(coordinator: Client, crowd: None):
    answer = coordinator.htmx("/people/conditions?q=zoe")

    assert answer.text.lstrip().startswith('<section id="conditions"')
    assert '<input type="hidden" name="q" value="zoe">' in answer.text


def test_who_has_left_is_not_listed(coordinator: Client, crowd: None):
    db.session.query(Person).filter_by(town="Ek").update({"left_on": clock.now().date()})

    assert names(coordinator.get(PEOPLE).text) == ["Håkan Sjöberg"]


def test_who_has_left_is_found_where_one_is_told_to_look(coordinator: Client):
    factories.person("Siri", "Ek", left_on=clock.now().date())

    page = coordinator.get("/people/?q=siri").text
    among_left = next(link for link in re.findall(r'href="([^"]*)"', page) if "left" in link)

    assert names(coordinator.get(among_left.replace("&amp;", "&")).text) == ["Siri Ek"]


def test_a_row_shows_what_one_must_know_before_ringing(coordinator: Client):
    factories.person("Eva", "Ek", do_not_call_at=clock.now(), missing_since=clock.now(), mobile_is_wrong=True)
    factories.person("Bo", "Ek", leaving_at=clock.now())

    page = coordinator.get("/people/?lang=sv").text

    assert re.findall(r'<span class="chip (\w+)"', page) == ["soon", "late", "soon", "soon"]


def test_those_who_are_found_can_be_exported_and_rung(coordinator: Client, crowd: None):
    search = '{"all":[{"is":"towns","value":["Ek"]}]}'

    page = coordinator.get(PEOPLE, query_string={"s": search}).text
    links = [link.replace("&amp;", "&") for link in re.findall(r'href="([^"]*)"', page)]

    for place in ("/exports/new", "/calling/new", "/searches/new"):
        assert any(link.startswith(f"{place}?s=") for link in links)


def test_an_assignment_is_not_made_of_what_was_typed(coordinator: Client, crowd: None):
    page = coordinator.get("/people/?q=zoe").text

    assert "/exports/new?q=zoe" in page
    assert "/calling/new" not in page


def test_an_empty_register_says_how_people_come_into_it(coordinator: Client):
    db.session.query(Person).delete()

    assert 'href="/links/new"' in coordinator.get(PEOPLE).text


def test_nobody_found_says_where_else_to_look(coordinator: Client, crowd: None):
    search = '{"all":[{"is":"towns","value":["Ek"]}]}'

    page = coordinator.get(PEOPLE, query_string={"s": search, "q": "sjöberg"}).text

    assert names(page) == []
    assert f'<a class="button" href="{PEOPLE}?q=sj%C3%B6berg">' in page


@pytest.mark.parametrize("typed", ["%", "_", "'", '"><b>', "\x00", "🙂", "a" * 500, "(((((", "\\"])
def test_whatever_is_typed_is_answered(coordinator: Client, crowd: None, typed: str):
    answer = coordinator.get(PEOPLE, query_string={"q": typed})

    assert answer.status_code == 200
    assert "<b>" not in answer.text


@pytest.mark.parametrize("typed", ["0", "-", "000", "+46", "()", "/", "\u0301"])
def test_signs_alone_find_nobody_rather_than_everybody(coordinator: Client, typed: str):
    assert "Emma" not in coordinator.get("/people/", query_string={"q": typed}).text
