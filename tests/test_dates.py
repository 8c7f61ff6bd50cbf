"""Dates and numbers are written as Babel writes them, whose tables are too large for us."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from babel.dates import format_date
from babel.numbers import format_decimal
from flask import Flask

from chapter import i18n
from chapter.i18n import LOCALES

DAYS = [date(2026, 1, 1) + timedelta(days=number) for number in range(0, 800, 11)]
NUMBERS = 0, 7, 1234, 1_234_567, 2.1, 2.125, 0.1 + 0.2, 1e-9, -3, -1234.5, 99_999.9996


@pytest.fixture(params=["sv", "nb"])
def language(app: Flask, request: pytest.FixtureRequest) -> Iterator[str]:
    """A language that is being spoken."""
    with i18n.speaking(request.param):
        yield request.param


def as_babel(language: str, form: str) -> list[str]:
    """The days in that form; Norwegians write a full stop after the day."""
    form = form.replace("d ", "d. ") if language == "nb" else form
    return [format_date(day, form, locale=LOCALES[language]) for day in DAYS]


def test_days_with_their_year(language: str):
    assert [i18n.day(day, year=True) for day in DAYS] == as_babel(language, "EEEE d MMMM y")


def test_days_of_this_year(language: str):
    short = [words for words, day in zip(as_babel(language, "EEEE d MMMM"), DAYS, strict=True) if day.year == 2026]

    assert [i18n.day(day) for day in DAYS if day.year == 2026] == short


def test_dates_in_sentences_months_and_tables(language: str):
    written = [[i18n.date_only(day), i18n.month(day), i18n.shortday(day)] for day in DAYS]
    forms = [as_babel(language, form) for form in ("d MMMM y", "MMMM y", "d MMM y")]

    assert written == [list(day) for day in zip(*forms, strict=True)]


@pytest.mark.parametrize("number", NUMBERS)
def test_numbers(language: str, number: float):
    assert i18n.number(number) == format_decimal(number, locale=LOCALES[language])
