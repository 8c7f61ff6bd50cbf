"""What can be asked for, and how long the law gives for an answer (GDPR, article 12.3)."""

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum

MONTHS, MONTHS_MORE = 1, 2
"""An answer within one month of the day on which it was asked; two more, if the person is told why."""

WORDS_KEPT, TRACE_KEPT = timedelta(days=30), timedelta(days=365)
"""After the answer: who asked, and what was written; then, for a year, only what was asked for and when."""

UNCONFIRMED_KEPT = timedelta(days=2)
"""What somebody who isn't signed in asked for, and never confirmed from their own address."""

STAGES = 14, 5, 1
"""So many days before the last one those who answer are reminded; after it, every week."""

FORMAT = "chapter/my-data/1"
"""What a file with somebody's data calls its own shape; another number, if a program could stumble over a change."""


class Kind(StrEnum):
    """What is asked for; the articles of the GDPR."""

    SEE = "see"
    """15, 20: what is stored, or a copy of it."""
    CORRECT = "correct"
    """16."""
    WITHDRAW = "withdraw"
    """7.3: their yes. What can be is done at once; somebody sees to the rest."""
    OBJECT = "object"
    """18, 21: that something isn't done any more."""
    ERASE = "erase"
    """17."""


class Way(StrEnum):
    """How it came."""

    PAGE = "page"
    MAIL = "mail"
    """Somebody without an account asked, and confirmed it from their own address."""
    PHONE = "phone"
    LETTER = "letter"
    MEETING = "meeting"


class Result(StrEnum):
    """What became of it."""

    DONE = "done"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month if it has none: 31 January and one is 28 February.

    Regulation (EEC, Euratom) 1182/71, article 3.2 c. That a holiday would give a day more isn't counted on.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_day(received_on: date, is_extended: bool = False) -> date:
    """The last day for an answer."""
    return months_after(received_on, MONTHS + MONTHS_MORE if is_extended else MONTHS)


def stage(due_on: date, today: date) -> int | None:
    """Which reminder is due: the days left at the most, or a week that it is late (-1, -2 …); None, if none is yet."""
    left = (due_on - today).days
    if left < 0:
        return left // 7
    return min((days for days in STAGES if left <= days), default=None)


def may_extend(due_on: date, is_extended: bool, today: date) -> bool:
    """Whether there may be more time: once, and only as long as the month runs."""
    return not is_extended and today <= due_on
