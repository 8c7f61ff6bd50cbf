"""Jobs that have run, for better and for worse."""

from datetime import datetime, timedelta
from typing import Any

from chapter.db import db
from chapter.ledger import JobLog, JobState, Outcome
from tests.conftest import NOW

HOUR = timedelta(hours=1)
FAILED, CUT_OFF, WELL = "messages.forget", "leading.find_targets", "messages.deliver"


def run(name: str, outcome: Outcome | None, began: datetime, **facts: Any) -> JobLog:
    """A run on record."""
    ended = began + timedelta(seconds=2.4) if outcome in (Outcome.WELL, Outcome.FAILED) else None
    made = JobLog(name=name, began_at=began, ended_at=ended, outcome=outcome, **facts)
    db.session.add(made)
    db.session.flush()
    return made


def state(name: str, began: datetime, **facts: Any) -> None:
    """How it stands with a job."""
    db.session.add(JobState(name=name, **{"known_at": NOW - 24 * HOUR, "began_at": began, "failures": 0, **facts}))
    db.session.flush()


def an_hour_ago() -> None:
    """All that a job can have been an hour ago, when the server was switched off."""
    then = NOW - HOUR
    for days in range(40, 0, -1):
        run(WELL, Outcome.WELL, then - timedelta(days=days), did={"sent": days})
    run(WELL, Outcome.WELL, then)
    state(WELL, then, ended_at=then, well_at=then)
    for hours in (5, 3, 1):
        run(
            FAILED,
            Outcome.FAILED,
            NOW - hours * HOUR,
            error="OperationalError in messages.actions.forget_old, line 176",
        )
    state(FAILED, then, ended_at=then, failures=3, well_at=NOW - 6 * HOUR)
    cut = run(CUT_OFF, None, then)
    state(CUT_OFF, then, run_id=cut.id, held_until=then + timedelta(minutes=5))
