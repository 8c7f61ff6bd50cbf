"""How it stands with a kind, and the months of the report."""

from datetime import date

import pytest

from chapter.retention.rules import State, chosen, last_months, state_of


@pytest.mark.parametrize(
    ("late", "fails", "is_by_hand", "state"),
    [
        (0, False, False, State.WELL),
        (0, True, False, State.FAILING),
        (3, False, False, State.LATE),
        (3, True, False, State.LATE),
        (0, True, True, State.WELL),
        (1, False, True, State.BY_HAND),
    ],
)
def test_how_it_stands(late: int, fails: bool, is_by_hand: bool, state: State):
    assert state_of(late, fails, is_by_hand) is state


def test_the_months_go_back_a_year_over_new_year():
    months = last_months(date(2027, 2, 28))

    assert [str(month)[:7] for month in months[:3]] == ["2027-02", "2027-01", "2026-12"]
    assert len(months) == 12
    assert months[-1] == date(2026, 3, 1)


@pytest.mark.parametrize("asked", ["", "2026-13", "1999-01", "x"])
def test_a_month_that_there_is_no_report_of_is_the_latest(asked: str):
    months = last_months(date(2026, 11, 18))

    assert chosen(asked, months) == date(2026, 11, 1)
    assert chosen("2026-02", months) == date(2026, 2, 1)
