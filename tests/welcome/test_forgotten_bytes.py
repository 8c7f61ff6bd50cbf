"""What is forgotten is gone from the bytes of every file that the chapter keeps: whoever reads meanwhile, and wherever
the machine is killed."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from chapter import clock, jobs, wiping
from chapter.accounts.models import Account
from chapter.db import db, own_connection
from chapter.welcome import actions_forget, jobs_forget
from chapter.welcome.models import WelcomeCase, WelcomeTally
from tests import cast, databases, factories
from tests.conftest import Client
from tests.welcome import full

DAY = timedelta(days=1)
LATER = 15 * DAY


@pytest.fixture
def files(app: Flask) -> Iterator[Path]:
    """The folder of all that the chapter keeps, with a case whose day has come."""
    factories.person("Någon", "Annan")
    full.case(cast.play("member_coordinator"))
    with clock.frozen(clock.now() + LATER):
        yield Path(app.config["CHAPTER_DATA"])


def found(files: Path) -> dict[str, int]:
    """How often the secret word stands in which file."""
    counts = {name: content.count(full.SECRET.encode()) for name, content in databases.files_in(files)}
    return {name: count for name, count in counts.items() if count}


def forget() -> None:
    """What the background does at night, and a little later."""
    jobs_forget.forget()
    databases.wipe_out()


def test_before_it_is_forgotten_the_words_are_there(files: Path):
    assert sum(found(files).values()) > 20


def test_afterwards_they_are_in_no_file(files: Path):
    forget()

    assert found(files) == {}


def test_erased_by_hand_they_are_in_no_file_either(files: Path, client: Client):
    coordinator = db.session.scalars(db.select(Account)).one()
    client.sign_in(coordinator).post("/welcome/1/forget")
    databases.wipe_out()

    assert found(files) == {}


def test_nor_are_they_in_the_queue_of_the_background_or_its_record(files: Path, caplog: pytest.LogCaptureFixture):
    jobs.run_due()
    with clock.frozen(clock.now() + DAY):
        jobs.run_due()
        jobs.run_due()

    assert (found(files), full.SECRET in caplog.text) == ({}, False)


def test_while_somebody_reads_they_stay_in_the_log_and_go_when_the_reader_has_gone(
    files: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(wiping, "PATIENCE", 0)
    with closing(own_connection()) as reader:
        reader.execute(databases.READ)
        assert reader.execute("SELECT count(*) FROM welcome_case").fetchone() == (1,)
        jobs_forget.forget()
        wiping.wipe()
        assert (found(files) == {}, wiping.is_owed()) == (False, True)
    databases.wipe_out()

    assert found(files) == {}


POINTS: dict[str, tuple[Any, str]] = {
    "counted": (actions_forget, "forget_about"),
    "half deleted": (actions_forget, "forget_calls"),
    "deleted": (jobs, "still_at_it"),
    "committed": (actions_forget, "sweep"),
    "before it is rewritten": (wiping, "own_connection"),
    "rewritten": (wiping, "_note"),
    "before the log is emptied": (wiping, "_empty_log"),
}
"""Where the machine is killed: when it comes to this function."""


@pytest.mark.parametrize("point", POINTS)
def test_killed_in_the_middle_it_is_counted_once_and_gone_when_it_has_run_again(files: Path, point: str):
    killed(forget, *POINTS[point])
    forget()

    assert (found(files), db.session.scalars(db.select(WelcomeCase)).all()) == ({}, [])
    assert [tally.number for tally in db.session.scalars(db.select(WelcomeTally))] == [1]


def killed(work: Callable[[], None], place: Any, name: str) -> None:
    """Let another process do it, and be killed there."""
    db.session.remove()
    db.engine.dispose()
    child = os.fork()
    if not child:
        setattr(place, name, lambda *_given, **_named: os.kill(os.getpid(), signal.SIGKILL))
        work()
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
