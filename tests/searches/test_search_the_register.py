"""Who a search finds."""

import re
from datetime import date
from typing import Any

import pytest
from flask import Flask, render_template
from werkzeug.datastructures import MultiDict

from chapter.db import db
from chapter.searches import queries
from tests import factories


@pytest.fixture
def crowd(app: Flask) -> dict[str, int]:
    """Three people; gives the ids of the tags."""
    ung, ny = factories.tag("Ung"), factories.tag("Ny")
    factories.person("Eva", tags=[ung, ny], town="Ås", birth_year=2004, joined_on=date(2026, 1, 1))
    factories.person("Bo", tags=[ung], town="Ek", birth_year=1996, joined_on=date(2020, 5, 31))
    factories.person("Kim", town=None, birth_year=None)
    return {"Ung": ung.id, "Ny": ny.id}


def found(criteria: dict[str, Any]) -> str:
    """The first names of those whom ``criteria`` find."""
    people = db.session.scalars(queries.matching(criteria))
    names = [db.session.get(queries.Person, id).first_name for id in people]
    assert queries.count_matching(criteria) == len(names)
    return " ".join(sorted(names))


@pytest.mark.parametrize(
    ("criteria", "names"),
    [
        ({}, "Bo Eva Kim"),
        ({"tags": ["Ung"]}, "Bo Eva"),
        ({"tags": ["Ung", "Ny"]}, "Bo Eva"),
        ({"not_tags": ["Ny"]}, "Bo Kim"),
        ({"tags": ["Ung"], "not_tags": ["Ny"]}, "Bo"),
        ({"age_from": 30}, "Bo"),
        ({"age_from": 31}, ""),
        ({"age_to": 22}, "Eva"),
        ({"age_from": 22, "age_to": 30}, "Bo Eva"),
        ({"joined_from": "2020-05-31"}, "Bo Eva"),
        ({"joined_from": "2020-06-01"}, "Eva"),
        ({"joined_to": "2020-05-31"}, "Bo"),
        ({"towns": ["Ås", "Ek"]}, "Bo Eva"),
        ({"towns": ["Oslo"]}, ""),
        ({"a filter that is gone": True}, ""),
    ],
)
def test_who_is_found(crowd: dict[str, int], criteria: dict[str, Any], names: str):
    with_ids = {k: [crowd[t] for t in v] if "tags" in k else v for k, v in criteria.items()}

    assert found(with_ids) == names


def test_a_search_is_read_in_words(crowd: dict[str, int]):
    assert search.in_words({"towns": ["Ås"], "tags": [crowd["Ny"]], "age_from": 30}) == [
        "Har någon av taggarna: Ny",
        "Fyller 30 eller mer i år",
        "Bor i: Ås",
    ]


def test_no_search_is_everybody_and_a_lost_condition_is_named(app: Flask):
    assert search.in_words({}) == ["Alla i registret"]
    assert search.in_words({"gone": 1}) == ["Ett villkor som inte finns längre, så ingen hittas"]


def test_the_towns_that_people_live_in(crowd: dict[str, int]):
    assert sorted(queries.towns()) == ["Ek", "Ås"]


def filled(**values: Any) -> search_form.Search:
    """The search form as a browser sends it."""
    return search_form.search_form()(MultiDict({f"target-{name}": value for name, value in values.items()}))


@pytest.mark.usefixtures("crowd")
def test_the_form_gives_what_can_be_kept_and_shows_it_again(app: Flask):
    with app.test_request_context():
        sent = filled(towns=["Ås", "Ek"], age_from="18", joined_to="2026-11-18", never_called="y")
        kept = search_form.criteria(sent)
        shown = filled()
        search_form.show_criteria(shown, kept)

    assert kept == {"towns": ["Ås", "Ek"], "age_from": 18, "joined_to": "2026-11-18", "never_called": True}
    assert search_form.criteria(shown) == kept


def test_an_empty_form_searches_for_nothing(app: Flask):
    with app.test_request_context():
        sent = filled(age_from="", joined_to="")

        assert sent.validate()
        assert search_form.criteria(sent) == {}


@pytest.mark.usefixtures("crowd")
def test_the_form_shows_what_is_set_and_opens_that_group(app: Flask):
    with app.test_request_context():
        target = filled(towns=["Ås"], age_from="gammal")
        target.validate()
        page = render_template("people/_search.html", target=target)

    assert re.findall(r"<details( open)?>", page) == ["", " open", "", " open", ""]
    assert re.search(r'value="Ås" checked', page)
    assert not re.search(r'value="Ek" checked', page)


def test_the_form_of_an_empty_register_says_that_there_is_nothing_to_choose(app: Flask):
    with app.test_request_context("?lang=nb"):
        page = render_template("people/_search.html", target=filled())

    assert page.count("det er ingenting å velge mellom ennå") == 3


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"age_from": "40", "age_to": "30"}, "age_to"),
        ({"joined_from": "2026-01-02", "joined_to": "2026-01-01"}, "joined_to"),
        ({"age_from": "gammal"}, "age_from"),
        ({"age_to": "140"}, "age_to"),
        ({"joined_from": "igår"}, "joined_from"),
        ({"tags": "x"}, "tags"),
    ],
)
def test_what_makes_no_sense_is_said_at_its_field(app: Flask, values: dict[str, str], field: str):
    with app.test_request_context():
        sent = filled(**values)

        assert not sent.validate()
        assert list(sent.errors) == [field]
