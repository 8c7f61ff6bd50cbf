"""Whom a search finds: every filter, turned around too, and filters combined."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from chapter.calling.rules import Outcome
from chapter.db import db
from chapter.people.models import Person
from chapter.searches import queries, registry
from chapter.searches.rules import Part, Search, condition, every, some
from tests import factories
from tests.conftest import NOW
from tests.leading import reports

ASSIGNMENT, TAGS = 1, {"Ung": 1, "Ny": 2}

FOUND: list[tuple[str, Any, str]] = [
    ("tags", [1], "Bo Eva"),
    ("tags", [1, 2], "Bo Eva"),
    ("tags", [99], ""),
    ("tags_all", [1, 2], "Eva"),
    ("age_from", 30, "Bo"),
    ("age_from", 31, ""),
    ("age_to", 22, "Eva"),
    ("age_unknown", True, "Kim Ola"),
    ("is_member", True, "Bo Eva Ola"),
    ("joined_from", "2020-05-31", "Bo Eva Ola"),
    ("joined_from", "2020-06-01", "Eva Ola"),
    ("joined_to", "2020-05-31", "Bo"),
    ("joined_within", 321, "Eva Ola"),
    ("joined_within", 320, "Ola"),
    ("fee_not_paid", 2026, "Eva Ola"),
    ("fee_not_paid", 2025, ""),
    ("fee_not_paid", 2019, ""),
    ("wants_to_leave", True, "Kim"),
    ("left", True, "Per"),
    ("towns", ["Ås", "Ek"], "Bo Eva"),
    ("towns", ["Oslo"], ""),
    ("postcode", "12", "Bo Eva"),
    ("postcode", "12345", "Eva"),
    ("postcode", "99, 124", "Bo"),
    ("postcode", "%", ""),
    ("has_email", True, "Eva"),
    ("has_mobile", True, "Bo Kim Ola"),
    ("do_not_call", True, "Ola"),
    ("language", ["nb"], "Eva"),
    ("language", ["nb", "sv"], "Bo Eva"),
    ("union", "ÅRSTA", "Eva"),
    ("skills", "måla", "Bo"),
    ("interests", "klimat", "Kim"),
    ("added_within", 5, "Kim Ola"),
    ("came_through", ["torget"], "Ola"),
    ("consented", True, "Eva"),
    ("missing", True, "Bo"),
    ("never_called", True, "Eva Kim Ola"),
    ("not_called_since", "2026-11-18", "Eva Kim Ola"),
    ("not_called_since", "2026-11-19", "Bo Eva Kim Ola"),
    ("not_called_for", 1, "Eva Kim Ola"),
    ("spoken_with", True, "Bo"),
    ("called_in", [ASSIGNMENT], "Bo"),
    ("spoken_in", [ASSIGNMENT], "Bo"),
    ("spoken_in", [99], ""),
    ("a filter that is gone", True, ""),
    ("joined_from", "igår", ""),
]
"""A filter, what it is set to, and whom it finds."""

CROWD = "Bo Eva Kim Ola"
"""Everybody but Per, who has left."""


@pytest.fixture
def crowd(app: Flask) -> None:
    """Five people, of whom much is known, something or nothing; one of them was rung."""
    ung, ny = factories.tag("Ung", id=1), factories.tag("Ny", id=2)
    old = {"added_at": NOW - timedelta(days=90)}
    factories.person(
        "Eva",
        tags=[ung, ny],
        town="Ås",
        postcode="123 45",
        birth_year=2004,
        joined_on=date(2026, 1, 1),
        fee_paid_for=2025,
        email="eva@example.org",
        mobile=None,
        language="nb",
        union="Årstafacket",
        consented_at=NOW,
        **old,
    )
    known = {"town": "Ek", "postcode": "12400", "birth_year": 1996, "joined_on": date(2020, 5, 31), "language": "sv"}
    bo = factories.person("Bo", tags=[ung], fee_paid_for=2026, skills="Måla, baka", missing_since=NOW, **known, **old)
    bare: dict[str, Any] = {"town": None, "birth_year": None}
    factories.person("Kim", leaving_at=NOW, interests="Klimat", **bare)
    factories.person("Ola", joined_on=NOW.date(), do_not_call_at=NOW, email="", source="torget", **bare)
    factories.person("Per", left_on=NOW.date(), tags=[ung], town="Ås", **old)
    assignment = factories.assignment(bo, id=ASSIGNMENT)
    assert reports.reported(assignment, bo, factories.account()).outcome is Outcome.TALKED


def found(search: Search) -> str:
    """The first names of those whom the search finds."""
    names = db.session.scalars(select(Person.first_name).where(Person.id.in_(queries.matching(search))))
    people = sorted(names)
    assert queries.count_matching(search) == len(people)
    return " ".join(people)


@pytest.mark.usefixtures("crowd")
@pytest.mark.parametrize(("name", "value", "names"), FOUND)
def test_who_is_found(name: str, value: Any, names: str):
    assert found(every(condition(name, value))) == names


@pytest.mark.usefixtures("crowd")
@pytest.mark.parametrize(("name", "value", "names"), FOUND[:-2])
def test_turned_around_it_finds_all_others_and_nobody_twice(name: str, value: Any, names: str):
    others = found(every(condition(name, value, turned=True)))

    assert sorted(f"{names} {others}".split()) == sorted(CROWD.split() + (["Per"] if name == "left" else []))


def test_every_filter_is_in_the_table(app: Flask):
    of_others = {filter.name for filter in registry.filters().values() if not _is_mine(filter)}

    assert registry.filters().keys() - {name for name, _value, _names in FOUND} == of_others


def _is_mine(filter: registry.Filter) -> bool:
    module = filter.clause.__module__
    return module.startswith(("chapter.searches", "chapter.calling"))


YOUNG, IN_EK, GONE = condition("tags", [1]), condition("towns", ["Ek"]), condition("gone", 1)


@pytest.mark.usefixtures("crowd")
@pytest.mark.parametrize(
    ("search", "names"),
    [
        ({}, CROWD),
        (every(), CROWD),
        (every(YOUNG, IN_EK), "Bo"),
        (some(IN_EK, condition("age_unknown", True)), "Bo Kim Ola"),
        (every(YOUNG, {**IN_EK, "not": True}), "Eva"),
        (every(some(YOUNG, condition("do_not_call", True)), condition("is_member", True)), "Bo Eva Ola"),
        ({**some(YOUNG, condition("do_not_call", True)), "not": True}, "Kim"),
        (every({**every(YOUNG, IN_EK), "not": True}), "Eva Kim Ola"),
        (some(YOUNG, GONE), "Bo Eva"),
        (every(YOUNG, GONE), ""),
    ],
)
def test_conditions_are_combined(search: Search, names: str):
    assert found(search) == names


@pytest.mark.usefixtures("crowd")
@pytest.mark.parametrize(
    "lost",
    [GONE, {**GONE, "not": True}, {**every(GONE), "not": True}, {**some({**some(GONE), "not": True}), "not": True}],
)
def test_a_lost_condition_finds_nobody_however_it_is_turned(lost: Part):
    assert found(every(lost)) == ""


@pytest.mark.usefixtures("crowd")
def test_who_has_left_is_found_only_by_asking_for_them():
    assert found(every(condition("tags", [1]), condition("left", True))) == "Per"
    assert found(every(condition("towns", ["Ås"]))) == "Eva"
