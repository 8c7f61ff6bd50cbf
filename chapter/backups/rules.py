"""Which backups are kept, and what they are called."""

import re
from collections.abc import Collection, Hashable
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

DAYS, WEEKS, MONTHS = 7, 4, 12
"""So many days, weeks and months with a backup keep their newest, if it isn't too old."""
MARGIN = timedelta(days=7)
"""For so much longer than any backup can live, it is remembered who was erased."""
NAME = "chapter-{at:%Y-%m-%dT%H%M%S}.backup{end}"
_NAMED = re.compile(r"chapter-(\d{4}-\d\d-\d\dT\d{6})\.backup(\.age)?")


class Named(NamedTuple):
    """What a backup's name says."""

    at: datetime
    is_encrypted: bool


def name(at: datetime, is_encrypted: bool) -> str:
    """What the backup of that moment is called; its moment is UTC, so that names never repeat in autumn."""
    return NAME.format(at=at.astimezone(UTC), end=".age" if is_encrypted else "")


def named(file_name: str) -> Named | None:
    """The moment of the backup that is called so; None if it is something else, or half a backup."""
    found = _NAMED.fullmatch(file_name)
    try:
        return found and Named(datetime.strptime(found[1] + "+0000", "%Y-%m-%dT%H%M%S%z"), bool(found[2]))
    except ValueError:
        return None


def kept(moments: Collection[datetime], now: datetime, days: int) -> set[datetime]:
    """Which of the backups of these ``moments`` are kept: all of the last day, of the last days, weeks and months the
    newest of each, and none that is older than ``days``: what was erased is gone from all backups then."""
    young = sorted((at for at in moments if now - at < timedelta(days=days)), reverse=True)
    found = {at for at in young if now - at < timedelta(days=1)}
    found |= _newest(young, [at.date() for at in young], DAYS)
    found |= _newest(young, [_monday(at.date()) for at in young], WEEKS)
    return found | _newest(young, [(at.year, at.month) for at in young], MONTHS)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _newest(moments: list[datetime], whens: list[Hashable], most: int) -> set[datetime]:
    """The first moment of each of the first ``most`` different ``whens``."""
    first: dict[Hashable, datetime] = {}
    for when, at in zip(whens, moments, strict=True):
        first.setdefault(when, at)
    return set(list(first.values())[:most])


def recipients(key: str) -> list[str]:
    """The keys in the setting, which stand apart by spaces or commas."""
    return key.replace(",", " ").split()


def size(number: int) -> str:
    """“3.4 MB”."""
    amount = float(number)
    for unit in ("bytes", "kB", "MB"):
        if amount < 1000:
            return f"{amount:.3g} {unit}"
        amount /= 1000
    return f"{amount:.3g} GB"
