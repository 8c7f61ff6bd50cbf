"""Reads: what goes and when, and what went."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import extract, func, select

from chapter import expiry
from chapter.background import queries as background
from chapter.background.rules import BAD
from chapter.db import db
from chapter.expiry import Gone, Outlook, Term
from chapter.i18n import local
from chapter.retention.rules import State, last_months, state_of

FAR = date.max


@dataclass(frozen=True)
class Line:
    """One kind of what goes: the rule for it, how it stands, and how much of it went in the last months."""

    term: Term
    outlook: Outlook
    state: State
    by_hand: str
    """What somebody must do, as long as it doesn't go by itself."""
    went: int

    @property
    def next_day(self) -> date | None:
        """The day on which the next goes, or should have gone; nothing if there is none."""
        when = self.outlook.next
        return local(when).date() if isinstance(when, datetime) else when


Went = Mapping[tuple[date, str], int]
"""How many went, by the first day of the month and the kind."""


def went(now: datetime) -> Went:
    """What went this month and in those before it."""
    first = last_months(local(now).date())[-1]
    year, month = extract("year", Gone.day), extract("month", Gone.day)
    found = (
        select(year, month, Gone.key, func.sum(Gone.number)).where(Gone.day >= first).group_by(year, month, Gone.key)
    )
    return {(date(int(y), int(m), 1), key): int(number) for y, m, key, number in db.session.execute(found)}


def lines(now: datetime, went: Went) -> list[Line]:
    """Every kind, the next to go first."""
    outlooks = expiry.outlooks(now)
    jobs = {line.job.name: line for line in background.lines(now).all}
    found = [_line(term, outlooks[term.key], jobs[term.job], now, went) for term in expiry.terms()]
    return sorted(found, key=lambda line: line.next_day or FAR)


def _line(term: Term, outlook: Outlook, job: background.Line, now: datetime, went: Went) -> Line:
    by_hand = term.by_hand() if term.by_hand else ""
    number = sum(number for (_month, key), number in went.items() if key == term.key)
    late = outlook.late if by_hand or job.row.known_at <= now - expiry.GRACE else 0
    return Line(term, outlook, state_of(late, job.state in BAD, bool(by_hand)), by_hand, number)
