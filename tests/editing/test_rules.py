"""When a page is looked at again, and the steps it can take in its tree."""

from datetime import date
from typing import NamedTuple

import pytest

from chapter.editing.rules import Spot, Way, check_after, is_soon, is_to_remind, ways

TODAY = date(2026, 11, 18)


class Leaf(NamedTuple):
    id: int
    parent_id: int | None
    position: int


A, A1, A2, B = Leaf(1, None, 0), Leaf(2, 1, 0), Leaf(3, 1, 1), Leaf(4, None, 1)
TREE = [B, A2, A1, A]


@pytest.mark.parametrize(
    ("today", "months", "then"),
    [
        (TODAY, 3, date(2027, 2, 18)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 31), 6, date(2027, 6, 30)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
    ],
)
def test_a_page_is_looked_at_again_after_some_months(today: date, months: int, then: date):
    assert check_after(today, months) == then


def test_a_page_s_day_is_near_a_fortnight_before_it():
    assert is_soon(date(2026, 12, 2), TODAY)
    assert not is_soon(date(2026, 12, 3), TODAY)
    assert not is_soon(None, TODAY)


@pytest.mark.parametrize(
    ("check_by", "reminded", "is_due"),
    [
        (None, None, False),
        (date(2026, 11, 19), None, False),
        (date(2026, 11, 18), None, True),
        (date(2026, 11, 18), date(2026, 8, 1), True),
        (date(2026, 11, 10), date(2026, 11, 12), False),
        (date(2026, 11, 10), date(2026, 11, 11), True),
        (date(2026, 11, 18), date(2026, 11, 18), False),
    ],
)
def test_an_owner_is_reminded_on_the_day_and_each_week_after(check_by, reminded, is_due: bool):
    assert is_to_remind(check_by, reminded, TODAY) is is_due


def test_the_first_page_goes_down_only():
    assert ways(A, TREE) == {Way.DOWN: Spot(None, 1)}


def test_a_page_goes_under_the_one_before_it_last():
    assert ways(B, TREE) == {Way.UP: Spot(None, 0), Way.IN: Spot(1, 2)}


def test_a_page_comes_out_after_the_one_that_it_stood_under():
    assert ways(A2, TREE) == {Way.UP: Spot(1, 0), Way.IN: Spot(2, 0), Way.OUT: Spot(None, 1)}
    assert ways(A1, TREE) == {Way.DOWN: Spot(1, 1), Way.OUT: Spot(None, 1)}
