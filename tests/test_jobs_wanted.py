"""Jobs that are wanted, jobs by the day, and what else one relies on: a session of their own, a busy database."""

from datetime import time
from pathlib import Path

import pytest
from flask import Flask

from chapter import jobs, ledger
from chapter.db import db
from chapter.ledger import JobState, LostError, Outcome
from chapter.timetable import DAILY, Weekly
from tests import jobbing
from tests.conftest import NOW
from tests.databases import SERVER
from tests.jobbing import Named, add, after

there, ran, stop = jobbing.there, jobbing.ran, jobbing.stop


def test_a_function_called_by_itself_has_no_lease(app: Flask):
    jobs.still_at_it()


def test_a_daily_job_that_is_new_waits_for_its_hour(ran: list[str], there: Named):
    add(there, "daily", lambda: ran.append("daily"), Weekly(time(19), DAILY))

    assert "daily" not in after(ran)
    assert "daily" not in after(ran, minutes=29)
    assert "daily" in after(ran, minutes=30)


def test_what_is_asked_for_runs_the_jobs_of_the_minute_only(ran: list[str]):
    jobs.run_due()
    ran.clear()
    jobs.run_asked()

    assert ran == ["minute"]


def test_what_somebody_wants_runs_though_it_fails_or_is_not_due(ran: list[str]):
    jobs.run_due()
    for name in ("fails", "hour"):
        ledger.want(name, NOW)
    db.session.commit()

    assert after(ran) == ["fails", "hour"]
    assert after(ran) == []


def test_the_session_of_a_job_is_its_own(there: Named, app: Flask):
    row = JobState(name="else", known_at=NOW, failures=0)

    def leave_open() -> None:
        db.session.add(row)
        db.session.flush()

    add(there, "job", leave_open)

    assert jobs.run("job").outcome is Outcome.WELL
    assert "else" not in ledger.states()


def test_a_database_that_is_busy_stops_no_other_job(
    ran: list[str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    begin = ledger.begin
    monkeypatch.setattr(ledger, "begin", lambda job, *how: 1 / 0 if job.name == "minute" else begin(job, *how))
    jobs.run_due()

    assert ran == ["fails", "hour"]
    assert "the job minute failed: ZeroDivisionError" in caplog.text


def test_asking_puts_a_task_in_the_queue_once_until_it_begins(app: Flask):
    huey = app.extensions["jobs"][0]
    huey.flush()
    for _ask in range(3):
        jobs.soon()

    assert [task.name for task in huey.pending()] == ["run_asked"]
    assert Path(app.config["CHAPTER_DATA"], "jobs.db").exists() is not bool(SERVER)
    huey.flush()


def test_an_unknown_job_is_no_job(there: Named, app: Flask):
    with pytest.raises(KeyError):
        jobs.run("job")


def test_losing_a_lease_is_no_error_to_go_on_after():
    assert not issubclass(LostError, Exception)
