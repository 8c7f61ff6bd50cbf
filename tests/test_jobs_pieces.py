"""A job does its work in pieces: one that fails stops no other, and officers see that something failed."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from chapter import clock, jobs, ledger
from chapter.background import words
from chapter.db import db
from chapter.jobs import Job
from chapter.ledger import End, JobLog, Outcome
from chapter.people.models import Tag
from chapter.timetable import Every
from tests import factories
from tests.conftest import NOW

NAMES = "first", "As" + "a", "third"


def make(name: str) -> bool:
    """A piece: the tag of that name; one of them fails half-way. Gives whether it was the first."""
    factories.tag(name)
    if name == NAMES[1]:
        raise RuntimeError(f"{name} can’t be")
    return name == "first"


@pytest.fixture
def run(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[..., End]:
    """Run a job of such pieces."""

    def run(do: Callable[[str], int | None] = make) -> End:
        job = Job("job", Every(timedelta(minutes=1)), lambda: {"sent": jobs.each(NAMES, do)})
        monkeypatch.setattr(jobs, "_jobs", {"job": job})
        return jobs.run("job")

    return run


def tags() -> list[str]:
    """The pieces that were done, as others see them."""
    db.session.rollback()
    return list(db.session.scalars(select(Tag.name).where(Tag.name.in_(NAMES)).order_by(Tag.id)))


def test_one_that_fails_is_undone_and_stops_no_other(run: Callable[..., End]):
    end = run()

    assert tags() == ["first", "third"]
    assert end.did == {"sent": 1, "failed": 1}


def test_the_run_has_failed_and_says_where_but_not_whom_it_was_about(
    run: Callable[..., End], caplog: pytest.LogCaptureFixture
):
    end, kept = run(), db.session.scalars(select(JobLog)).one()

    assert (end.outcome, kept.outcome, ledger.states()["job"].failures) == (Outcome.FAILED, Outcome.FAILED, 1)
    assert (end.error or "").startswith("RuntimeError in jobs.each, line ")
    assert "the job job failed: RuntimeError" in caplog.text
    assert NAMES[1] not in caplog.text + str(kept.error)
    assert words.result(kept).endswith("1 misslyckad")


def test_what_the_database_refuses_is_a_piece_that_failed_too(run: Callable[..., End]):
    end = run(lambda name: db.session.add(Tag(name=None if name == "third" else name)))

    assert (tags(), end.did) == ([*NAMES[:2]], {"failed": 1})


def test_each_piece_keeps_the_lease_also_one_that_fails(run: Callable[..., End]):
    held: list[datetime | None] = []

    def slowly(name: str) -> None:
        held.append(ledger.states()["job"].held_until)
        time_passes.enter_context(clock.frozen(clock.now() + timedelta(minutes=4)))
        make(name)

    with ExitStack() as time_passes:
        run(slowly)
    assert held == [NOW + timedelta(minutes=minutes) for minutes in (5, 9, 13)]


def test_whoever_calls_the_function_by_itself_gets_the_error(app: Flask):
    with pytest.raises(RuntimeError):
        jobs.each(NAMES, make)

    assert tags() == ["first"]
