"""Where each step of a case stands: by the day, the holidays, the steps before it, and what became of it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from chapter.welcome.rules import DEFAULT, RINGS, Course, End, Kind, Point, State, Step, Trace, changed, plan
from chapter.welcome.rules_rest import Rest, rests_from, with_rest

START = date(2026, 11, 2)  # a Monday
ALL_ON = [replace(step, is_on=True) for step in DEFAULT]


def in_days(number: int) -> date:
    """The day, counted from the start."""
    return START + timedelta(days=number)


def planned(day: int, steps=DEFAULT, is_closed=lambda kind, day: False, **facts) -> dict[str, Point]:
    """Where the steps stand so many days after the start."""
    course = Course(START, **facts)
    return {point.step.key: point for point in plan(steps, course, in_days(day), is_closed)}


@pytest.mark.parametrize(
    ("day", "letter", "call", "referral", "follow_up"),
    [
        (0, State.DUE, State.DUE, State.DUE, State.AHEAD),
        (3, State.DUE, State.DUE, State.DUE, State.AHEAD),
        (4, State.LATE, State.DUE, State.DUE, State.AHEAD),
        (7, State.LATE, State.DUE, State.DUE, State.AHEAD),
        (8, State.LATE, State.LATE, State.DUE, State.AHEAD),
        (15, State.LATE, State.LATE, State.LATE, State.AHEAD),
        (55, State.LATE, State.LATE, State.LATE, State.AHEAD),
        (56, State.LATE, State.LATE, State.LATE, State.DUE),
        (70, State.LATE, State.LATE, State.LATE, State.DUE),
        (71, State.LATE, State.LATE, State.LATE, State.LATE),
    ],
)
def test_the_promises_of_the_standard_routine(day, letter, call, referral, follow_up):
    expected = {"letter": letter, "call": call, "referral": referral, "follow_up": follow_up}

    assert {key: point.state for key, point in planned(day).items()} == expected


@pytest.mark.parametrize(
    ("traces", "state", "due"),
    [
        ({}, State.WAITS, None),
        ({"meeting": Trace(in_days(20))}, State.DUE, in_days(21)),
        ({"meeting": Trace(in_days(10))}, State.LATE, in_days(11)),
        ({"meeting": Trace(in_days(20), is_skipped=True)}, State.WAITS, None),
        ({"day_after": Trace(in_days(20))}, State.DONE, None),
    ],
)
def test_the_day_after_counts_from_the_meeting(traces, state, due):
    found = planned(20, ALL_ON, traces=traces)["day_after"]

    assert (found.state, found.due_on) == (state, due)


def test_what_comes_after_a_step_that_is_switched_off_does_not_come():
    steps = changed(ALL_ON, "meeting", is_on=False)

    assert "day_after" not in planned(5, steps)
    assert "day_after" in planned(5, steps, traces={"day_after": Trace(START)}), "unless it was done"


@pytest.mark.parametrize("kind", Kind)
def test_nothing_is_due_on_a_holiday_and_nobody_is_rung_where_there_are_no_hours(kind: Kind):
    steps = [Step("x", kind, 5, name={"sv": "x"})]  # a Saturday

    def weekend_without_calls(kind: Kind, day: date) -> bool:
        return kind in RINGS and day.weekday() >= 5

    moved = planned(0, steps, weekend_without_calls)["x"].due_on
    assert moved == (in_days(7) if kind in RINGS else in_days(5))
    assert planned(0, steps, lambda kind, day: day == in_days(5))["x"].due_on == in_days(6)


@pytest.mark.parametrize(
    ("rests", "letter", "call", "referral"),
    [
        ([], 3, 7, 14),
        ([(0, 5)], 8, 12, 19),
        ([(3, 5)], 8, 12, 19),
        ([(4, 5)], 3, 12, 19),
        ([(8, 5)], 3, 7, 19),
        ([(15, 5)], 3, 7, 14),
        ([(2, 5), (8, 1)], 9, 13, 20),
        ([(2, 5), (9, 1)], 8, 13, 20),
        ([(4, 5), (13, 10)], 3, 12, 29),
    ],
)
def test_a_rest_moves_what_was_not_late_when_it_began_by_as_long_and_nothing_else(rests, letter, call, referral):
    moved = planned(30, rests=[Rest(in_days(on), days) for on, days in rests])

    assert [moved[key].due_on for key in ("letter", "call", "referral")] == [*map(in_days, (letter, call, referral))]


def test_what_is_late_when_a_rest_begins_is_late_after_it_also_on_the_day_on_which_it_goes_on():
    found = planned(9, rests=[Rest(in_days(4), 5)])

    assert [found[key].state for key in ("letter", "call", "follow_up")] == [State.LATE, State.DUE, State.AHEAD]
    assert found["follow_up"].opens_on == in_days(61)


def test_a_day_on_which_nobody_is_rung_is_not_late_yet_when_a_rest_begins_on_it():
    rests = [Rest(in_days(8), 5)]
    moved = planned(8, is_closed=lambda kind, day: kind is Kind.CALL and day == in_days(7), rests=rests)

    assert moved["call"].due_on == in_days(12)


@pytest.mark.parametrize(("days", "number"), [(-1, 0), (0, 0), (3, 1)])
def test_a_rest_is_kept_as_the_database_can_and_without_a_day_it_is_none(days, number):
    kept = with_rest([["2026-11-02", 2]], in_days(9), in_days(9 + days))

    assert rests_from(kept) == (Rest(START, 2), Rest(in_days(9), 3))[: 1 + number]


def test_while_it_rests_nothing_is_late():
    assert {point.state for point in planned(90, rests_since=START).values()} == {State.PAUSED}


def test_when_it_has_ended_only_what_became_of_it_is_left():
    traces = {"letter": Trace(in_days(1)), "call": Trace(in_days(2), is_skipped=True)}
    found = planned(90, traces=traces, end=End(START, None))

    assert {key: point.state for key, point in found.items()} == {"letter": State.DONE, "call": State.SKIPPED}


def test_a_step_that_is_switched_off_later_stays_where_it_was_done():
    steps = changed(DEFAULT, "referral", is_on=False)

    assert "referral" not in planned(3, steps)
    assert planned(3, steps, traces={"referral": Trace(START)})["referral"].state is State.DONE
