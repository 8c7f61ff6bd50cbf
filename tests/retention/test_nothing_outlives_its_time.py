"""Every kind goes when its time is up, and not before: made at several ages, and a year gone through with the jobs."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from chapter import clock, expiry, jobs
from chapter.db import db
from chapter.expiry import Gone, Term
from chapter.people.stored import kinds
from tests.conftest import NOW
from tests.front.test_your_data import about_people
from tests.retention.made import MADE

BY_COLUMN = [key for key in MADE if key != "privacy.leavers"]
DAY = timedelta(days=1)


def term(key: str) -> Term:
    """The term of that name."""
    return next(term for term in expiry.terms() if term.key == key)


def counted(term: Term, now: datetime) -> tuple[int, int]:
    """How many there are whose time isn't up, and whose is."""
    found = select(func.count(), func.count().filter(term.by(now))).select_from(term.model)
    dated = term.since if term.via is None else term.via
    number, late = db.session.execute(found.where(*term.these, dated.is_not(None))).one()
    return number - late, late


def run(job: str, at: datetime = NOW) -> None:
    """Let ``job`` run at the moment ``at``."""
    db.session.commit()
    with clock.frozen(at):
        assert jobs.run(job).error is None


def test_each_kind_is_tried_here_or_with_the_welcome_routine(made: Flask):
    assert {term.key for term in expiry.terms()} - MADE.keys() == {"welcome.cases"}


def test_no_table_about_people_is_without_a_term_or_a_reason(made: Flask):
    told = {table for thing in (*expiry.terms(), *expiry.staying()) for table in thing.tables}

    assert (about_people() | {table for kind in kinds() for table in kind.tables}) - told == set(), "say it in terms.py"


def test_each_is_deleted_by_a_job_that_there_is(made: Flask):
    assert {term.job for term in expiry.terms()} - {job.name for job in jobs.registered()} == set()


@pytest.mark.parametrize("key", BY_COLUMN)
def test_it_goes_when_its_time_is_up_and_not_before(app: Flask, key: str):
    this = term(key)
    for age in (this.period + 2 * DAY, this.period - 2 * DAY, timedelta(0)):
        MADE[key](NOW - age)
    young, old = counted(this, NOW)
    run(this.job)

    assert min(old, young) > 0
    assert counted(this, NOW)[0] >= young
    assert counted(this, NOW)[1] == 0
    assert db.session.get(Gone, (NOW.date(), key)).number >= old


def test_in_a_year_nothing_of_any_kind_is_kept_for_longer(app: Flask):
    for months in range(0, 13, 3):
        now = NOW + months * 30 * DAY
        for key in BY_COLUMN:
            MADE[key](now - DAY / 2)
        for at in (now, now + 87 * DAY, now + 89 * DAY):
            for job in sorted({term.job for term in expiry.terms()}):
                run(job, at)
        late = {key: counted(term(key), now + 89 * DAY)[1] for key in BY_COLUMN}
        assert {key: number for key, number in late.items() if number} == {}


def test_the_page_reckons_as_the_jobs_do(app: Flask):
    for key in BY_COLUMN:
        for days in (3, 40):
            MADE[key](NOW - term(key).period + days * DAY)
    outlooks, then = expiry.outlooks(NOW), NOW + expiry.SOON

    assert {key: outlooks[key].soon for key in BY_COLUMN} == {key: counted(term(key), then)[1] for key in BY_COLUMN}
    assert min(outlooks[key].soon for key in BY_COLUMN) > 0


@pytest.mark.parametrize("key", ["people.history", "messages.mail", "rights.requests"])
def test_when_the_clock_leaps_ahead_nothing_goes_for_a_day(app: Flask, key: str):
    this = term(key)
    leapt = NOW + this.period + 400 * DAY
    run(this.job)
    MADE[key](NOW)
    left = []
    for at in (leapt, leapt + 2 * DAY):
        run(this.job, at)
        left.append(db.session.scalar(select(func.count()).select_from(this.model)))

    assert left[0] > left[1] == 0
