"""Reads: how it stands with the jobs, and what ran."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import func, select

from chapter import ledger
from chapter.background.rules import BAD, State, stands_still, state_of
from chapter.db import db
from chapter.errors import Missing
from chapter.i18n import zone
from chapter.jobs import Job, registered
from chapter.ledger import JobLog, JobState
from chapter.timetable import due_at

PAGE = 30


@dataclass(frozen=True)
class Line:
    """A job, and how it stands with it."""

    job: Job
    state: State
    row: JobState
    due: datetime
    """When it runs next; what has passed means: now."""
    latest: JobLog | None
    """Its latest run."""


class Lines(NamedTuple):
    """All jobs."""

    bad: list[Line]
    """Those that need somebody's eye."""
    others: list[Line]

    @property
    def all(self) -> list[Line]:
        """Those that need somebody's eye first."""
        return [*self.bad, *self.others]


def lines(now: datetime) -> Lines:
    """All jobs."""
    states = ledger.states()
    latest = {run.name: run for run in _latest()}
    found = [_line(job, states.get(job.name), latest.get(job.name), now) for job in registered()]
    return Lines([line for line in found if line.state in BAD], [line for line in found if line.state not in BAD])


def line(name: str, now: datetime) -> Line:
    """The job of that name; for officers."""
    job = next((job for job in registered() if job.name == name), None)
    if job is None:
        raise Missing
    latest = select(JobLog).where(JobLog.name == name).order_by(JobLog.id.desc()).limit(1)
    return _line(job, ledger.states().get(name), db.session.scalar(latest), now)


def runs(name: str, page: int) -> Pagination:
    """One page of a job's runs, newest first."""
    return db.paginate(
        select(JobLog).where(JobLog.name == name).order_by(JobLog.id.desc()), page=page, per_page=PAGE, error_out=False
    )


def last_sign(lines: Lines, now: datetime) -> datetime | None:
    """When anything was last done in the background; ``now`` if something is being done."""
    if any(line.state is State.RUNNING for line in lines.all):
        return now
    return max(
        (moment for line in lines.all for moment in (line.row.began_at, line.row.ended_at) if moment), default=None
    )


def is_standing_still(now: datetime) -> bool:
    """Whether nobody is at work in the background."""
    return stands_still(last_sign(lines(now), now), now)


def _latest() -> Sequence[JobLog]:
    newest = select(func.max(JobLog.id)).group_by(JobLog.name)
    return db.session.scalars(select(JobLog).where(JobLog.id.in_(newest))).all()


def _line(job: Job, row: JobState | None, latest: JobLog | None, now: datetime) -> Line:
    row = row or JobState(name=job.name, known_at=now, failures=0)
    is_held = ledger.is_running(job, row, now)
    state = state_of(row.began_at is not None, row.run_id is not None, is_held, row.wanted_at is not None, row.failures)
    return Line(job, state, row, due_at(job.rhythm, row.past, zone()), latest)
