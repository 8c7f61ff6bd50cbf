"""When the fee is due, why people leave, and by when what is known of them must be gone."""

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

MONTHS_KEPT = 6
RINGS_FOR = timedelta(weeks=4)
"""For how long somebody who has left may be rung and asked why."""


class Why(StrEnum):
    """Why somebody left; the word that is kept."""

    UNPAID = "unpaid"
    POLITICS = "politics"
    TIME = "time"
    MONEY = "money"
    MOVED = "moved"
    NOT_WELCOMED = "not_welcomed"
    DISPUTE = "dispute"
    DIED = "died"
    OTHER = "other"
    UNKNOWN = "unknown"


class Custom(NamedTuple):
    """How it is in a chapter: the day on which each year's fee is due, and how long those who leave are kept.

    The rules of domain.md, “Caring, and leaving”: in Norway leavers are erased at once, and who hasn't paid at the
    latest six months after the due date. Sweden names no time, so there the months are the chapter's own.
    """

    country: str
    due_month: int
    due_day: int
    leavers_kept: int

    @property
    def months(self) -> int:
        """How many months somebody who hasn't paid, or in Sweden has left, is kept at most."""
        return MONTHS_KEPT if self.country == "NO" else self.leavers_kept

    def due(self, year: int) -> date:
        """When the fee of ``year`` is due."""
        return date(year, self.due_month, min(self.due_day, monthrange(year, self.due_month)[1]))

    def owed(self, today: date) -> int:
        """The latest year whose fee should have been paid by now."""
        return today.year if today > self.due(today.year) else today.year - 1

    def first_year(self, joined_on: date) -> int:
        """The first year whose fee somebody who joined then can be late with: not one whose due day had passed."""
        return joined_on.year + (joined_on > self.due(joined_on.year))

    def unpaid_since(self, paid_for: int | None, joined_on: date | None, today: date) -> date | None:
        """The day on which the first fee was due that a member hasn't paid; None for who owes nothing.

        Of somebody for whom no year is known, only the latest fee is said to be missing.
        """
        owed = self.owed(today)
        year = max(paid_for + 1 if paid_for else owed, self.first_year(joined_on) if joined_on else 0)
        return self.due(year) if year <= owed else None

    def unpaid_until(self, since: date) -> date:
        """By when who hasn't paid a fee that was due then must be erased."""
        return months_after(since, self.months)

    def over(self, today: date) -> int:
        """The latest year for whose fee nobody may be waited for any longer."""
        year = self.owed(today)
        while self.unpaid_until(self.due(year)) > today:
            year -= 1
        return year

    def erase_by(self, left_on: date, why: str | None, holds_office: bool, has_consented: bool) -> date | None:
        """The day by which who left must be erased; None as long as an office or their own yes keeps them.

        Those who left because they hadn't paid have left on the day on which the fee was due.
        """
        if holds_office or has_consented:
            return None
        if self.goes_at_once(why):
            return left_on
        return months_after(left_on, self.months)

    def goes_at_once(self, why: str | None) -> bool:
        """Whether somebody who left for this reason is erased on the same day."""
        return self.country == "NO" and why != Why.UNPAID

    def last_due(self, today: date) -> date:
        """The latest day of leaving of those, kept for months, whose day has come."""
        day = months_after(today, -self.months)
        while months_after(day + timedelta(days=1), self.months) <= today:
            day += timedelta(days=1)
        return day


def may_call_unpaid(owed: int, today: date) -> bool:
    """Whether it is time for the gentle call about the fee of the year ``owed``: from the second half of that year."""
    return today >= date(owed, 7, 1)


def may_ring(left_on: date, today: date) -> bool:
    """Whether somebody who has left may still be rung."""
    return today <= left_on + RINGS_FOR


def months_after(day: date, months: int) -> date:
    """The same day so many months later (or earlier), or the last of that month if it is shorter."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
