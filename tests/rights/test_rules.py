"""Deadlines: a month after the day on which it was asked, two more with a reason, reminders on the way."""

from datetime import date, timedelta

import pytest

from chapter.rights import rules


@pytest.mark.parametrize(
    ("received", "last", "prolonged"),
    [
        ("2026-11-18", "2026-12-18", "2027-02-18"),
        ("2026-01-31", "2026-02-28", "2026-04-30"),
        ("2027-11-30", "2027-12-30", "2028-02-29"),
        ("2028-01-30", "2028-02-29", "2028-04-30"),
        ("2026-12-01", "2027-01-01", "2027-03-01"),
        ("2026-10-31", "2026-11-30", "2027-01-31"),
        ("2026-02-28", "2026-03-28", "2026-05-28"),
    ],
)
def test_the_last_day_is_the_same_day_of_a_later_month_or_its_last(received: str, last: str, prolonged: str):
    day = date.fromisoformat(received)

    assert rules.last_day(day) == date.fromisoformat(last)
    assert rules.last_day(day, is_extended=True) == date.fromisoformat(prolonged)


@pytest.mark.parametrize(
    ("left", "stage"),
    [
        (31, None),
        (15, None),
        (14, 14),
        (6, 14),
        (5, 5),
        (2, 5),
        (1, 1),
        (0, 1),
        (-1, -1),
        (-7, -1),
        (-8, -2),
        (-15, -3),
    ],
)
def test_reminders_come_closer_and_go_on_every_week(left: int, stage: int | None):
    today = date(2026, 11, 18)

    assert rules.stage(today + timedelta(days=left), today) == stage


@pytest.mark.parametrize(
    ("left", "is_extended", "may"), [(3, False, True), (0, False, True), (-1, False, False), (3, True, False)]
)
def test_there_is_more_time_once_and_only_while_the_month_runs(left: int, is_extended: bool, may: bool):
    today = date(2026, 11, 18)

    assert rules.may_extend(today + timedelta(days=left), is_extended, today) is may
