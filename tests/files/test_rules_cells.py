"""A row of text becomes facts about a person, or a reason with its column."""

from datetime import date
from functools import partial
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale
from hypothesis import given
from hypothesis import strategies as st

from chapter.files.rules_cells import Problem, Reason, Said, is_not_a_person, read_row, same
from chapter.files.rules_ids import BLOT
from chapter.files.words import REASONS
from chapter.i18n import parse_phone
from chapter.people.rules import FIELDS

TODAY = date(2026, 11, 18)
COLUMNS = [*FIELDS, "name", "tags", "do_not_call", "id_number"]


def read(country: str = "SE", **cells: str) -> Said:
    """What a row says in which these columns are filled."""
    phone = partial(parse_phone, region=country)
    return read_row(list(cells.values()), dict(enumerate(cells)), TODAY, country, phone)


def fact(field: str, cell: str, country: str = "SE") -> Any:
    """What a cell says; the reason if it can't be understood, None if it says nothing."""
    said = read(country, first_name="Siri", **{field: cell})
    return said.problems[0].reason if said.problems else said.facts.get(field)


def test_a_row_becomes_facts():
    assert read(
        **{"name": "Siri Åberg", "email": "SIRI@example.org", "mobile": "070-174 06 05", "town": "Ås"},
        **{"postcode": "12345", "birth_year": "1987", "joined_on": "2020-03-01", "tags": "ung, affisch, Ung"},
        **{"fee_paid_for": "2026", "do_not_call": "nej", "language": "Svenska", "member_number": "0012"},
    ).facts == {
        **{"first_name": "Siri", "last_name": "Åberg", "email": "siri@example.org", "mobile": "+46701740605"},
        **{"town": "Ås", "postcode": "123 45", "birth_year": 1987, "joined_on": date(2020, 3, 1)},
        **{"tags": ["ung", "affisch"], "fee_paid_for": 2026, "do_not_call": False, "language": "sv"},
        **{"member_number": "0012"},
    }


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Anna Maria Ek", ("Anna Maria", "Ek")),
        ("Ek, Anna Maria", ("Anna Maria", "Ek")),
        ("Ek,", ("Ek", "")),
        ("Siri von Essen", ("Siri", "von Essen")),
        ("Ana de la Cruz", ("Ana", "de la Cruz")),
        ("Von Ek", ("Von", "Ek")),
        ("Cher", ("Cher", "")),
        ("ANNA-LENA VON ESSEN", ("Anna-Lena", "von Essen")),
        ("ANNA O'BRIEN", ("Anna", "O'Brien")),
        ("BO", ("BO", "")),
        ("anna ek", ("anna", "ek")),
        ("Ã…sa Ã–berg", ("Åsa", "Öberg")),
        ("JOÃO Silva", ("JOÃO", "Silva")),
        ("Anna Null", ("Anna", "Null")),
        ("'=cmd Ek", ("=cmd", "Ek")),
        (f"Anna Ek {BLOT}", ("Anna", "Ek")),
    ],
)
def test_a_name_is_split_where_people_would_and_mended_where_it_is_sure(cell: str, names: tuple[str, str]):
    facts = read(name=cell).facts

    assert (facts["first_name"], facts["last_name"]) == names


@pytest.mark.parametrize("name", ["Namn997 Namnsson4998", "Agent 007", "Anna Ek 2", "Kim X Æ A-12"])
def test_a_name_may_hold_digits(name: str):
    assert read(name=name).problems == []


def test_first_and_last_name_may_stand_apart_and_a_whole_name_fills_in():
    assert read(last_name="Ek", first_name="Anna  Maria").facts == {"first_name": "Anna Maria", "last_name": "Ek"}
    assert read(name="Anna Ek", first_name="").facts == {"first_name": "Anna", "last_name": "Ek"}


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"first_name": "", "last_name": "Ek"}, Problem("first_name", 0, Reason.NO_NAME)),
        ({"town": "Ås", "name": ""}, Problem("name", 1, Reason.NO_NAME)),
        ({"name": "-"}, Problem("name", 0, Reason.NO_NAME)),
        ({"name": "anna@example.org"}, Problem("name", 0, Reason.NOT_A_NAME)),
        ({"name": "070-174"}, Problem("name", 0, Reason.NOT_A_NAME)),
        ({"name": "H\ufffdkan Ek"}, Problem("name", 0, Reason.GARBLED)),
        ({"name": "=A1&B1"}, Problem("name", 0, Reason.FORMULA)),
        ({"name": "Anna", "last_name": "#SAKNAS!"}, Problem("last_name", 1, Reason.FORMULA)),
        ({"name": "x" * 201}, Problem("name", 0, Reason.TOO_LONG)),
        ({"name": "x" * 101}, Problem("name", 0, Reason.TOO_LONG)),
        ({"name": "Anna", "town": "x" * 81}, Problem("town", 1, Reason.TOO_LONG)),
        ({"name": "Anna", "tags": "x" * 61}, Problem("tags", 1, Reason.TOO_LONG)),
        ({"name": "Anna", "postcode": "x" * 13}, Problem("postcode", 1, Reason.TOO_LONG)),
        ({"name": "Anna", "member_number": "1,2E+11"}, Problem("member_number", 1, Reason.LOST_DIGITS)),
    ],
)
def test_a_bad_cell_is_named(cells: dict[str, str], problem: Problem):
    assert read(**cells).problems == [problem]


def test_all_bad_cells_of_a_row_are_named_in_their_order():
    problems = read(email="x", name="", mobile="y").problems

    assert [(problem.column, problem.index) for problem in problems] == [("email", 0), ("name", 1), ("mobile", 2)]


@pytest.mark.parametrize(
    ("cell", "year"),
    [
        ("2026", 2026),
        ("betalt 2026", 2026),
        ("2025/2026", 2026),
        ("2026-03-01", 2026),
        ("1.3.2025", 2025),
        ("45717", 2025),
        ("ja", 2026),
        ("Betald", 2026),
        ("nej", None),
        ("0", None),
        ("350 kr", Reason.NOT_A_YEAR),
        ("2099", Reason.NOT_A_YEAR),
    ],
)
def test_the_year_that_a_fee_is_paid_for(cell: str, year: object):
    assert fact("fee_paid_for", cell) == year


@pytest.mark.parametrize(
    ("cell", "wants_no_calls"),
    [("ja", True), ("x", True), ("1", True), ("yes", True), ("bara sms", True), ("nei", False), ("0", False)],
)
def test_whatever_is_no_no_means_not_to_be_called(cell: str, wants_no_calls: bool):
    assert fact("do_not_call", cell) is wants_no_calls


@pytest.mark.parametrize(
    ("cell", "tags"),
    [
        ("ung, affisch", ["ung", "affisch"]),
        ("ung; på natten, helst", ["ung", "på natten, helst"]),
        ("rad 1\nrad 2", ["rad 1", "rad 2"]),
        (" ; ,", [","]),
        ("#1", ["#1"]),
    ],
)
def test_tags_are_parted_by_semicolons_or_else_by_commas(cell: str, tags: list[str]):
    assert fact("tags", cell) == tags


def test_other_texts_that_cannot_be_understood_are_left_out():
    said = read(name="Siri", town="#N/A", union="=A1", skills="H\ufffdr", language="klingonska")

    assert (said.facts.keys(), said.problems) == ({"first_name", "last_name"}, [])


def test_a_town_in_capitals_is_written_as_others_are():
    assert [fact("town", cell) for cell in ("GÖTEBORG", "MO I RANA", "ÅS")] == ["Göteborg", "Mo I Rana", "ÅS"]


@pytest.mark.parametrize(
    "cells",
    [
        ["Förnamn", "Efternamn", "E-post"],
        ["FIRST NAME", "LAST NAME", ""],
        ["Totalt 512", "", ""],
        ["Antal: 2", "", ""],
        ["Summa", "", "512"],
        ["Antall medlemmer: 512", "", ""],
        ["Vem", "Var", "Hur"],
    ],
)
def test_headings_once_more_and_totals_are_nobody(cells: list[str]):
    assert is_not_a_person(cells, {0: "first_name", 1: "last_name", 2: "email"}, ["Vem", "Var", "Hur"])


@pytest.mark.parametrize(
    "cells",
    [
        ["Antal", "Szabó", ""],
        ["Antal", "", "antal@example.org"],
        ["Summa", "", ""],
        ["Sum", "Ek", "0701740605"],
        ["", "", ""],
        ["Siri", "By", "Ort"],
    ],
)
def test_people_are_somebody(cells: list[str]):
    assert not is_not_a_person(cells, {0: "first_name", 1: "last_name", 2: "town"}, ["Vem", "", "Ort"])


@pytest.mark.parametrize(
    ("field", "ours", "said", "is_same"),
    [
        ("postcode", "41310", "413 10", True),
        ("email", "Siri@example.org", "siri@example.org", True),
        ("town", "Mo  i Rana", "Mo i Rana", True),
        ("last_name", "ÅBERG", "Åberg", True),
        ("last_name", "åberg", "Åberg", False),
        ("first_name", "Zoe\u0308", "Zoë", True),
        ("mobile", None, "+46701740605", False),
        ("birth_year", 1987, 1987, True),
    ],
)
def test_another_spelling_is_no_change(field: str, ours: object, said: object, is_same: bool):
    assert same(field, ours, said) is is_same


def test_each_reason_has_words(app: Flask):
    with app.test_request_context(), force_locale("en"):
        assert REASONS.keys() == set(Reason)
        assert all(str(words).endswith(".") for words in REASONS.values())


NAUGHTY = st.text(max_size=40) | st.text(alphabet="0123456789+-/.,;:()= '\"E@x\n\ufffdÃ¥•#", max_size=24)


@given(st.lists(NAUGHTY, max_size=len(COLUMNS)), st.permutations(COLUMNS), st.sampled_from(["SE", "NO"]))
def test_any_row_becomes_facts_or_reasons(cells: list[str], fields: list[str], country: str):
    mapping = dict(enumerate(fields))
    said = read_row(cells, mapping, TODAY, country, partial(parse_phone, region=country))

    assert said.problems or said.facts["first_name"]
    assert all(
        mapping[problem.index] == problem.column or problem.reason is Reason.NO_NAME for problem in said.problems
    )
    assert is_not_a_person(cells, mapping, fields) in (True, False)
    assert said.facts.keys() <= {*FIELDS, "tags", "do_not_call"}
