"""The routine as the database keeps it, whose turn it is, and when a case is forgotten."""

from datetime import date, timedelta

import pytest

from chapter.welcome.rules import (
    DEFAULT,
    LAST_DAY,
    Closing,
    Course,
    End,
    Kind,
    Point,
    State,
    Trace,
    Turn,
    course_of,
    due_day,
    erase_day,
    first_ahead,
    first_open,
    joined_lately,
    kept,
    may_be_new,
    may_undo,
    own_key,
    plan,
    shared_out,
    steps_from,
    turn,
    urgency,
)
from chapter.welcome.rules_digest import first_day, last_day, short_name, told

TODAY = date(2026, 11, 18)  # a Wednesday
LETTER, CALL, REFERRAL, COFFEE, MEETING, DAY_AFTER, *_rest = DEFAULT


def in_days(number: int) -> date:
    """The day, counted from today."""
    return TODAY + timedelta(days=number)


def point(state: State, due: int | None = 0, step=CALL, **facts) -> Point:
    """A step that stands so and is due in so many days."""
    day = None if due is None else in_days(due)
    return Point(step, state, day, day, **facts)


LATE, DUE, AHEAD = point(State.LATE, -2), point(State.DUE, 1), point(State.AHEAD, 5)
DONE, PAUSED, WAITS = point(State.DONE, -9), point(State.PAUSED, -3), point(State.WAITS, None)


def test_the_database_gives_back_what_it_keeps():
    assert steps_from(kept(DEFAULT)) == [*DEFAULT]


def test_nothing_is_due_on_a_closed_day():
    assert due_day(TODAY, 3, lambda day: day.weekday() >= 5) == date(2026, 11, 23)
    assert due_day(TODAY, 3, lambda day: False) == in_days(3)
    assert due_day(TODAY, 3, lambda day: True) == in_days(3), "where every day is closed"


def test_by_how_many_days_a_step_is_late():
    assert LATE.late(TODAY) == 2
    assert point(State.DONE, -9, done_on=in_days(-6)).late(TODAY) == 3
    assert WAITS.late(TODAY) == 0


def test_a_step_that_was_left_out_starts_nothing_and_a_case_that_rests_has_nothing_late():
    steps = [LETTER, *(step.__class__(**{**step.__dict__, "is_on": True}) for step in (MEETING, DAY_AFTER))]
    course = Course(in_days(-60), {"meeting": Trace(TODAY, is_skipped=True)})

    assert [p.state for p in plan(steps, course, TODAY, lambda *_: False)] == [State.LATE, State.SKIPPED, State.WAITS]
    resting = Course(in_days(-60), rests_since=TODAY)
    assert [p.state for p in plan([LETTER], resting, TODAY, lambda *_: False)] == [State.PAUSED]


@pytest.mark.parametrize(
    ("points", "whose"),
    [
        ([DUE, LATE, AHEAD], Turn.LATE),
        ([DUE, AHEAD], Turn.NOW),
        ([DONE, AHEAD], Turn.LATER),
        ([], Turn.LATER),
        ([LATE, PAUSED], Turn.RESTS),
    ],
)
def test_the_most_urgent_step_says_whose_turn_it_is(points: list[Point], whose: Turn):
    assert turn(points) is whose


def test_the_most_overdue_comes_first_and_who_has_nothing_to_do_last():
    cases = [[DONE], [AHEAD], [DUE], [LATE], [point(State.LATE, -7), DUE]]

    assert sorted(cases, key=urgency) == cases[::-1]
    assert (first_open([AHEAD, DUE, LATE]), first_ahead([AHEAD, DUE])) == (LATE, AHEAD)
    assert (first_open([AHEAD, WAITS]), first_ahead([WAITS])) == (None, None)


def test_what_was_sent_or_said_stays():
    assert may_undo(point(State.SKIPPED))
    assert may_undo(point(State.DONE, step=COFFEE))
    assert not may_undo(point(State.DONE, step=CALL))
    assert not may_undo(point(State.DUE, step=COFFEE))


def test_a_case_is_forgotten_some_days_after_its_end_and_at_last():
    assert erase_day(TODAY, in_days(10), 30) == in_days(40)
    assert erase_day(TODAY, None, 30) == erase_day(TODAY, in_days(170), 30) == in_days(LAST_DAY)


@pytest.mark.parametrize(
    ("facts", "end"),
    [
        ({}, None),
        ({"paused_on": TODAY, "leaving_on": TODAY}, None),
        ({"closed_on": TODAY, "closed_why": Closing.OTHER}, End(TODAY, Closing.OTHER)),
        ({"left_on": TODAY}, End(TODAY, Closing.LEFT)),
        ({"left_on": TODAY, "closed_on": in_days(1), "closed_why": Closing.OTHER}, End(TODAY, Closing.LEFT)),
        ({"left_on": TODAY, "traces": {"follow_up": Trace(TODAY)}}, End(TODAY, None)),
        ({"traces": {"follow_up": Trace(TODAY, is_skipped=True)}}, End(TODAY, None)),
        ({"traces": {"call": Trace(TODAY)}}, None),
    ],
)
def test_a_case_ends_when_it_is_followed_up_or_closed_or_they_have_left(facts, end: End | None):
    assert course_of(in_days(-60), **{"traces": {}, **facts}).end == end


@pytest.mark.parametrize(
    ("paused", "leaving", "since"), [(None, None, None), (2, None, 2), (None, 3, 3), (2, 3, 2), (3, 2, 2)]
)
def test_a_case_rests_while_it_is_paused_or_they_want_to_leave(paused, leaving, since):
    days = {"paused_on": paused, "leaving_on": leaving}
    rests = course_of(TODAY, {}, **{name: in_days(day) for name, day in days.items() if day}).rests_since

    assert rests == (in_days(since) if since else None)


def test_who_founds_a_register_is_not_new():
    assert may_be_new(10, 10)
    assert not may_be_new(11, 10)
    assert [joined_lately(day, TODAY) for day in (None, in_days(1), TODAY, in_days(-56), in_days(-57))] == [
        False,
        False,
        True,
        True,
        False,
    ]


def test_who_has_fewest_gets_the_next():
    assert shared_out({3: 2, 1: 1, 2: 1}) == 1
    assert shared_out({}) is None


def test_the_digest_is_for_a_week_or_in_a_campaign_for_a_day():
    assert (first_day(TODAY, False), last_day(TODAY, False)) == (date(2026, 11, 16), date(2026, 11, 22))
    assert (first_day(TODAY, True), last_day(TODAY, True)) == (TODAY, TODAY)


def test_it_tells_what_is_late_or_has_to_be_done_until_then():
    assert told([AHEAD, DUE, LATE, DONE, PAUSED, WAITS], in_days(4)) == [LATE, DUE]
    assert (short_name("Emma", "Dahlqvist"), short_name("Emma", "")) == ("Emma D.", "Emma")


def test_a_key_of_ones_own_is_never_used_again():
    assert own_key() != own_key("letter")
    assert own_key("own-0123abcd") == "own-0123abcd"
    assert Kind.OWN not in {step.kind for step in DEFAULT}
