"""Officers see what runs, what it did, what is due, what failed, and whether anybody is at work at all."""

import ast
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event

from chapter import clock, jobs, ledger
from chapter.access import Role
from chapter.background import actions, words
from chapter.config import ROOT
from chapter.db import db
from chapter.i18n import zone
from chapter.jobs import registered
from tests import factories
from tests.background.conftest import fail
from tests.conftest import NOW, Client

There = Callable[..., None]


@pytest.fixture
def officer(client: Client) -> Client:
    """A browser in which a member coordinator is signed in."""
    return client.sign_in(factories.account(Role.MEMBER_COORDINATOR, language="sv"))


def test_what_ran_says_what_it_did_and_when_it_is_due(officer: Client, there: There):
    there(mail=lambda: {"sent": 3, "failed": 1}, weekly=lambda: None)
    jobs.run_due()
    page = officer.get("/background/").text

    assert "The job mail" in page
    assert "3 skickade, 1 misslyckad" in page
    assert "Nästa gång: i dag kl. 18.31." in page
    assert "Varje måndag kl. 07.00" in page
    assert "måndag 23 november kl. 07.00" in page


def test_what_fails_is_on_top_with_its_error_and_without_anybody_s_name(officer: Client, there: There):
    there(well=lambda: None, bad=fail)
    jobs.run_due()
    page = officer.get("/background/").text

    assert page.index("The job bad") < page.index("The job well")
    assert "RuntimeError in jobs._go, line" in page
    assert "Asa" not in page


def test_a_job_that_was_cut_off_says_so(officer: Client, there: There):
    there(job=lambda: None)
    ledger.begin(registered()[0], NOW, zone())
    db.session.commit()

    assert "Körs nu" in officer.get("/background/").text
    with clock.frozen(NOW + timedelta(minutes=5)):
        assert "Det avbröts mitt i" in officer.get("/background/").text


@pytest.mark.parametrize(("minutes", "still"), [(0, False), (10, False), (11, True)])
def test_it_says_loudly_when_nobody_is_at_work(officer: Client, there: There, minutes: int, still: bool):
    there(job=lambda: None)
    jobs.run_due()
    with clock.frozen(NOW + timedelta(minutes=minutes)):
        page = officer.get("/background/").text

    assert ("Det automatiska arbetet står still." in page) is still
    assert ("Allt är som det ska." in page) is not still


def test_a_long_job_is_a_sign_of_life(officer: Client, there: There):
    there(job=lambda: None)
    claim = ledger.begin(registered()[0], NOW, zone())
    assert claim
    db.session.commit()
    ledger.renew(claim, NOW + timedelta(minutes=18))
    db.session.commit()
    with clock.frozen(NOW + timedelta(minutes=20)):
        assert "står still" not in officer.get("/background/").text


def test_where_nothing_has_run_the_page_says_so(officer: Client):
    page = officer.get("/background/").text

    assert "Det automatiska arbetet står still." in page
    assert "Inte kört än" in page


def test_a_page_that_changes_in_a_moment_looks_again(officer: Client, there: There):
    there(job=lambda: None)
    assert "every 3s" not in officer.get("/background/").text
    ledger.want("job", NOW)

    assert "every 3s" in officer.htmx("/background/").text


def test_a_job_has_a_page_with_all_its_runs(officer: Client, there: There):
    there(job=lambda: {"sent": 2})
    for minute in range(40):
        with clock.frozen(NOW + timedelta(minutes=minute)):
            jobs.run_due()

    assert officer.get("/background/job").text.count("2 skickade") == 30
    assert officer.get("/background/job?page=2").text.count("2 skickade") == 10
    assert officer.get("/background/other").status_code == 404


@pytest.mark.parametrize("path", ["/background/", "/background/job1"])
def test_no_page_takes_more_than_a_dozen_queries(officer: Client, there: There, path: str):
    there(**{f"job{n}": lambda: {"sent": 1} for n in range(30)})
    jobs.run_due()
    seen: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: seen.append(given[2]))
    officer.get(path)

    assert 0 < len(seen) <= 12


def test_officers_get_there_from_the_outbox_and_call_leaders_see_no_tabs(officer: Client, app: Flask):
    leader = app.test_client().sign_in(factories.account(Role.CALL_LEADER))  # type: ignore[attr-defined]

    assert 'href="/background/"' in officer.get("/outbox").text
    assert "/background" not in leader.get("/outbox").text


def test_every_job_has_words_for_people(app: Flask):
    assert [job.name for job in registered() if not job.label] == []


def test_there_are_words_for_what_jobs_say_that_they_did():
    sources = [path.read_text() for path in (ROOT / "chapter").glob("*/jobs*.py")]
    returned = [node.value for text in sources for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Return)]
    said = {key.value for value in returned if isinstance(value, ast.Dict) for key in value.keys}

    assert said
    assert said - words.DID.keys() == set()


def test_runs_are_forgotten_in_time(there: There, app: Flask):
    there(idle=lambda: None, busy=lambda: {"sent": 1}, bad=fail)
    for minute in range(30):
        with clock.frozen(NOW + timedelta(minutes=minute)):
            jobs.run_due()
    actions.forget_old(NOW + timedelta(hours=1))

    assert _kept() == {"idle": 20, "busy": 30, "bad": 4}
    actions.forget_old(NOW + timedelta(days=31))
    assert _kept() == {}


def test_a_job_that_is_no_more_is_forgotten(there: There, app: Flask):
    there(old=lambda: None)
    jobs.run_due()
    there(new=lambda: None)
    actions.forget_old(NOW)

    assert (_kept(), ledger.states()) == ({}, {})


def _kept() -> dict[str, int]:
    found = db.select(ledger.JobLog.name, db.func.count()).group_by(ledger.JobLog.name)
    return {name: number for name, number in db.session.execute(found)}
