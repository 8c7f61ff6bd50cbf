"""Sixty callers at once, each a process, on a real server that is killed in between."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from chapter import clock, commands, create_app
from chapter.calling.models import Call, CallVersion, Flag
from chapter.db import db
from chapter.settings import actions as settings_actions
from tests import factories
from tests.browser.conftest import cookie_of
from tests.databases import own

CALLERS, PEOPLE = 60, 400
SCRIPT = Path(__file__).with_name("crowd_caller.py")


class Server:
    """``python -m chapter.serve`` on a folder and a free port."""

    def __init__(self, data: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = {**os.environ, **own(data), "PORT": str(self.port), "CHAPTER_MODE": "live"}

    def start(self) -> None:
        """Start, in a process group of its own, and wait until it answers."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "chapter.serve"],
            env=self.environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{self.address}/healthz").close()
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the server doesn't answer")

    def kill(self) -> None:
        """Kill it and all its processes at once (-9)."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def crowd(tmp_path):
    """A chapter on disk with callers and people; gives the assignment's id and the callers' cookies."""
    app = create_app({**own(tmp_path / "data"), "TESTING": True})
    with app.app_context():
        commands.migrate()
        settings_actions.found("Lövåsen", "SE", clock.now()).around_the_clock = True
        callers = tuple(factories.account(name=f"Ringare {n}") for n in range(CALLERS))
        people = [factories.person(f"Person {n}", mobile="+46701740605") for n in range(PEOPLE)]
        assignment = factories.assignment(*people, callers=callers)
        cookies = [cookie_of(app, caller) for caller in callers]
        db.session.commit()
        yield assignment.id, cookies


@pytest.fixture
def server(tmp_path):
    server = Server(tmp_path / "data")
    server.start()
    yield server
    server.kill()


def test_nobody_is_held_twice_and_no_report_is_lost(crowd, server, tmp_path):
    assignment_id, cookies = crowd
    log = [sys.executable, "-I", str(SCRIPT), server.address]
    callers = [
        subprocess.Popen([*log, cookie, str(assignment_id), str(tmp_path / f"log{n}"), str(n)])
        for n, cookie in enumerate(cookies)
    ]
    for _ in range(2):
        time.sleep(2.5)
        server.kill()
        server.start()
    assert [caller.wait(timeout=120) for caller in callers] == [0] * CALLERS
    held = [json.loads(line) for file in tmp_path.glob("log*") for line in file.read_text().splitlines()]
    assert {person for person, _, _ in held} == set(range(1, PEOPLE + 1))
    assert overlaps(held) == []
    assert reports() == (PEOPLE, PEOPLE, PEOPLE)


def overlaps(held: list) -> list:
    """People whom two callers had on their screens at the same time."""
    found, last = [], {}
    for person, begun, ended in sorted(held, key=lambda each: each[1]):
        if begun < last.get(person, 0):
            found.append(person)
        last[person] = max(ended, last.get(person, 0))
    return found


def reports() -> tuple[int, int, int]:
    """Reported calls, people with one, versions: all the same if every report is there once."""
    count, reported = db.func.count, Call.reported_at.is_not(None)
    flagged = db.session.scalar(db.select(count(Flag.id)))
    assert 0.2 * PEOPLE < flagged < 0.4 * PEOPLE
    return (
        db.session.scalar(db.select(count(Call.id)).where(reported)),
        db.session.scalar(db.select(count(db.distinct(Call.person_id))).where(reported)),
        db.session.scalar(db.select(count(CallVersion.id))),
    )
