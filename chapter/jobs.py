"""What runs in the background, and when.

Huey is the clock: it calls :func:`run_due` every minute and whatever was asked for with :func:`soon`. It may
forget what it was told when it is killed, so a job must find its work in the database, where the cause and
the work were written together.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from flask import Flask, current_app
from huey import SqliteHuey, crontab
from sqlalchemy.orm import Mapped, mapped_column

from chapter import clock, i18n
from chapter.db import Model, db
from chapter.timetable import DAILY, Every, Past, Rhythm, Weekly, is_due

LEASE = timedelta(minutes=5)


class JobRun(Model):
    """When a job last ran."""

    name: Mapped[str] = mapped_column(primary_key=True)
    ran_at: Mapped[datetime]


@dataclass(frozen=True)
class Job:
    """A function without arguments that finds its work in the database and commits it."""

    name: str
    rhythm: Rhythm
    run: Callable[[], object]
    label: Any = ""
    """What people call it."""
    lease: timedelta = LEASE


_jobs: dict[str, Job] = {}


def every(label: Any = "", lease: timedelta = LEASE, **period: int) -> Callable:
    """Register a job that runs again and again: ``@every(minutes=5, label=lazy("Send mail"))``."""
    return _keep(Every(timedelta(**period)), label, lease)


def daily(at: time, label: Any = "", lease: timedelta = LEASE) -> Callable:
    """Register a job that runs once a day by the chapter's clocks: ``@daily(at=time(7))``."""
    return _keep(Weekly(at, DAILY), label, lease)


def weekly(on: int, at: time, label: Any = "", lease: timedelta = LEASE) -> Callable:
    """Register a job that runs once a week: ``@weekly(on=0, at=time(7))`` is Monday at seven."""
    return _keep(Weekly(at, frozenset({on})), label, lease)


def still_at_it() -> None:
    """Renew the running job's lease, with its next commit; long jobs call this for each piece of work."""


def _keep(rhythm: Rhythm, label: Any, lease: timedelta) -> Callable:
    def keep(function: Callable[[], object]) -> Callable[[], object]:
        name = f"{function.__module__.split('.')[1]}.{function.__name__}"
        _jobs[name] = Job(name, rhythm, function, label, lease)
        return function

    return keep


def init_app(app: Flask) -> None:
    """Give the app its queue, in a file of its own."""
    huey = SqliteHuey("chapter", filename=str(app.config["CHAPTER_DATA"] / "jobs.db"), immediate=False)

    def in_app(function: Callable[[], object]) -> Callable[[], None]:
        def run() -> None:
            with app.app_context():
                function()

        run.__name__ = function.__name__
        return run

    huey.periodic_task(crontab(minute="*"))(in_app(run_due))
    app.extensions["jobs"] = huey, huey.task()(in_app(run_asked))


def soon() -> None:
    """Ask the background to look for work now rather than at the next minute."""
    current_app.extensions["jobs"][1]()


def run_asked() -> None:
    """Run the jobs that are wanted at once: those that are due every minute."""
    for job in _jobs.values():
        if job.rhythm == Every(timedelta(minutes=1)):
            _run(job, clock.now())


def run_due() -> None:
    """Run every job whose time has come; one that fails doesn't stop the others."""
    now = clock.now()
    last = {run.name: run.ran_at for run in db.session.scalars(db.select(JobRun))}
    db.session.rollback()
    for job in _jobs.values():
        if is_due(job.rhythm, Past(now, last.get(job.name)), now, i18n.zone()):
            _run(job, now)


def _run(job: Job, now: datetime) -> None:
    try:
        job.run()
        db.session.merge(JobRun(name=job.name, ran_at=now))
        db.session.commit()
    except Exception:
        db.session.rollback()
        current_app.logger.exception("the job %s failed", job.name)


def work(app: Flask) -> None:
    """Be the background worker until told to stop."""
    consumer = app.extensions["jobs"][0].create_consumer(workers=1, periodic=True, initial_delay=0.2, max_delay=3.0)
    consumer.run()
