"""How it stands with what goes in time, and which months a report is made for."""

from datetime import date
from enum import StrEnum

MONTHS = 12


class State(StrEnum):
    """How it stands with one kind."""

    LATE = "late"
    """It should have gone, and the job that does it stands still."""
    FAILING = "failing"
    """The job fails, though nothing is late yet."""
    BY_HAND = "by_hand"
    """It should go, and somebody has to press a button."""
    WELL = "well"


def state_of(late: int, fails: bool, is_by_hand: bool) -> State:
    """How it stands: ``late`` should have gone by now; ``fails``, the job of it does."""
    if is_by_hand:
        return State.BY_HAND if late else State.WELL
    if late:
        return State.LATE
    return State.FAILING if fails else State.WELL


def last_months(today: date) -> list[date]:
    """The first days of this month and those before it, the latest first."""
    whole = today.year * 12 + today.month - 1
    return [date((whole - back) // 12, (whole - back) % 12 + 1, 1) for back in range(MONTHS)]


def chosen(asked: str, months: list[date]) -> date:
    """The month that is asked for (“2026-10”), if there is a report of it; else the latest."""
    return next((month for month in months if f"{month:%Y-%m}" == asked), months[0])
