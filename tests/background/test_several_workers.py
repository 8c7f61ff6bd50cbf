"""Workers in real processes and threads: one at a time has a job, and what a killed one leaves is done by another."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from chapter import clock, jobs, ledger
from chapter.db import db
from chapter.i18n import zone
from chapter.jobs import LEASE, registered
from chapter.ledger import JobLog, Outcome
from chapter.people.models import Tag
from tests.background import worker
from tests.conftest import NOW
from tests.databases import environment


@pytest.fixture
def hanging(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[subprocess.Popen[str]]:
    """A worker in the middle of a job; the same job is here, where it doesn't hang."""
    monkeypatch.setattr(jobs, "_jobs", {"made": worker.job(lambda: None)})
    where = str(app.config["CHAPTER_DATA"]), NOW.isoformat()
    command = [sys.executable, "-m", "tests.background.worker", *where]
    with subprocess.Popen(command, env=environment(app), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "hanging\n"
        yield process
        process.kill()


def tags() -> list[str]:
    """What has been done."""
    found = list(db.session.scalars(select(Tag.name).order_by(Tag.id)))
    db.session.rollback()
    return found


def test_what_a_killed_worker_left_is_done_when_its_lease_lapses(hanging: subprocess.Popen[str]):
    jobs.run_due()
    hanging.kill()
    hanging.wait()
    with clock.frozen(NOW + LEASE / 2):
        jobs.run_due()
    assert tags() == ["first"]
    with clock.frozen(NOW + LEASE):
        jobs.run_due()

    assert tags() == ["first", "second"]
    assert list(db.session.scalars(select(JobLog.outcome).order_by(JobLog.id))) == [Outcome.CUT_OFF, Outcome.WELL]


def test_of_many_who_claim_a_job_at_once_one_gets_it(app: Flask, there: Callable[..., None]):
    there(job=lambda: None)
    got, start = [], threading.Barrier(8)

    def claim() -> None:
        with app.app_context():
            start.wait()
            got.append(ledger.begin(registered()[0], NOW + timedelta(hours=1), zone()))
            db.session.commit()

    threads = [threading.Thread(target=claim) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len([claim for claim in got if claim]) == 1
