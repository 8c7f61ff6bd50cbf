"""Jobs run when they are due, and one that fails stops no other."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from chapter import clock, jobs
from chapter.jobs import Job
from chapter.timetable import Every
from tests.conftest import NOW


@pytest.fixture
def ran(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Three jobs, of which one always fails; the names of those that ran."""
    names: list[str] = []

    def fail() -> None:
        names.append("fails")
        raise RuntimeError("on purpose")

    made = [
        Job("fails", Every(timedelta(minutes=1)), fail),
        Job("minute", Every(timedelta(minutes=1)), lambda: names.append("minute")),
        Job("hour", Every(timedelta(hours=1)), lambda: names.append("hour")),
    ]
    monkeypatch.setattr(jobs, "_jobs", {job.name: job for job in made})
    return names


def test_all_jobs_run_the_first_time_though_one_fails(ran: list[str]):
    jobs.run_due()

    assert ran == ["fails", "minute", "hour"]


@pytest.mark.parametrize(
    ("minutes", "again"), [(0, ["fails"]), (1, ["fails", "minute"]), (60, ["fails", "minute", "hour"])]
)
def test_a_job_runs_again_when_its_time_has_come(ran: list[str], minutes: int, again: list[str]):
    jobs.run_due()
    ran.clear()
    with clock.frozen(NOW + timedelta(minutes=minutes)):
        jobs.run_due()

    assert ran == again


def test_what_is_asked_for_runs_the_jobs_of_the_minute_only(ran: list[str]):
    jobs.run_asked()

    assert ran == ["fails", "minute"]


def test_asking_puts_a_task_in_the_queue(app: Flask):
    huey = app.extensions["jobs"][0]
    before = len(huey)
    jobs.soon()

    assert len(huey) == before + 1
    assert Path(app.config["CHAPTER_DATA"], "jobs.db").exists()
    huey.flush()
