"""Officers have a job run now, with a button or from the command line."""

import json
from collections.abc import Callable

import pytest
from click.testing import Result
from flask import Flask

from chapter import jobs, ledger
from chapter.access import Role
from chapter.db import db
from chapter.i18n import zone
from chapter.jobs import registered
from tests import factories
from tests.background.conftest import fail
from tests.conftest import NOW, Client

There = Callable[..., None]


@pytest.fixture
def officer(client: Client) -> Client:
    """A browser in which an administrator is signed in."""
    return client.sign_in(factories.account(Role.ADMINISTRATOR, language="sv"))


@pytest.fixture
def flask(app: Flask) -> Callable[..., Result]:
    """``flask jobs …``"""
    return lambda *args: app.test_cli_runner().invoke(args=["jobs", *args])


def pressed(officer: Client, name: str) -> str:
    """What the page says after the button."""
    return officer.get(officer.post(f"/background/{name}/run").location).text


def begun(there: There) -> None:
    """A job that somebody is running."""
    there(job=lambda: None)
    ledger.begin(registered()[0], NOW, zone())
    db.session.commit()


def test_the_button_leaves_the_work_to_the_background(officer: Client, there: There):
    ran: list[int] = []
    there(weekly=lambda: ran.append(1), other=lambda: None)
    jobs.run_due()

    assert officer.post("/background/weekly/run").location == "/background/weekly"
    assert ran == []
    jobs.run_asked()
    assert ran == [1]


def test_pressed_twice_it_runs_once(officer: Client, there: There):
    ran: list[int] = []
    there(weekly=lambda: ran.append(1))
    for _press in range(2):
        officer.post("/background/weekly/run")
    jobs.run_asked()
    jobs.run_asked()

    assert ran == [1]


def test_it_says_whether_it_begins(officer: Client, there: There):
    there(weekly=lambda: None, other=lambda: None)
    assert "så snart det automatiska arbetet" in pressed(officer, "weekly")
    jobs.run_due()

    assert "Det startar om ett ögonblick." in pressed(officer, "weekly")


def test_a_job_that_is_running_is_not_run_once_more(officer: Client, there: There):
    begun(there)

    assert "Det körs redan." in pressed(officer, "job")
    assert ledger.states()["job"].wanted_at is None


def test_no_such_job(officer: Client):
    assert officer.post("/background/messages.nothing/run").status_code == 404


def test_the_command_runs_it_whatever_the_clock_says(flask: Callable[..., Result], there: There):
    there(weekly=lambda: {"sent": 3})
    for _again in range(2):
        result = flask("run", "weekly")

        assert (result.exit_code, result.output) == (0, "weekly is done: 3 sent.\n")


@pytest.mark.parametrize(
    ("name", "words"), [("nothing", "There is no job “nothing”"), ("bad", "bad failed: RuntimeError in jobs._go")]
)
def test_the_command_says_what_is_wrong(flask: Callable[..., Result], there: There, name: str, words: str):
    there(bad=fail)
    result = flask("run", name)

    assert result.exit_code == 1
    assert words in result.output
    assert "Asa" not in result.output


def test_the_command_waits_its_turn(flask: Callable[..., Result], there: There):
    begun(there)
    result = flask("run", "job")

    assert result.exit_code == 1
    assert "is being run just now" in result.output


def test_the_list_has_every_job_in_english(flask: Callable[..., Result], there: There):
    there(weekly=lambda: None, bad=fail)
    jobs.run_due()
    lines = flask("list").output.splitlines()

    assert lines[0].split() == ["NAME", "HOW", "OFTEN", "LAST", "RUN", "NEXT", "STATE"]
    assert "every minute" in lines[1]
    assert "2026-11-18 18:30" in lines[1]
    assert "fails (1): RuntimeError" in lines[1]
    assert "every monday at 07.00" in lines[2]
    assert "never" in lines[2]


def test_the_list_warns_when_nobody_is_at_work(flask: Callable[..., Result], there: There):
    there(job=lambda: None)
    assert "isn't running" in flask("list").stderr
    jobs.run_due()

    assert "isn't running" not in flask("list").stderr


def test_the_list_for_programs(flask: Callable[..., Result], there: There):
    there(daily=lambda: None, mail=lambda: {"sent": 3})
    jobs.run_due()
    daily, mail = json.loads(flask("list", "--json").stdout)

    assert (daily["state"], daily["last_began"], daily["next_due"]) == ("new", None, "2026-11-19T06:00:00+00:00")
    assert (mail["state"], mail["did"], mail["last_began"]) == ("well", {"sent": 3}, NOW.isoformat())
    assert mail["how_often"] == "Every minute"


@pytest.mark.parametrize("command", [("list",), ("run", "messages.deliver")])
def test_without_a_chapter_the_commands_say_so(flask: Callable[..., Result], command: tuple[str, ...]):
    db.session.execute(db.text("DELETE FROM chapter"))
    db.session.commit()

    assert "There is no chapter here yet" in flask(*command).output
