"""How much longer it takes to find the next person in a register a hundred times as large."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select

from benchmarks.tools import Figure, demo_app, typical
from chapter import clock
from chapter.accounts.models import Account
from chapter.calling import actions, queries, queue
from chapter.calling.models import AssignmentCaller
from chapter.db import db

SMALL, LARGE = 1_000, 100_000
CALLERS = ("caller", "caller1", "caller2", "caller3")
"""One with promised call-backs, a plain one, one with tags that come first, one with tags that never come."""


def measure() -> Iterator[Figure]:
    """Finding the next person, and claiming them."""
    small, large = _times(SMALL), _times(LARGE)
    for what in small:
        ratio = large[what] / small[what]
        figure = f"{ratio:.2f} × ({1000 * small[what]:.1f} → {1000 * large[what]:.1f} ms)"
        yield Figure(f"{what}, {LARGE:,} people against {SMALL:,}", "≤ 2 ×", figure, ratio <= 2)


def _times(people: int) -> dict[str, float]:
    with demo_app(people), clock.frozen(clock.now()):
        now = clock.now()
        callers = [_caller(part) for part in CALLERS]
        return {
            "next person": sum(typical(lambda c=c: queue.next_person(c, now), 40) for c in callers),  # type: ignore[misc]
            "claiming the next person": sum(typical(lambda c=c: _claim(c, now), 40) for c in callers),  # type: ignore[misc]
        }


def _caller(part: str) -> AssignmentCaller:
    account = db.session.scalars(select(Account).where(Account.email == f"{part}@example.org")).one()
    running = next(a for a in queries.assignments_of(account) if a.starts_at <= clock.now() <= a.ends_at)
    held = queries.open_call(account)
    if held is not None:
        held.released_at = clock.now()
        db.session.commit()
    return queries.caller_on(account, running.id)


def _claim(caller: AssignmentCaller, now: datetime) -> None:
    with db.session.begin_nested() as attempt:
        actions.claim(caller, now)
        attempt.rollback()
