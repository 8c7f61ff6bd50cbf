"""What is well, what one should look at and what is broken: judged from measured facts, each limit with its reason."""

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Any, NamedTuple

MB, GB = 1_000_000, 1_000_000_000


class State(StrEnum):
    """What came of a check, the worst first."""

    BROKEN = "broken"
    LOOK = "look"
    UNKNOWN = "unknown"
    """It couldn't be asked."""
    WELL = "well"


class Exit(IntEnum):
    """What ``flask doctor`` ends with."""

    WELL = 0
    LOOK = 1
    BROKEN = 2


class Finding(NamedTuple):
    """What came of one check: ``why`` says which sentence ``facts`` fill."""

    check: str
    state: State
    why: str = "well"
    facts: Mapping[str, Any] = {}


def order(findings: Iterable[Finding]) -> list[Finding]:
    """The worst first; those that are alike as they came."""
    ranks = [*State]
    return sorted(findings, key=lambda finding: ranks.index(finding.state))


def verdict(findings: Iterable[Finding]) -> Exit:
    """The worst of all; what couldn't be asked warns nobody."""
    states = {finding.state for finding in findings}
    if State.BROKEN in states:
        return Exit.BROKEN
    return Exit.LOOK if State.LOOK in states else Exit.WELL


def news(before: Collection[str], findings: Iterable[Finding]) -> tuple[list[Finding], list[Finding]]:
    """What is newly broken and what is well again, given the checks that were broken ``before``.

    What couldn't be asked is neither: it is as it was.
    """
    found = list(findings)
    broken = [f for f in found if f.state is State.BROKEN and f.check not in before]
    return broken, [f for f in found if f.state in (State.WELL, State.LOOK) and f.check in before]


def disk(free: int, total: int, data: int, free_files: int, files: int) -> Finding:
    """Room on the disk. A database that is rewritten (VACUUM) needs as much again as it is large, a backup too."""
    facts = {"free": size(free), "data": size(data)}
    if files and free_files < max(files // 50, 1000):
        return Finding("disk", State.BROKEN, "no files", facts)
    if free < max(200 * MB, data):
        return Finding("disk", State.BROKEN, "full", facts)
    if free < max(GB, 3 * data) or free * 10 < total:
        return Finding("disk", State.LOOK, "filling", facts)
    return Finding("disk", State.WELL, "well", facts)


MONTHS_AHEAD, WEEK = 60, 7


def growth(sizes: list[tuple[date, int]], free: int) -> Finding:
    """When the disk is full if data grows on as it has; ``sizes`` by day, the earliest first. A week says enough."""
    if len(sizes) < 2 or (sizes[-1][0] - sizes[0][0]).days < WEEK:
        return Finding("growth", State.UNKNOWN, "too early")
    days = (sizes[-1][0] - sizes[0][0]).days
    a_month = (sizes[-1][1] - sizes[0][1]) * 30 // days
    left = free * 30 // a_month if a_month > 0 else 9999
    facts = {"a_month": size(max(a_month, 0)), "days": left}
    if left < WEEK:
        return Finding("growth", State.BROKEN, "days left", facts)
    return Finding(
        "growth", State.LOOK if left < MONTHS_AHEAD else State.WELL, "days left" if left < 60 else "well", facts
    )


def memory(available: int | None, limit: int | None, used: int, killed: int) -> Finding:
    """Memory: a request takes a few MB, a large import 60; the kernel ends programs when nothing is left."""
    if available is None and limit is None:
        return Finding("memory", State.UNKNOWN, "unknown")
    left = min(free for free in (available, limit - used if limit else None) if free is not None)
    facts = {"left": size(left), "killed": killed}
    if killed:
        return Finding("memory", State.LOOK, "killed", facts)
    if left < 25 * MB:
        return Finding("memory", State.BROKEN, "none left", facts)
    return Finding(
        "memory", State.LOOK if left < 60 * MB else State.WELL, "little" if left < 60 * MB else "well", facts
    )


def open_files(number: int, limit: int) -> Finding:
    """Open files and connections: at the limit nothing can be opened any more."""
    facts = {"number": number, "limit": limit}
    if number * 10 >= limit * 9:
        return Finding("open_files", State.BROKEN, "at the limit", facts)
    return Finding(
        "open_files", State.LOOK if number * 2 > limit else State.WELL, "many" if number * 2 > limit else "well", facts
    )


CLOCK_OFF = timedelta(minutes=2)
"""Codes of apps hold for half a minute before and after; mail servers are wary of mail from the future."""


def clock(now: datetime, elsewhere: datetime | None, newest: datetime, is_synchronised: bool | None) -> Finding:
    """The clock, against that of our own address, the newest of our own files, and what keeps it right.

    ``elsewhere``, what answers at the address, is often the same machine: that both agree says nothing.
    """
    off = abs(now - elsewhere) if elsewhere else timedelta(0)
    facts = {"minutes": int(off.total_seconds() // 60)}
    if off > CLOCK_OFF:
        return Finding("clock", State.BROKEN, "off", facts)
    if newest > now + CLOCK_OFF:
        return Finding("clock", State.BROKEN, "set back", {"minutes": int((newest - now).total_seconds() // 60)})
    if is_synchronised is False:
        return Finding("clock", State.LOOK, "not kept right")
    if is_synchronised is None:
        return Finding("clock", State.UNKNOWN, "unknown")
    return Finding("clock", State.WELL)


END_OF_LIFE = {
    (3, 11): date(2027, 10, 31),
    (3, 12): date(2028, 10, 31),
    (3, 13): date(2029, 10, 31),
    (3, 14): date(2030, 10, 31),
}
"""When Python gets no security fixes any more (PEP 664, 693, 719, 745)."""
OLDEST_SQLITE = (3, 35, 0)
"""``RETURNING`` came with it."""


def versions(python: tuple[int, int], sqlite: tuple[int, ...], others: list[str], today: date) -> Finding:
    """Python, SQLite and the packages that aren't as locked (``others``)."""
    facts = {"python": ".".join(map(str, python)), "others": ", ".join(others[:5])}
    ends = END_OF_LIFE.get(python)
    if sqlite < OLDEST_SQLITE:
        return Finding("versions", State.BROKEN, "old sqlite", {"sqlite": ".".join(map(str, sqlite))})
    if ends and ends < today:
        return Finding("versions", State.BROKEN, "old python", facts)
    if others:
        return Finding("versions", State.LOOK, "not as locked", facts)
    if ends and ends < today + timedelta(days=180):
        return Finding("versions", State.LOOK, "python ends", {**facts, "day": ends.isoformat()})
    return Finding("versions", State.WELL, "well", facts)


RENEWED, LATE = 21, 7
"""Caddy renews when a third of the time is left: 30 days of 90. Who has 21 has failed at it for a while."""


def certificate(host: str, error: str, ends_at: datetime | None, now: datetime) -> Finding:
    """The certificate of the public address; ``error`` says why it isn't believed."""
    facts: dict[str, Any] = {"host": host}
    if not host:
        return Finding("certificate", State.UNKNOWN, "no https")
    if error in ("expired", "wrong name", "not trusted"):
        return Finding("certificate", State.BROKEN, error, facts)
    if error or ends_at is None:
        return Finding("certificate", State.UNKNOWN, "no answer", facts)
    facts |= {"days": (ends_at - now).days, "day": ends_at.astimezone(UTC).date().isoformat()}
    if ends_at - now < timedelta(days=LATE):
        return Finding("certificate", State.BROKEN, "ends", facts)
    if ends_at - now < timedelta(days=RENEWED):
        return Finding("certificate", State.LOOK, "ends", facts)
    return Finding("certificate", State.WELL, "well", facts)


UNITS = "B", "kB", "MB", "GB"


def size(number: int) -> str:
    """“3,4 GB”, as in both languages."""
    rank = min((len(str(number)) - 1) // 3, len(UNITS) - 1)
    return f"{number / 1000**rank:.3g} {UNITS[rank]}".replace(".", ",")
