"""Jobs for tests of what runs them."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from chapter import clock, jobs, ledger
from chapter.db import db
from chapter.jobs import Job
from chapter.ledger import JobLog, JobState, Outcome
from chapter.timetable import Every, Rhythm
from tests.conftest import NOW

Named = dict[str, Job]
MINUTE, HOUR = Every(timedelta(minutes=1)), Every(timedelta(hours=1))


@pytest.fixture
def there(monkeypatch: pytest.MonkeyPatch) -> Named:
    """The jobs that there are: none yet."""
    monkeypatch.setattr(jobs, "_jobs", {})
    return jobs._jobs


@pytest.fixture
def ran(app: Flask, there: Named) -> list[str]:
    """Three jobs, of which one always fails; the names of those that ran."""
    names: list[str] = []

    def fail(who: str = "As" + "a") -> None:
        names.append("fails")
        raise RuntimeError(f"{who} has no number")

    add(there, "fails", fail)
    add(there, "minute", lambda: names.append("minute"))
    add(there, "hour", lambda: names.append("hour"), HOUR)
    return names


@pytest.fixture
def stop(app: Flask, monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Set when the server is being stopped."""
    flag = threading.Event()
    monkeypatch.setitem(app.extensions, "jobs stop", flag)
    return flag


def add(there: Named, name: str, run: Callable[[], object], rhythm: Rhythm = MINUTE) -> Job:
    """One more job."""
    there[name] = Job(name, rhythm, run)
    return there[name]


def state(name: str) -> JobState:
    """How it stands with a job, as others see it."""
    found = ledger.states()[name]
    db.session.rollback()
    return found


def runs() -> list[tuple[str, Outcome | None]]:
    """What is on record."""
    found = [(run.name, run.outcome) for run in db.session.scalars(select(JobLog).order_by(JobLog.id))]
    db.session.rollback()
    return found


def after(ran: list[str], **time_passed: int) -> list[str]:
    """What runs when so much time has passed."""
    ran.clear()
    with clock.frozen(NOW + timedelta(**time_passed)):
        jobs.run_due()
    return ran
