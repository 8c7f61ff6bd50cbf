"""The rows behind the jobs: each runs once at a time, and again if it was cut off; what ran is on record.

Who begins a job holds it for a lease. Whoever is killed leaves the lease to lapse, and whoever comes late finds that
somebody else holds the job. Nothing here commits.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Index, delete, func, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from chapter.db import Model, Words, db
from chapter.timetable import Past, Rhythm, is_due, is_held

KEPT = timedelta(days=30)
"""How long the record of a run is kept."""
IDLE_RUNS = 20
"""How many runs of a job are kept that found nothing to do."""


LEASE = timedelta(minutes=5)
"""For how long a job is left alone that says nothing; a job that was cut off runs again after that."""


@dataclass(frozen=True)
class Job:
    """A function without arguments that finds its work in the database and commits it.

    It may give back what it did: a number, or numbers by name such as ``{"sent": 3}``.
    """

    name: str
    rhythm: Rhythm
    run: Callable[[], object]
    label: Any = ""
    """What people call it."""
    lease: timedelta = LEASE


class Outcome(StrEnum):
    """How a run ended."""

    WELL = "well"
    FAILED = "failed"
    CUT_OFF = "cut_off"


class JobState(Model):
    """How it stands with a job."""

    name: Mapped[str] = mapped_column(primary_key=True)
    known_at: Mapped[datetime]
    began_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    well_at: Mapped[datetime | None]
    """When it last ended well."""
    failures: Mapped[int] = mapped_column(default=0)
    """How often in a row it has failed or been cut off."""
    run_id: Mapped[int | None]
    """The line of the run that goes on, or was cut off."""
    held_until: Mapped[datetime | None]
    wanted_at: Mapped[datetime | None]
    """When somebody asked for it, if it hasn't begun since."""

    @property
    def past(self) -> Past:
        """What the timetable goes by."""
        return Past(self.known_at, self.began_at, self.ended_at, self.failures, self.held_until)


class JobLog(Model):
    """A run."""

    __table_args__ = (Index(None, "name", "began_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[Outcome | None] = mapped_column(Words(Outcome))
    """None while it goes on."""
    did: Mapped[dict[str, Any] | None]
    """What it did, in numbers."""
    error: Mapped[str | None]
    """Which error, and where."""


@dataclass(frozen=True)
class Claim:
    """The right to run a job, for a while."""

    name: str
    run_id: int
    lease: timedelta


@dataclass(frozen=True)
class End:
    """How a run went."""

    outcome: Outcome
    did: dict[str, int] | None = None
    error: str | None = None


class LostError(BaseException):
    """The lease had lapsed, and somebody else runs the job now. Not for jobs to catch that go on after errors."""


def states() -> dict[str, JobState]:
    """How it stands with the jobs that have been seen."""
    found = db.session.scalars(select(JobState).execution_options(populate_existing=True))
    return {state.name: state for state in found}


def last_well(name: str) -> datetime | None:
    """When a job last ended well, if it ever has."""
    return db.session.scalar(select(JobState.well_at).where(JobState.name == name))


def is_running(job: Job, state: JobState | None, now: datetime) -> bool:
    """Whether somebody runs it."""
    return state is not None and is_held(state.past, job.lease, now)


def may_begin(job: Job, state: JobState | None, now: datetime, zone: ZoneInfo) -> bool:
    """Whether it is due or wanted, and nobody runs it."""
    if state is None:
        return True
    if is_running(job, state, now):
        return False
    return state.wanted_at is not None or is_due(job.rhythm, state.past, now, zone)


def begin(job: Job, now: datetime, zone: ZoneInfo, at_once: bool = False) -> Claim | None:
    """Claim a job that is due, or whatever the time if ``at_once``; None if it isn't or somebody runs it."""
    state = _state(job.name, now)
    if is_running(job, state, now) or not (at_once or may_begin(job, state, now, zone)):
        return None
    if state.run_id:
        _cut_off(state)
    run = JobLog(name=job.name, began_at=now)
    db.session.add(run)
    db.session.flush()
    state.began_at, state.wanted_at = now, None
    state.run_id, state.held_until = run.id, now + job.lease
    return Claim(job.name, run.id, job.lease)


def renew(claim: Claim, now: datetime) -> None:
    """Hold the job for another lease; LostError if that is too late."""
    held = update(JobState).where(JobState.name == claim.name, JobState.run_id == claim.run_id)
    if not db.session.connection().execute(held.values(held_until=now + claim.lease)).rowcount:
        raise LostError(claim.name)


def end(claim: Claim, end: End, now: datetime) -> bool:
    """Give the job back and write down how it went; who has lost it changes nothing. Who stops half-way wants more.

    Gives whether it went well and somebody has wanted it meanwhile.
    """
    mine = JobState.name == claim.name, JobState.run_id == claim.run_id
    facts = {"run_id": None, "held_until": None, "ended_at": now, **_after(end, now)}
    given_back = update(JobState).where(*mine).values(facts).returning(JobState.wanted_at)
    row = db.session.execute(given_back, execution_options={"synchronize_session": False}).one_or_none()
    if row is None:
        return False
    went = {"ended_at": now, "outcome": end.outcome, "did": end.did, "error": end.error}
    db.session.execute(update(JobLog).where(JobLog.id == claim.run_id).values(went))
    return end.outcome is Outcome.WELL and row.wanted_at is not None


def _after(end: End, now: datetime) -> dict[str, Any]:
    """What a run that ended so means for the next."""
    if end.outcome is Outcome.WELL:
        return {"well_at": now, "failures": 0}
    return {"wanted_at": now} if end.outcome is Outcome.CUT_OFF else {"failures": JobState.failures + 1}


def has_leapt(now: datetime) -> bool:
    """Whether the clock may have leapt ahead: jobs have run for long, and none in a month but for the last day.

    What deletes things waits for a day then, in which somebody may put the clock right. A month without anybody at
    work looks the same, and costs that day too.
    """
    day_ago = now - timedelta(days=1)
    known, runs, before = db.session.execute(
        select(
            select(func.min(JobState.known_at)).scalar_subquery(),
            func.count(JobLog.id),
            func.count(JobLog.id).filter(JobLog.began_at.between(now - KEPT, day_ago)),
        )
    ).one()
    return known is not None and known < now - KEPT and runs > 0 and before == 0


def want(name: str, now: datetime) -> None:
    """Let a job run as soon as somebody is at work, or once more if it is running."""
    _state(name, now).wanted_at = now


def forget(names: list[str], now: datetime) -> int:
    """Delete old runs, all but the latest of those that had nothing to do, and what is of no job in ``names``."""
    rank = func.row_number().over(partition_by=JobLog.name, order_by=JobLog.id.desc())
    ranked = (
        select(JobLog.id, rank.label("rank")).where(JobLog.outcome == Outcome.WELL, JobLog.did.is_(None)).subquery()
    )
    idle = JobLog.id.in_(select(ranked.c.id).where(ranked.c.rank > IDLE_RUNS))
    old = JobLog.began_at < now - KEPT
    db.session.execute(delete(JobState).where(JobState.name.not_in(names)))
    gone = db.session.connection().execute(delete(JobLog).where(or_(old, idle, JobLog.name.not_in(names))))
    return gone.rowcount


def _state(name: str, now: datetime) -> JobState:
    state = db.session.get(JobState, name, populate_existing=True, with_for_update=True)
    if state is None:
        state = JobState(name=name, known_at=now, failures=0)
        db.session.add(state)
    return state


def _cut_off(state: JobState) -> None:
    """Write down that the run before was killed, or the server switched off, in the middle."""
    state.failures += 1
    if run := db.session.get(JobLog, state.run_id):
        run.outcome = Outcome.CUT_OFF
