"""The server for real: pages and background in their processes, started and stopped together."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy import text

from chapter import clock, commands, create_app
from chapter.db import db
from chapter.messages import nudge
from chapter.messages.models import Message
from chapter.settings import actions as settings
from tests.databases import own
from tests.messages.conftest import Mailbox, free_port

MEMORY = 150_000
"""Kilobytes that all processes may use together."""


@dataclass
class Site:
    """A running server."""

    process: subprocess.Popen[bytes]
    port: int
    data: Path

    @property
    def children(self) -> set[int]:
        """The processes that it has started."""
        return {int(n) for n in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()}

    def answer(self, path: str) -> int:
        """The status of a page, 0 if nobody answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as response:
                return response.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0


def until(true: Callable[[], object], seconds: float = 30) -> bool:
    """Whether it becomes true in time."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        with suppress(OSError):
            if true():
                return True
        time.sleep(0.1)
    return False


@pytest.fixture(scope="module")
def post_office() -> Iterator[Mailbox]:
    """A real mail server."""
    box = Mailbox()
    server = Controller(box, hostname="127.0.0.1", port=free_port())
    server.start()
    box.url = f"smtp://127.0.0.1:{server.port}"  # type: ignore[attr-defined]
    yield box
    server.stop(no_assert=True)


def found(data: Path) -> None:
    """A chapter in that folder."""
    app = create_app(own(data))
    with app.app_context():
        commands.migrate()
        settings.found("Lövåsen", "SE", clock.now()).contact_email = "malin@example.org"
        db.session.commit()
        db.engine.dispose()


@contextmanager
def served(data: Path, post_office: Mailbox) -> Iterator[Site]:
    """A server of the chapter in that folder, with a mail server."""
    port = free_port()
    given = {**own(data), "PORT": str(port), "CHAPTER_SMTP_URL": post_office.url}  # type: ignore[attr-defined]
    process = subprocess.Popen([sys.executable, "-m", "chapter.serve"], env={**os.environ, **given})
    running = Site(process, port, data)
    try:
        assert until(lambda: running.answer("/healthz") == 200 and running.children)
        yield running
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, post_office: Mailbox) -> Iterator[Site]:
    """A server that serves several tests: they leave it running."""
    data = tmp_path_factory.mktemp("site")
    found(data)
    with served(data, post_office) as running:
        yield running


@pytest.fixture
def doomed(tmp_path: Path, post_office: Mailbox) -> Iterator[Site]:
    """A server of the test's own, which may end it."""
    found(tmp_path)
    with served(tmp_path, post_office) as running:
        yield running


def write_mail(data: Path) -> None:
    """A mail in the outbox of a running server, as a page there would put it."""
    app, now = create_app(own(data)), clock.now()
    words = {"subject": "Hej", "text": "Hej", "html": "Hej", "language": "sv"}
    with app.app_context():
        db.session.add(Message(to_name="Asa", to_email="asa@example.org", written_at=now, try_at=now, **words))
        nudge.after_commit(db.session)
        db.session.commit()
        app.extensions["jobs"][0].storage.close()
        db.engine.dispose()


def is_gone(pid: int) -> bool:
    """Whether the process has ended; a dead one that nobody has buried yet counts as ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_ends_with_all_its_processes(doomed: Site, how: int):
    children = doomed.children
    doomed.process.send_signal(how)

    assert doomed.process.wait(15) == 0
    assert until(lambda: all(is_gone(pid) for pid in children), 5)


def test_an_address_may_carry_a_long_search(site: Site):
    assert site.answer("/?s=" + "x" * 7000) == 200


def test_killed_it_leaves_no_orphans(doomed: Site):
    children = doomed.children
    doomed.process.kill()
    doomed.process.wait()

    assert until(lambda: all(is_gone(pid) for pid in children), 15)


def test_when_the_pages_die_all_begins_anew_in_the_same_process(doomed: Site):
    before = doomed.children
    for pid in before:
        os.kill(pid, signal.SIGKILL)

    assert until(lambda: doomed.children - before and doomed.answer("/healthz") == 200)
    assert doomed.process.poll() is None


def test_who_knocks_while_it_begins_anew_waits_and_is_let_in(doomed: Site):
    for pid in doomed.children:
        os.kill(pid, signal.SIGKILL)
    answers = []
    for _number in range(20):
        answers.append(doomed.answer("/healthz"))
        time.sleep(0.1)

    assert answers.count(200) >= 19  # the one who was inside in that instant may be cut off


def test_told_to_reload_it_begins_anew_and_sends_what_waits(doomed: Site, post_office: Mailbox):
    before = doomed.children
    doomed.process.send_signal(signal.SIGHUP)
    assert until(lambda: doomed.children and not doomed.children & before)
    post_office.mails.clear()
    write_mail(doomed.data)

    assert until(lambda: len(post_office.mails) == 1, 15)


def test_the_background_sends_what_waits(site: Site, post_office: Mailbox):
    post_office.mails.clear()
    write_mail(site.data)

    assert until(lambda: [str(mail["Subject"]) for mail in post_office.mails] == ["Hej"], 15)


def test_all_processes_together_stay_within_the_memory_of_a_small_machine(site: Site):
    for path in ("/", "/sign-in", "/healthz", "/colours.css") * 5:
        assert site.answer(path) in (200, 303)
    used = 0
    for pid in (site.process.pid, *site.children):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        used += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))

    assert used <= MEMORY


def test_a_database_without_tables_is_not_well(tmp_path: Path):
    app = create_app(own(tmp_path))

    assert app.test_client().get("/healthz").status_code == 503


def test_a_database_that_is_behind_is_not_well(app: Flask):
    db.session.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    db.session.commit()

    assert app.test_client().get("/healthz").json == {"ok": False}


def test_a_port_in_use_is_a_clear_sentence(site: Site):
    given = {**own(site.data), "PORT": str(site.port)}
    second = subprocess.run([sys.executable, "-m", "chapter.serve"], env={**os.environ, **given}, capture_output=True)

    assert second.returncode == 1
    assert f"can't listen on 127.0.0.1:{site.port}" in second.stderr.decode()
