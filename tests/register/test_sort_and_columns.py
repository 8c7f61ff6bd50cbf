"""Leafing through the register: the order, the pages and the columns."""

import re
from datetime import date, timedelta

import pytest
from flask import Flask

from benchmarks.queries import counted
from chapter import clock
from chapter.register.columns import COLUMNS
from chapter.register.queries import PAGE
from tests import cast, factories
from tests.conftest import Client
from tests.register.test_find_people import names


@pytest.fixture
def coordinator(client: Client) -> Client:
    """The member coordinator's browser."""
    return client.sign_in(cast.play("member_coordinator"))


@pytest.fixture
def crowd(app: Flask) -> None:
    """Four people, one of whom nothing is known about."""
    hour, today = timedelta(hours=1), date(2026, 1, 1)
    for number, (name, town, born) in enumerate((("Östen", "By", 1980), ("Zara", "Ås", 2000), ("Åke", "Ek", 1950))):
        facts = {"birth_year": born, "joined_on": today - timedelta(days=number)}
        factories.person(name, "", town=town, added_at=clock.now() - number * hour, **facts)
    factories.person("Bo", "", town=None, birth_year=None, joined_on=None, added_at=clock.now() - 9 * hour)


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("", "Bo Zara Åke Östen"),
        ("-name", "Östen Åke Zara Bo"),
        ("town", "Östen Åke Zara Bo"),
        ("-town", "Zara Åke Östen Bo"),
        ("age", "Zara Östen Åke Bo"),
        ("-age", "Åke Östen Zara Bo"),
        ("joined_on", "Åke Zara Östen Bo"),
        ("-joined_on", "Östen Zara Åke Bo"),
        ("added", "Bo Åke Zara Östen"),
        ("-added", "Östen Zara Åke Bo"),
        ("made up", "Bo Zara Åke Östen"),
    ],
)
def test_people_are_sorted_and_who_lacks_it_comes_last(coordinator: Client, crowd: None, sort: str, order: str):
    page = coordinator.get("/people/", query_string={"sort": sort})

    assert " ".join(names(page.text)) == order


def test_the_heading_turns_the_order_around(coordinator: Client, crowd: None):
    page = coordinator.get("/people/?sort=town&q=a").text

    assert 'aria-sort="ascending"><a href="/people/?q=a&amp;sort=-town"' in page
    assert '<th scope="col"><a href="/people/?q=a&amp;sort=-joined_on"' in page


def test_the_columns_that_are_chosen_are_remembered(coordinator: Client, crowd: None):
    coordinator.get("/people/?column=email&column=postcode&column=made+up")

    page = coordinator.get("/people/").text
    assert len(re.findall(r'<th scope="col"', page)) == 3
    assert 'id="column-email" name="column" value="email" checked' in page


def test_columns_that_were_chosen_stay_in_the_links(coordinator: Client, crowd: None):
    page = coordinator.get("/people/?column=town&column=age").text

    assert 'href="/people/?column=town&amp;column=age&amp;sort=age"' in page


def test_every_column_can_be_shown(coordinator: Client, crowd: None):
    page = coordinator.get("/people/", query_string={"column": list(COLUMNS)})

    assert page.status_code == 200
    assert len(re.findall(r'<th scope="col"', page.text)) == len(COLUMNS) + 1


def many(number: int) -> None:
    """So many people, in the order of their names."""
    for place in range(number):
        factories.person(f"Person {place:03}", "")


def test_the_pages_hold_everybody_once(coordinator: Client):
    many(2 * PAGE + 1)

    pages = [names(coordinator.get(f"/people/?page={page}").text) for page in (1, 2, 3)]

    assert [len(page) for page in pages] == [PAGE, PAGE, 1]
    assert [name for page in pages for name in page] == [f"Person {place:03}" for place in range(2 * PAGE + 1)]


@pytest.mark.parametrize("page", ["99", "999999999999999999999"])
def test_a_page_past_the_end_is_the_last_one(coordinator: Client, page: str):
    many(PAGE + 1)

    assert names(coordinator.get(f"/people/?page={page}").text) == [f"Person {PAGE:03}"]


@pytest.mark.parametrize("page", ["0", "-3", "x"])
def test_a_page_that_is_none_is_the_first(coordinator: Client, page: str):
    many(PAGE + 1)

    assert names(coordinator.get(f"/people/?page={page}").text)[0] == "Person 000"


def test_a_page_costs_few_queries_however_many_are_on_it(coordinator: Client):
    many(PAGE)

    with counted() as said:
        coordinator.get("/people/?column=called&column=tags")

    assert len(said) <= 12
