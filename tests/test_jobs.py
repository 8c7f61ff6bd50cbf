"""Jobs run when they are due, one at a time; one that fails stops no other and is tried again with growing pauses."""

import threading
from datetime import time, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from chapter import clock, jobs, ledger
from chapter.db import db
from chapter.i18n import zone
from chapter.ledger import JobLog, Outcome
from chapter.timetable import DAILY, Weekly
from tests import jobbing
from tests.conftest import NOW
from tests.jobbing import Named, add, after, runs, state

there, ran, stop = jobbing.there, jobbing.ran, jobbing.stop


def test_all_jobs_run_the_first_time_though_one_fails(ran: list[str]):
    assert after(ran) == ["fails", "minute", "hour"]


@pytest.mark.parametrize(
    ("minutes", "again"), [(0, []), (1, ["minute"]), (2, ["fails", "minute"]), (60, ["fails", "minute", "hour"])]
)
def test_a_job_runs_again_when_its_time_has_come(ran: list[str], minutes: int, again: list[str]):
    jobs.run_due()

    assert after(ran, minutes=minutes) == again


def test_what_fails_is_left_alone_for_longer_and_longer(ran: list[str]):
    tried = [minute for minute in range(70) if "fails" in after(ran, minutes=minute)]

    assert tried == [0, 2, 6, 14, 30, 62]


def test_what_has_failed_is_well_again_once_it_ends_well(there: Named, app: Flask):
    broken = [True, True]
    add(there, "job", lambda: broken.pop() / 0 if broken else {"sent": 2})
    for minutes in (0, 2, 6):
        after([], minutes=minutes)

    assert runs() == [("job", Outcome.FAILED), ("job", Outcome.FAILED), ("job", Outcome.WELL)]
    assert (state("job").failures, state("job").well_at) == (0, NOW + timedelta(minutes=6))


def test_after_a_week_off_each_job_runs_once(ran: list[str], there: Named):
    add(there, "daily", lambda: ran.append("daily"), Weekly(time(7), DAILY))
    add(there, "weekly", lambda: ran.append("weekly"), Weekly(time(7), frozenset({0})))
    jobs.run_due()

    assert after(ran, days=8) == ["fails", "minute", "hour", "daily", "weekly"]
    assert after(ran, days=8, minutes=1) == ["minute"]


def test_an_error_is_kept_by_its_kind_and_place_never_by_its_words(ran: list[str], caplog: pytest.LogCaptureFixture):
    jobs.run_due()
    kept = db.session.scalars(select(JobLog.error).where(JobLog.name == "fails")).one() or ""

    assert kept.startswith("RuntimeError in jobs._go, line ")
    assert "the job fails failed" in caplog.text
    assert "Asa" not in kept + caplog.text


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (None, None),
        (0, None),
        (3, {"done": 3}),
        ({"sent": 3, "to": "Asa"}, {"sent": 3}),
        ({"sent": 0}, None),
        ("Asa", None),
    ],
)
def test_what_it_did_is_kept_in_numbers(there: Named, app: Flask, given: object, kept: dict | None):
    add(there, "job", lambda: given)

    assert jobs.run("job").did == kept
    assert db.session.scalars(select(JobLog.did)).one() == kept


def test_a_job_that_runs_is_run_by_nobody_else(there: Named, app: Flask):
    seen: list[str] = []

    def meanwhile() -> None:
        jobs.run_due()
        with pytest.raises(jobs.BusyError):
            jobs.run("job")
        seen.append("once")

    add(there, "job", meanwhile)
    jobs.run_due()

    assert seen == ["once"]


def test_a_job_wanted_while_it_runs_runs_once_more(there: Named, app: Flask):
    seen: list[int] = []

    def run() -> None:
        seen.append(len(seen))
        if len(seen) == 1:
            jobs.run_asked()

    add(there, "job", run)
    jobs.run_due()

    assert seen == [0, 1]


def test_a_job_that_was_cut_off_runs_again_when_its_lease_has_lapsed(ran: list[str], there: Named):
    jobs.run_due()
    ledger.begin(there["hour"], NOW, zone(), at_once=True)
    db.session.commit()

    assert "hour" not in after(ran, minutes=4)
    assert "hour" in after(ran, minutes=5)
    assert runs()[3:][0] == ("hour", Outcome.CUT_OFF)


def test_a_job_that_is_cut_off_again_and_again_is_left_alone_for_longer(there: Named, app: Flask):
    job = add(there, "job", lambda: None)
    begun = []
    for minute in range(60):
        if ledger.begin(job, NOW + timedelta(minutes=minute), zone()):
            begun.append(minute)
        db.session.commit()

    assert begun == [0, 5, 12, 21, 34, 55]


def test_a_long_job_keeps_its_lease(there: Named, app: Flask):
    def long() -> None:
        for minutes in (4, 8, 12):
            with clock.frozen(NOW + timedelta(minutes=minutes)):
                jobs.still_at_it()
                db.session.commit()

    add(there, "job", long)

    with clock.frozen(NOW + timedelta(minutes=12)):
        assert jobs.run("job").outcome is Outcome.WELL


def test_whoever_comes_back_after_the_lease_finds_the_job_lost(there: Named, app: Flask):
    def slept() -> None:
        with clock.frozen(NOW + timedelta(minutes=9)):
            other = ledger.begin(job, clock.now(), zone())
            assert other
            db.session.commit()
            try:
                jobs.still_at_it()
            except Exception:
                pytest.fail("a job that goes on after errors would go on")

    job = add(there, "job", slept)

    assert jobs.run("job").outcome is Outcome.CUT_OFF
    assert runs() == [("job", Outcome.CUT_OFF), ("job", None)]
    assert state("job").held_until == NOW + timedelta(minutes=14)


def test_a_server_that_is_being_stopped_does_the_rest_when_it_starts(there: Named, stop: threading.Event):
    done: list[str] = []

    def pieces() -> None:
        for piece in ("first", "second")[len(done) :]:
            jobs.still_at_it()
            done.append(piece)
            stop.set()

    add(there, "job", pieces)
    add(there, "other", lambda: done.append("other"))
    jobs.run_due()
    assert (done, runs(), state("job").failures) == (["first"], [("job", Outcome.CUT_OFF)], 0)
    stop.clear()
    jobs.run_due()

    assert (done, state("job").run_id) == (["first", "second"], None)
