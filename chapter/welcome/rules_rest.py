"""While a case rests nothing is asked of it; afterwards what wasn't late when the rest began has more time, and no more
than that: a promise that was broken before stays broken."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple


class Rest(NamedTuple):
    """So many days, from the day ``on``."""

    on: date
    days: int


def rests_from(kept: Iterable[Sequence[Any]]) -> tuple[Rest, ...]:
    """The rests as the database keeps them: ``[["2026-11-20", 5], …]``, the earliest first."""
    return tuple(Rest(date.fromisoformat(on), days) for on, days in kept)


def with_rest(kept: Sequence[Sequence[Any]], since: date, until: date) -> list[Sequence[Any]]:
    """The rests with one more, as the database keeps them; one without a day is none."""
    days = (until - since).days
    return [*kept, *([[since.isoformat(), days]] if days > 0 else [])]


def after_rests(start: date, rests: Iterable[Rest], due: Callable[[date], date]) -> date:
    """The day from which a step counts that counted from ``start``; ``due`` says when it is due if it counts from a
    day. A rest that began when it was late moves it no more."""
    for rest in rests:
        if due(start) >= rest.on:
            start += timedelta(days=rest.days)
    return start
