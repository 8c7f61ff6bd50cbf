"""When a job's time comes. Pure: the present, the past and the chapter's time zone are given.

A job that was due many times while nobody was at work is due once. Days and weeks are the chapter's, so that seven
in the morning stays seven in the morning when the clocks change.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONGEST_PAUSE = timedelta(hours=6)
"""What fails is tried again at least this often."""
SLACK = timedelta(hours=1)
"""A clock that is set back by more than this had been wrong; by less, it was put right, and nothing runs twice."""


@dataclass(frozen=True)
class Every:
    """So often, counted from when it last began; the first time at once."""

    period: timedelta

    def first(self, known: datetime, zone: ZoneInfo) -> datetime:
        """When a job that is ``known`` since then runs for the first time."""
        return known

    def following(self, began: datetime, zone: ZoneInfo) -> datetime:
        """When it runs after it has begun then: counted in whole minutes, as the clock strikes once a minute."""
        return began.astimezone(UTC).replace(second=0, microsecond=0) + self.period


@dataclass(frozen=True)
class Weekly:
    """At ``at`` by the chapter's clocks, on the given weekdays (0 is Monday)."""

    at: time
    on: frozenset[int]

    def first(self, known: datetime, zone: ZoneInfo) -> datetime:
        """When a job that is ``known`` since then runs for the first time: not before its hour."""
        return self.following(known, zone)

    def following(self, began: datetime, zone: ZoneInfo) -> datetime:
        """Its next hour after ``began``: the first of two in autumn, and an hour late where spring leaves it out."""
        today = began.astimezone(zone).date()
        days = (today + timedelta(days=n) for n in range(8))
        hours = (datetime.combine(day, self.at, zone).astimezone(UTC) for day in days if day.weekday() in self.on)
        return next(hour for hour in hours if hour > began)


Rhythm = Every | Weekly

DAILY = frozenset(range(7))


@dataclass(frozen=True)
class Past:
    """What is known about a job's runs."""

    known: datetime
    """Since when there is such a job here."""
    began: datetime | None = None
    ended: datetime | None = None
    failures: int = 0
    """How many runs have failed since the last that ended well."""
    held_until: datetime | None = None
    """When the lease of whoever runs it, or was cut off while running it, lapses."""


def due_at(rhythm: Rhythm, past: Past, zone: ZoneInfo) -> datetime:
    """When a job is due next; a moment that has passed means: now."""
    if past.began is None:
        return rhythm.first(past.known, zone)
    if past.held_until or past.failures:
        return (past.held_until or past.ended or past.began) + pause(past.failures)
    return rhythm.following(past.began, zone)


def is_due(rhythm: Rhythm, past: Past, now: datetime, zone: ZoneInfo) -> bool:
    """Whether a job should run; also when it seems to have run in the future, because the clock was wrong then."""
    last = past.began or past.known
    return due_at(rhythm, past, zone) <= now or last > now + _slack(rhythm)


def is_held(past: Past, lease: timedelta, now: datetime) -> bool:
    """Whether somebody runs the job: the lease hasn't lapsed, and isn't from a clock that was wrong."""
    return past.held_until is not None and now < past.held_until <= now + lease + SLACK


def pause(failures: int) -> timedelta:
    """How long a job that has failed so often in a row is left alone: two minutes, four, eight … six hours."""
    return min(timedelta(minutes=2 ** min(failures, 9)), LONGEST_PAUSE) if failures else timedelta(0)


def _slack(rhythm: Rhythm) -> timedelta:
    return min(SLACK, rhythm.period) if isinstance(rhythm, Every) else SLACK
