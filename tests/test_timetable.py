"""When a job's time comes: after a week off, when the clocks change, when the clock was wrong."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from chapter.timetable import DAILY, LONGEST_PAUSE, Every, Past, Rhythm, Weekly, due_at, is_due, is_held, pause

STOCKHOLM = ZoneInfo("Europe/Stockholm")
MINUTE, HOUR, DAY = Every(timedelta(minutes=1)), Every(timedelta(hours=1)), Every(timedelta(days=1))
AT_SEVEN = Weekly(time(7), DAILY)
MONDAYS = Weekly(time(7), frozenset({0}))
AT_NIGHT = Weekly(time(2, 30), DAILY)
KNOWN = datetime(2020, 1, 1, tzinfo=UTC)


def here(text: str) -> datetime:
    """A moment by the chapter's clocks, e.g. ``2026-11-18 07:00``."""
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


def shown(moment: datetime) -> str:
    """A moment as the chapter's clocks show it."""
    return moment.astimezone(STOCKHOLM).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("rhythm", "began", "due"),
    [
        pytest.param(MINUTE, "2026-11-18 18:30:59", "2026-11-18 18:31", id="counted in whole minutes"),
        pytest.param(HOUR, "2026-11-18 18:30:20", "2026-11-18 19:30", id="an hour later"),
        pytest.param(DAY, "2026-10-24 18:30", "2026-10-25 17:30", id="a day is 24 hours"),
        pytest.param(AT_SEVEN, "2026-11-18 06:59:59", "2026-11-18 07:00", id="today, if it began before seven"),
        pytest.param(AT_SEVEN, "2026-11-18 07:00", "2026-11-19 07:00", id="tomorrow, if it began at seven"),
        pytest.param(AT_SEVEN, "2026-11-18 23:59", "2026-11-19 07:00", id="tomorrow, if it ran late"),
        pytest.param(AT_SEVEN, "2026-10-24 07:00", "2026-10-25 07:00", id="25 hours later in autumn"),
        pytest.param(AT_SEVEN, "2026-03-28 07:00", "2026-03-29 07:00", id="23 hours later in spring"),
        pytest.param(AT_NIGHT, "2026-03-28 02:30", "2026-03-29 03:30", id="where spring has no half past two"),
        pytest.param(AT_NIGHT, "2026-03-29 03:30", "2026-03-30 02:30", id="the day after that"),
        pytest.param(AT_NIGHT, "2026-10-24 02:30", "2026-10-25 02:30", id="the first of two half past twos"),
        pytest.param(AT_NIGHT, "2026-10-25 02:30", "2026-10-26 02:30", id="and not the second"),
        pytest.param(MONDAYS, "2026-11-16 06:59", "2026-11-16 07:00", id="this Monday"),
        pytest.param(MONDAYS, "2026-11-16 07:00", "2026-11-23 07:00", id="next Monday"),
        pytest.param(MONDAYS, "2026-11-18 12:00", "2026-11-23 07:00", id="made up for on a Wednesday"),
        pytest.param(MONDAYS, "2026-10-19 07:00", "2026-10-26 07:00", id="a week with 169 hours"),
    ],
)
def test_a_job_is_due_again(rhythm: Rhythm, began: str, due: str):
    assert shown(due_at(rhythm, Past(KNOWN, here(began)), STOCKHOLM)) == due


def test_the_second_half_past_two_of_autumn_is_not_one_more():
    first = here("2026-10-25 02:30")
    past = Past(KNOWN, first)

    assert [m for m in range(120) if is_due(AT_NIGHT, past, _after(first, m), STOCKHOLM)] == []


def _after(moment: datetime, minutes: int) -> datetime:
    """So many real minutes later."""
    return moment.astimezone(UTC) + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("rhythm", "due"), [(HOUR, "2026-11-18 18:30"), (AT_SEVEN, "2026-11-19 07:00"), (MONDAYS, "2026-11-23 07:00")]
)
def test_a_new_job_runs_at_once_or_waits_for_its_hour(rhythm: Rhythm, due: str):
    assert shown(due_at(rhythm, Past(here("2026-11-18 18:30")), STOCKHOLM)) == due


@pytest.mark.parametrize("rhythm", [MINUTE, HOUR, DAY, AT_SEVEN, MONDAYS])
def test_after_a_week_off_it_is_due_once(rhythm: Rhythm):
    began, back = here("2026-11-18 07:00"), here("2026-11-26 12:10:30")

    assert is_due(rhythm, Past(KNOWN, began), back, STOCKHOLM)
    assert not is_due(rhythm, Past(KNOWN, back), back, STOCKHOLM)


def test_walked_hour_by_hour_through_two_years_it_runs_once_a_day():
    began, runs = here("2026-01-01 07:00"), []
    for hours in range(24 * 730):
        now = _after(here("2026-01-01 07:00"), 60 * hours)
        if is_due(AT_SEVEN, Past(KNOWN, began), now, STOCKHOLM):
            began = now
            runs.append(shown(now))

    assert {run[11:] for run in runs} == {"07:00"}
    assert len({run[:10] for run in runs}) == len(runs) == 729


@pytest.mark.parametrize(
    ("rhythm", "back", "due"),
    [
        pytest.param(MINUTE, timedelta(seconds=30), False, id="put right by a little"),
        pytest.param(MINUTE, timedelta(minutes=50), True, id="no mail for fifty minutes would be long"),
        pytest.param(AT_SEVEN, timedelta(minutes=50), False, id="nothing daily runs twice for that"),
        pytest.param(AT_SEVEN, timedelta(days=365), True, id="the clock was a year ahead"),
        pytest.param(MONDAYS, timedelta(hours=2), True, id="ahead by hours"),
    ],
)
def test_a_clock_that_is_set_back_stops_nothing(rhythm: Rhythm, back: timedelta, due: bool):
    began = here("2026-11-18 07:00:30")

    assert is_due(rhythm, Past(KNOWN, began), began - back, STOCKHOLM) is due


def test_a_chapter_founded_with_a_wrong_clock_does_not_run_its_jobs_for_ever():
    now = here("2026-11-18 07:00")
    known = now + timedelta(days=365)

    assert is_due(AT_SEVEN, Past(known), now, STOCKHOLM)
    assert not is_due(AT_SEVEN, Past(known, now), now + timedelta(minutes=1), STOCKHOLM)


def test_pauses_grow_to_six_hours():
    assert [pause(n) for n in (0, 1, 2, 3)] == [timedelta(minutes=m) for m in (0, 2, 4, 8)]
    assert pause(9) == pause(10_000) == LONGEST_PAUSE


@pytest.mark.parametrize("rhythm", [MINUTE, AT_SEVEN, MONDAYS])
def test_what_failed_is_due_after_its_pause_whatever_its_rhythm(rhythm: Rhythm):
    past = Past(KNOWN, here("2026-11-18 07:00"), here("2026-11-18 07:20"), failures=3)

    assert shown(due_at(rhythm, past, STOCKHOLM)) == "2026-11-18 07:28"


@pytest.mark.parametrize(("failures", "due"), [(0, "2026-11-18 07:05"), (1, "2026-11-18 07:07")])
def test_what_was_cut_off_is_due_when_its_lease_lapses(failures: int, due: str):
    past = Past(KNOWN, here("2026-11-18 07:00"), None, failures, held_until=here("2026-11-18 07:05"))

    assert shown(due_at(MONDAYS, past, STOCKHOLM)) == due


@pytest.mark.parametrize(
    ("until", "held"),
    [
        pytest.param(None, False, id="nobody runs it"),
        pytest.param("2026-11-18 07:05", True, id="somebody does"),
        pytest.param("2026-11-18 07:00", False, id="the lease has just lapsed"),
        pytest.param("2026-11-18 08:05", True, id="the clock was put right by an hour meanwhile"),
        pytest.param("2027-11-18 07:05", False, id="claimed by a clock that was a year ahead"),
    ],
)
def test_a_lease_lapses(until: str | None, held: bool):
    past = Past(KNOWN, KNOWN, held_until=here(until) if until else None)

    assert is_held(past, timedelta(minutes=5), here("2026-11-18 07:00")) is held
