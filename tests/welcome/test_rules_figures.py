"""What a case is counted as when nothing else of it remains."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from chapter.welcome.rules import DEFAULT, Closing, Course, End, Trace
from chapter.welcome.rules_figures import FOLLOWED_UP, NEVER, Facts, Promise, Stage, promises, stage_of
from chapter.welcome.rules_follow_up import Result
from chapter.welcome.rules_rest import Rest

BEGAN = date(2026, 3, 2)


def after(days: int) -> date:
    return BEGAN + timedelta(days=days)


def kept(traces: dict[str, Trace], day: int, **facts: Any) -> list[Promise]:
    return promises(DEFAULT, Course(BEGAN, traces, **facts), after(day), lambda kind, day: False)


def test_each_stage_is_further_than_the_one_before():
    steps = [Facts(), Facts(has_letter=True), Facts(has_spoken=True), Facts(is_referred=True), Facts(has_come=True)]
    found = [stage_of(facts) for facts in steps]

    assert found == [stage for stage in Stage if stage not in FOLLOWED_UP]
    for less, more in pairwise(steps):
        assert stage_of(Facts(*(one or other for one, other in zip(less, more, strict=True)))) == stage_of(more)


@pytest.mark.parametrize("result", Result)
def test_what_the_follow_up_found_counts_whatever_went_before(result: Result):
    assert stage_of(Facts(has_come=True, result=result, closing=Closing.OTHER)) == Stage(result)


@pytest.mark.parametrize(
    ("closing", "stage"),
    [
        (Closing.LEFT, Stage.LEFT),
        (Closing.NOT_NOW, Stage.NOT_NOW),
        (Closing.NOT_NEW, None),
        (Closing.NO_CONTACT, Stage.LETTER),
        (Closing.OTHER, Stage.LETTER),
    ],
)
def test_a_case_that_was_closed_early_counts_by_why(closing: Closing, stage: Stage | None):
    assert stage_of(Facts(has_letter=True, closing=closing)) is stage


def test_a_promise_is_kept_up_to_its_day_and_broken_after_it():
    traces = {"letter": Trace(after(3)), "call": Trace(after(8))}

    assert kept(traces, 60) == [Promise("letter", 3, True), Promise("call", 8, False)]


def test_what_was_never_done_is_a_promise_broken_once_its_day_has_passed():
    assert kept({}, 7) == [Promise("letter", NEVER, False)]
    assert kept({}, 71) == [Promise(key, NEVER, False) for key in ("letter", "call", "follow_up")]


def test_what_was_left_out_for_a_reason_is_no_promise():
    assert kept({"letter": Trace(after(9), is_skipped=True)}, 7) == []


@pytest.mark.parametrize(("began", "is_kept"), [(0, True), (3, True), (4, False), (12, False)])
def test_days_that_a_case_rested_break_no_promise_and_mend_none(began: int, is_kept: bool):
    rests = [Rest(after(began), 10)]

    assert kept({"letter": Trace(after(12))}, 15, rests=rests)[0] == Promise("letter", 12, is_kept)


@pytest.mark.parametrize(
    "state",
    [
        {"end": End(after(5), Closing.LEFT)},
        {"rests_since": after(5)},
        {"rests_since": after(5), "end": End(after(60), None)},
    ],
)
def test_a_case_that_ended_or_rests_is_counted_up_to_that_day(state: dict[str, Any]):
    assert kept({}, 90, **state) == [Promise("letter", NEVER, False)]
