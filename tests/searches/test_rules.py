"""What has the shape of a search, and what its conditions may be set to."""

import math
from typing import Any

import pytest

from chapter.searches.rules import (
    DEEPEST,
    LARGEST,
    LONGEST_TEXT,
    MOST_CHOSEN,
    MOST_CONDITIONS,
    are_some,
    condition,
    conditions,
    every,
    is_day,
    is_id,
    is_sound,
    is_text,
    is_yes,
    parts_of,
    some,
)

NEW, OLD = condition("joined_from", "2026-01-01"), condition("age_from", 60, turned=True)


def deep(levels: int) -> dict[str, Any]:
    """A condition in so many joints."""
    search = every(NEW)
    for _level in range(levels - 1):
        search = some(search)
    return search


def test_conditions_are_found_wherever_they_stand():
    assert list(conditions(every(NEW, some(OLD, every(NEW))))) == [NEW, OLD, NEW]
    assert parts_of(some(OLD)) == ("any", [OLD])
    assert parts_of({}) == ("all", [])


@pytest.mark.parametrize(
    "search", [every(), every(NEW, OLD), {**some(NEW), "not": True}, deep(DEEPEST), every(*[NEW] * MOST_CONDITIONS)]
)
def test_a_search_is_sound(search: Any):
    assert is_sound(search)


@pytest.mark.parametrize(
    "search",
    [
        None,
        [],
        NEW,
        {"all": None},
        {"all": [], "other": 1},
        {"all": [], "any": []},
        {"all": [], "not": "yes"},
        every({"is": "towns"}),
        every({**NEW, "more": 1}),
        every(condition(3, 1)),  # type: ignore[arg-type]
        every(condition("towns", [["Ås"]])),
        every(condition("towns", "\ud800")),
        every(condition("age_from", math.nan)),
        every(condition("age_from", {1})),
        deep(DEEPEST + 1),
        every(*[NEW] * (MOST_CONDITIONS + 1)),
        every(*[every(*[NEW] * 30)] * 2),
        every(*[condition("tags", list(range(300)))] * 3),
    ],
)
def test_what_is_no_search_or_too_large_is_refused(search: Any):
    assert not is_sound(search)


@pytest.mark.parametrize(
    ("may_be", "good", "bad"),
    [
        (is_yes, [True], [False, 1, "yes", None]),
        (is_text, ["Ås", "x" * LONGEST_TEXT], ["", "x" * (LONGEST_TEXT + 1), "a\0b", "\udfff", 3]),
        (is_day, ["2026-01-31", "1900-01-01"], ["2026-02-30", "1899-12-31", "2101-01-01", "today", 20260131]),
        (is_id, [1, LARGEST], [0, LARGEST + 1, True, "1", 1.0]),
        (are_some(is_id), [[1], [1] * MOST_CHOSEN], [[], [1] * (MOST_CHOSEN + 1), [0], 1]),
    ],
)
def test_a_condition_may_be_set_to_what_it_takes(may_be: Any, good: list[Any], bad: list[Any]):
    assert [value for value in good if not may_be(value)] == []
    assert [value for value in bad if may_be(value)] == []
