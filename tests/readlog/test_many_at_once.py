"""However many write in the log at once, from however many processes, it is one chain."""

import subprocess
import sys

from flask import Flask

from chapter.access import Role
from chapter.config import ROOT
from chapter.db import db
from chapter.readlog import queries, witness
from tests import factories
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
