"""What runs in the background, and when.

Huey is the clock: it calls :func:`run_due` every minute, and :func:`run_asked` when :func:`soon` asks for it. It may
forget what it was told when it is killed, so a job must find its work in the database, where the cause and the work
were written together. A job may be cut off anywhere and run again: each piece of its work is one transaction.

That a job runs once at a time, and again after it was cut off, is kept in rows (:mod:`chapter.ledger`).
"""

from collections.abc import Callable, Iterable
from datetime import time, timedelta
from typing import Any, TypeVar

from flask import Flask, current_app, g

from chapter import clock, ledger
from chapter.db import db, reading
from chapter.errors import complain
from chapter.i18n import zone
from chapter.ledger import LEASE, Claim, End, Job, LostError, Outcome
from chapter.queue import Consumer, Huey, crontab, queue
from chapter.timetable import DAILY, Every, Rhythm, Weekly

ALWAYS = Every(timedelta(minutes=1))

Piece = TypeVar("Piece")

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


def _keep(rhythm: Rhythm, label: Any, lease: timedelta) -> Callable:
    def keep(function: Callable[[], object]) -> Callable[[], object]:
        name = f"{function.__module__.split('.')[1]}.{function.__name__}"
        if name in _jobs:
            raise ValueError(f"two jobs are called {name}")
        _jobs[name] = Job(name, rhythm, function, label, lease)
        return function

    return keep


def registered() -> list[Job]:
    """All jobs, in the order of the features."""
    return list(_jobs.values())


def still_at_it() -> None:
    """Renew the lease of the job that is running, with its next commit; for jobs that take long.

    Ends the job when the server is being stopped, which does the rest when it starts again, and when the lease had
    lapsed and somebody else has begun; what isn't committed yet is undone. Nothing happens to a function that is called
    by itself.
    """
    if claim := g.get("claim"):
        if _is_told_to_stop():
            raise StoppedError
        ledger.renew(claim, clock.now())


def each(pieces: Iterable[Piece], do: Callable[[Piece], int | None]) -> int:
    """Do a job's pieces, each in a transaction of its own; gives the sum of what ``do`` says that it did.

    One that fails is undone, logged, and stops no other, and when all are done the run counts as failed. When no job is
    running, but somebody calls the function by itself, the error is theirs.
    """
    done = 0
    for piece in pieces:
        try:
            did = do(piece) or 0
            db.session.flush()
            done += did
        except Exception as error:
            if "claim" not in g:
                raise
            db.session.rollback()
            g.failures.append(complain(f"the job {g.claim.name}", error))
        still_at_it()
        db.session.commit()
    return done


class StoppedError(BaseException):
    """The server is being stopped. Not for jobs to catch that go on after errors."""


def run_due() -> None:
    """Run every job whose time has come, or that somebody wants; one that fails doesn't stop the others."""
    with reading():
        states, now, here = ledger.states(), clock.now(), zone()
        due = [job for job in registered() if ledger.may_begin(job, states.get(job.name), now, here)]
    for job in due:
        if _is_told_to_stop():
            return
        try:
            _run(job)
        except Exception as error:
            db.session.rollback()
            complain(f"the job {job.name}", error)


def run_asked() -> None:
    """Run at once what else would run within a minute, and what somebody wants."""
    states = ledger.states()
    for job in registered():
        if job.rhythm == ALWAYS and job.name in states and not states[job.name].failures:
            ledger.want(job.name, clock.now())
    db.session.commit()
    run_due()


def run(name: str) -> End:
    """Run a job now, whatever the time; KeyError if there is none, :class:`BusyError` if it is running already."""
    if ran := _once(_jobs[name], at_once=True):
        return ran[0]
    raise BusyError(name)


class BusyError(Exception):
    """The job is running."""


def _run(job: Job) -> None:
    """Run ``job``, and again if somebody wanted it while it ran."""
    while (ran := _once(job)) and ran[1]:
        pass


def _once(job: Job, at_once: bool = False) -> tuple[End, bool] | None:
    """Claim ``job``, run it in a context of its own, and write down how it went; None if it isn't to run.

    Gives also whether somebody wants it once more.
    """
    claim = ledger.begin(job, clock.now(), zone(), at_once)
    db.session.commit()
    if claim is None:
        return None
    end = _go(job, claim)
    is_wanted = ledger.end(claim, end, clock.now())
    db.session.commit()
    return end, is_wanted


def _go(job: Job, claim: Claim) -> End:
    try:
        with current_app.app_context():
            g.claim, g.failures = claim, []
            did = _counts(job.run())
            return _failed_partly(did, g.failures) if g.failures else End(Outcome.WELL, did)
    except (LostError, StoppedError):
        return End(Outcome.CUT_OFF)
    except Exception as error:
        return End(Outcome.FAILED, error=complain(f"the job {job.name}", error))


def _failed_partly(did: dict[str, int] | None, failures: list[str]) -> End:
    return End(Outcome.FAILED, {**(did or {}), "failed": len(failures)}, failures[0])


def _counts(result: object) -> dict[str, int] | None:
    """What a job says that it did: numbers only, so that nobody's name gets into the log."""
    if isinstance(result, dict):
        return {str(what): number for what, number in result.items() if isinstance(number, int) and number} or None
    return {"done": result} if isinstance(result, int) and result else None


def init_app(app: Flask) -> None:
    """Give the app its queue."""
    huey = queue(app)

    def in_app(function: Callable[[], object]) -> Callable[[], None]:
        def run() -> None:
            with app.app_context():
                function()

        run.__name__ = function.__name__
        return run

    huey.periodic_task(crontab(minute="*"))(in_app(run_due))
    app.extensions["jobs"] = huey, huey.task()(in_app(run_asked))


def soon() -> None:
    """Ask the background to look for work now rather than at the next minute; once, until it has begun to look."""
    huey, ask = current_app.extensions["jobs"]
    if all(task.name != run_asked.__name__ for task in huey.pending()):
        ask()


class Background(Consumer):
    """Huey's consumer in threads of a process that does other things too: of two, one is free while the other does a
    long job."""

    def __init__(self, huey: Huey) -> None:
        super().__init__(huey, workers=2, initial_delay=0.2, max_delay=3.0)

    def _set_signal_handlers(self) -> None:
        """Signals are for whoever runs the process."""

    def look_after(self) -> None:
        """Replace a thread that has died; called once in a while."""
        if not self.stop_flag.is_set():
            self.check_worker_health()

    def tell_to_stop(self) -> None:
        """No new job begins, and those that run end at their next piece of work."""
        self.stop_flag.set()

    def wait(self, seconds: float) -> None:
        """Wait until all have ended, but no longer."""
        self.shutdown_timeout = seconds
        self._join_workers()


def work(app: Flask) -> Background:
    """Be the background worker from now on, beside whatever else this process does."""
    background = Background(app.extensions["jobs"][0])
    app.extensions["jobs stop"] = background.stop_flag
    background.start()
    return background


def _is_told_to_stop() -> bool:
    return "jobs stop" in current_app.extensions and current_app.extensions["jobs stop"].is_set()
