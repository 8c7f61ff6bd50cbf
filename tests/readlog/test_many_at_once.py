"""However many write in the log at once, from however many processes, it is one chain."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from chapter.access import Role
from chapter.config import ROOT
from chapter.db import db
from chapter.readlog import queries, witness
from chapter.readlog.models import ReadPerson, ReadWhom
from tests import factories
from tests.cast import play
from tests.conftest import Client
from tests.databases import environment
from tests.readlog.appender import THREADS

PROCESSES, TIMES = 2, 6


def test_processes_and_threads_make_one_chain(app: Flask):
    factories.account(Role.MEMBER_COORDINATOR, name="Mia Lund", email="mia@example.org")
    ids = [str(factories.person(name).id) for name in ("Emma", "Nils")]
    db.session.commit()
    words = [sys.executable, "-m", "tests.readlog.appender", str(TIMES), *ids]
    at_work = [subprocess.Popen(words, env=environment(app), cwd=ROOT) for _process in range(PROCESSES)]

    assert [process.wait(60) for process in at_work] == [0] * PROCESSES
    db.session.rollback()
    assert queries.verify() == (PROCESSES * THREADS * TIMES, None, 0)
    assert queries.head() == witness.kept()


def at_once(tabs: list[Client], address: str) -> list[int]:
    """Ask for the page in all ``tabs`` in the same moment, each in a thread of its own; gives what they answer."""

    def status(tab: Client) -> int:
        return Context().run(FlaskClient.open, tab, address).status_code

    with ThreadPoolExecutor(len(tabs)) as pool:
        return list(pool.map(status, tabs))


def test_two_tabs_at_the_same_moment_are_one_look(app: Flask, monkeypatch: pytest.MonkeyPatch):
    emma, coordinator, unseen = factories.person(), play("member_coordinator"), queries.unseen
    tabs: Any = [app.test_client().sign_in(coordinator) for _tab in range(2)]  # type: ignore[attr-defined]
    wait_for_both = [Barrier(2, timeout=10).wait] * 2

    def ask(*given: Any) -> dict[int, int | None]:
        new = unseen(*given)
        _both = wait_for_both and wait_for_both.pop()()
        return new

    monkeypatch.setattr(queries, "unseen", ask)
    assert at_once(tabs, f"/people/{emma.id}/") == [200, 200]
    assert [db.session.scalar(select(func.count()).select_from(one)) for one in (ReadWhom, ReadPerson)] == [1, 1]
