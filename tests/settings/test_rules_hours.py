"""Calling hours, as tables."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from chapter.db import db
from chapter.settings import queries, rules_hours
from chapter.settings.rules_hours import CallingHours, is_a_day

STOCKHOLM = ZoneInfo("Europe/Stockholm")
DAY = (time(9), time(21))
USUAL = CallingHours(DAY, (time(10), time(14)), None)


def at(text: str) -> datetime:
    """A moment in Stockholm."""
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


def no_holidays(day: date) -> bool:
    """A year of nothing but work."""
    return False


def christmas(day: date) -> bool:
    """Only Christmas Day is off."""
    return (day.month, day.day) == (12, 25)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-18 08:59:59", False),
        ("2026-11-18 09:00", True),
        ("2026-11-18 20:59:59", True),
        ("2026-11-18 21:00", False),
        ("2026-11-21 09:59", False),
        ("2026-11-21 10:00", True),
        ("2026-11-21 14:00", False),
        ("2026-11-22 12:00", False),
        ("2026-12-25 12:00", False),
    ],
)
def test_people_are_rung_within_the_hours_of_the_day(moment: str, is_open: bool):
    assert rules_hours.is_open(USUAL, at(moment), christmas) is is_open


def test_a_holiday_has_the_hours_of_a_sunday():
    hours = CallingHours(DAY, None, (time(13), time(15)))
    assert rules_hours.is_open(hours, at("2026-12-25 14:00"), christmas)
    assert not rules_hours.is_open(hours, at("2026-12-25 12:00"), christmas)


def test_around_the_clock_is_open_on_christmas_night():
    assert rules_hours.is_open(CallingHours(None, None, None, True), at("2026-12-25 03:00"), christmas)


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-11-18 12:00", "2026-11-18 12:00"),
        ("2026-11-18 06:00", "2026-11-18 09:00"),
        ("2026-11-18 21:30", "2026-11-19 09:00"),
        ("2026-11-20 22:00", "2026-11-21 10:00"),
        ("2026-11-21 15:00", "2026-11-23 09:00"),
        ("2026-12-24 22:00", "2026-12-26 10:00"),
    ],
)
def test_the_next_opening(now: str, opens: str):
    assert rules_hours.opens_at(USUAL, at(now), christmas) == at(opens)


def test_a_chapter_without_hours_never_opens():
    assert rules_hours.opens_at(CallingHours(None, None, None), at("2026-11-18 12:00"), no_holidays) is None


@pytest.mark.parametrize(
    ("start", "end", "is_span"),
    [(None, None, True), (time(9), None, False), (None, time(9), False), (time(9), time(9), False), (*DAY, True)],
)
def test_hours_have_a_beginning_and_an_end(start: time | None, end: time | None, is_span: bool):
    assert rules_hours.is_span(start, end) is is_span


@pytest.mark.parametrize(
    ("country", "day", "is_holiday"),
    [
        ("SE", date(2026, 6, 6), True),
        ("SE", date(2027, 5, 17), False),
        ("SE", date(2026, 11, 18), False),
        ("SE", date(2026, 6, 20), True),
        ("NO", date(2027, 5, 17), True),
        ("NO", date(2027, 6, 7), False),
        ("NO", date(2026, 5, 1), True),
        ("NO", date(2026, 4, 2), True),
        ("SE", date(2026, 4, 2), False),
    ],
)
def test_public_holidays_are_those_of_the_country(app: Flask, country: str, day: date, is_holiday: bool):
    queries.chapter().country = country
    db.session.flush()

    assert queries.is_holiday(day) is is_holiday


def test_hours_follow_the_wall_clock_when_summer_time_ends(app: Flask):
    queries.chapter().sunday_from, queries.chapter().sunday_to = time(12), time(16)
    opening = queries.calling_opens_at(at("2026-10-24 22:00"))

    assert opening == at("2026-10-25 12:00")
    assert queries.calling_is_open(opening)
    assert not queries.calling_is_open(opening - timedelta(seconds=1))


def test_a_day_is_one_of_every_year():
    assert is_a_day(1, 31)
    assert not any(is_a_day(*day) for day in ((2, 29), (4, 31), (13, 1), (6, 0)))
