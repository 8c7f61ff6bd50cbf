"""Why people leave, and by when what is known of them must be gone."""

from datetime import date
from enum import StrEnum

MONTHS_KEPT = 6


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


def erase_by(country: str, left_on: date, why: str | None, holds_office: bool, has_consented: bool) -> date | None:
    """The day by which somebody who left must be erased; None as long as an office or their own yes keeps them.

    The chapter's rules (“Caring, and leaving”): in Norway leavers are erased at once unless they hold office or
    consent; unpaid members at the latest six months after the fee was due, which is the day they left. For Sweden no
    shorter time is given, so six months is the latest for every leaver.
    """
    if holds_office or has_consented:
        return None
    if country == "NO" and why != Why.UNPAID:
        return left_on
    return months_after(left_on, MONTHS_KEPT)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month if it is shorter."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
