"""When fees are due, who is late, and by when somebody must be erased."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chapter.register.rules_leaving import (
    Custom,
    Why,
    may_call_unpaid,
    may_ring,
    months_after,
)

SE, NO = Custom("SE", 6, 30, 6), Custom("NO", 6, 30, 6)
L = date(2026, 3, 31)
TODAY = date(2026, 11, 18)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("custom", "why", "office", "yes", "day"),
    [
        (NO, "moved", False, False, L),
        (NO, None, False, False, L),
        (NO, "unpaid", False, False, date(2026, 9, 30)),
        (NO, "moved", True, False, None),
        (NO, "unpaid", True, False, None),
        (NO, "moved", False, True, None),
        (SE, "moved", False, False, date(2026, 9, 30)),
        (SE, "unpaid", False, False, date(2026, 9, 30)),
        (SE, "moved", True, False, None),
        (SE, "moved", False, True, None),
        (Custom("SE", 6, 30, 0), "moved", False, False, L),
        (Custom("SE", 6, 30, 12), "moved", False, False, date(2027, 3, 31)),
        (Custom("NO", 6, 30, 12), "unpaid", False, False, date(2026, 9, 30)),
    ],
)
def test_by_when_a_leaver_must_be_erased(custom: Custom, why: str | None, office: bool, yes: bool, day: date | None):
    assert custom.erase_by(L, why, office, yes) == day


@pytest.mark.parametrize(
    ("day", "after"),
    [
        (date(2025, 8, 31), date(2026, 2, 28)),
        (date(2023, 8, 30), date(2024, 2, 29)),
        (date(2026, 12, 31), date(2027, 6, 30)),
        (date(2026, 6, 15), date(2026, 12, 15)),
    ],
)
def test_six_months_end_with_the_month(day: date, after: date):
    assert months_after(day, 6) == after


@given(DAYS, st.integers(0, 24))
@example(date(2026, 2, 28), 6)
def test_the_last_day_of_leaving_whose_day_has_come_is_the_last(today: date, months: int):
    custom = Custom("SE", 6, 30, months)
    last = custom.last_due(today)

    assert custom.erase_by(last, Why.MOVED, False, False) <= today
    assert custom.erase_by(last + timedelta(days=1), Why.MOVED, False, False) > today


@pytest.mark.parametrize(
    ("today", "owed"), [(date(2026, 6, 30), 2025), (date(2026, 7, 1), 2026), (date(2026, 12, 31), 2026)]
)
def test_a_fee_is_owed_from_the_day_after_it_was_due(today: date, owed: int):
    assert SE.owed(today) == owed


@pytest.mark.parametrize(
    ("paid_for", "joined_on", "since"),
    [
        (2026, None, None),
        (2027, None, None),
        (2025, None, date(2026, 6, 30)),
        (2023, None, date(2024, 6, 30)),
        (None, None, date(2026, 6, 30)),
        (None, date(2015, 1, 1), date(2026, 6, 30)),
        (None, date(2026, 6, 30), date(2026, 6, 30)),
        (None, date(2026, 7, 1), None),
        (2019, date(2026, 9, 1), None),
        (2019, date(2025, 9, 1), date(2026, 6, 30)),
    ],
)
def test_since_when_somebody_has_not_paid(paid_for: int | None, joined_on: date | None, since: date | None):
    assert SE.unpaid_since(paid_for, joined_on, TODAY) == since


def test_who_has_not_paid_is_kept_for_the_months_after_the_due_day():
    assert SE.unpaid_until(date(2026, 6, 30)) == date(2026, 12, 30)


@given(DAYS, st.integers(0, 24))
def test_the_year_for_whose_fee_nobody_is_waited_for_any_longer_is_the_latest(today: date, months: int):
    custom = Custom("SE", 6, 30, months)
    year = custom.over(today)

    assert custom.unpaid_until(custom.due(year)) <= today
    assert custom.unpaid_until(custom.due(year + 1)) > today or year == custom.owed(today)


def test_a_due_day_that_a_month_lacks_is_its_last():
    assert Custom("SE", 2, 30, 6).due(2027) == date(2027, 2, 28)


def test_the_gentle_call_comes_in_the_second_half_of_the_year_of_the_fee():
    assert [may_call_unpaid(2026, day) for day in (date(2026, 6, 30), date(2026, 7, 1), date(2027, 1, 5))] == [
        False,
        True,
        True,
    ]


def test_a_leaver_is_rung_for_four_weeks():
    assert (may_ring(L, date(2026, 4, 28)), may_ring(L, date(2026, 4, 29))) == (True, False)
