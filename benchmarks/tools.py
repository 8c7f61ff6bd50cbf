"""What the benchmarks share: figures, demo chapters in folders of their own, a server, a browser without a screen."""

import contextvars
import http.client
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import select

from chapter import create_app
from chapter.accounts.models import Account
from chapter.db import db

ROOT = Path(__file__).parent.parent
CHROMIUM = shutil.which("chromium")
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass(frozen=True)
class Figure:
    """A line of the table. ``is_met`` is None for what has no budget, or couldn't be measured."""

    what: str
    budget: str
    figure: str
    is_met: bool | None = None


_made: dict[tuple[int, int], Path] = {}
_folder = tempfile.TemporaryDirectory(prefix="chapter-bench-")


def demo_folder(people: int, callers: int = 12) -> Path:
    """A data folder with a fresh demo chapter; made once for its size, then copied."""
    size = people, callers
    if size not in _made:
        data = Path(_folder.name) / f"made-{people}-{callers}"
        words = ["demo", "--people", str(people), "--callers", str(callers)]
        in_flask(data, *words)
        _made[size] = data
    copy = Path(tempfile.mkdtemp(dir=_folder.name))
    return Path(shutil.copytree(_made[size], copy, dirs_exist_ok=True))


def in_flask(data: Path, *words: str) -> None:
    """``./run flask …`` with ``data`` as the data folder."""
    command = [sys.executable, "-m", "flask", "--app", str(ROOT / "app.py"), *words]
    subprocess.run(command, cwd=ROOT, env=environment(data), check=True, stdout=subprocess.DEVNULL)


def environment(data: Path, **settings: str) -> dict[str, str]:
    """The environment without the reader's own settings."""
    outside = {name: value for name, value in os.environ.items() if not name.startswith("CHAPTER_")}
    return outside | {"CHAPTER_DATA": str(data), "CHAPTER_MODE": "demo", "PYTHONPATH": str(ROOT)} | settings


@contextmanager
def demo_app(people: int, callers: int = 12) -> Iterator[Flask]:
    """An app in this process on a demo chapter, its context pushed."""
    app = create_app(
        {"CHAPTER_DATA": str(demo_folder(people, callers)), "CHAPTER_MODE": "demo", "WTF_CSRF_ENABLED": False}
    )
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


def session_of(app: Flask, part: str) -> str:
    """The value of the cookie that signs in as ``part``@example.org."""
    account = db.session.scalars(select(Account).where(Account.email == f"{part}@example.org")).one()
    kept = {"_user_id": account.get_id(), "_fresh": True, "signed_in_at": datetime.now(UTC).isoformat()}
    db.session.rollback()
    serializer: Any = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return serializer.dumps(kept)


def apart(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Call ``function`` as a server would: with nothing left over from the app context that is pushed here."""
    return contextvars.Context().run(function, *args, **kwargs)


def typical(function: Callable[[], object], times: int) -> float:
    """The median of how many seconds ``function`` takes."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        function()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


@dataclass(frozen=True)
class Server:
    """A server that runs; ``app`` knows its secrets, to make cookies with."""

    port: int
    pid: int
    app: Flask

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def cookie(self, part: str) -> str:
        """The cookie that signs in as ``part``@example.org."""
        with self.app.app_context():
            return session_of(self.app, part)


@contextmanager
def server(people: int, callers: int = 12, first: Callable[[], None] | None = None) -> Iterator[Server]:
    """``python -m chapter.serve`` on a demo chapter: web and background. Its process calls ``first`` at the start."""
    with served(demo_folder(people, callers), first) as running:
        yield running


@contextmanager
def served(data: Path, first: Callable[[], None] | None = None, **settings: str) -> Iterator[Server]:
    """The same for the chapter in ``data``."""
    with _running(data, "chapter.serve", first=first, **settings) as (port, pid):
        yield Server(port, pid, create_app({"CHAPTER_DATA": str(data), "CHAPTER_MODE": "demo", **settings}))


def settle(served: Server, seconds: float = 60) -> None:
    """Wait until the server has done what it does at its start, and rests."""
    until, before = time.monotonic() + seconds, -1.0
    while time.monotonic() < until and (now := _processor_seconds(served.pid)) - before > 0.1:
        before = now
        time.sleep(2)


def _processor_seconds(pid: int) -> float:
    fields = [Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split() for one in tree(pid)]
    return sum(int(field[11]) + int(field[12]) for field in fields) / os.sysconf("SC_CLK_TCK")


def tree(pid: int) -> list[int]:
    """A process and all that it has started, but for those who have ended meanwhile."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [pid, *(below for child in children for below in tree(int(child)))]


@contextmanager
def floor() -> Iterator[int]:
    """The floor's port, while it runs."""
    with tempfile.TemporaryDirectory() as folder, _running(Path(folder), "benchmarks.floor", folder) as (port, _pid):
        yield port


@contextmanager
def _running(
    data: Path, module: str, *words: str, first: Callable[[], None] | None = None, **given: str
) -> Iterator[tuple[int, int]]:
    port = free_port()
    command = [sys.executable, "-m", module, *([str(port), *words] if words else [])]
    with open(data / "log", "w") as log:
        settings = environment(data, PORT=str(port), **given)
        process = subprocess.Popen(command, cwd=ROOT, env=settings, stdout=log, stderr=log, preexec_fn=first)
        try:
            _wait_for(port, process, data / "log")
            yield port, process.pid
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as trial:
        return trial.getsockname()[1]


def _wait_for(port: int, process: subprocess.Popen, log: Path) -> None:
    for _ in range(150):
        if process.poll() is not None:
            break
        try:
            if Visitor(port).get("/healthz")[0] == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"the server did not start:\n{log.read_text()}")


class Visitor:
    """A browser without scripts: one connection, one cookie, plain forms."""

    def __init__(self, port: int, cookie: str | None = None) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Cookie": f"chapter={cookie}"} if cookie else {}
        self.page, self.path = "", "/"
        self.call, self.token, self.asked_at = "", "", 0.0

    def get(self, path: str) -> tuple[int, str]:
        """Open a page; follows redirects."""
        return self._ask("GET", path)

    def post(self, path: str, **fields: str) -> tuple[int, str]:
        """Send a form with the token of the page that is open; follows redirects."""
        token = TOKEN.search(self.page)
        fields = {"csrf_token": token[1] if token else "", **fields}
        return self._ask("POST", path, urlencode(fields))

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        if time.monotonic() - self.asked_at > 1:
            self.connection.close()  # the server hangs up after two idle seconds; the request connects anew
        for _ in range(5):
            headers = self.headers | ({"Content-Type": "application/x-www-form-urlencoded"} if body else {})
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
            self.asked_at = time.monotonic()
            self.page, self.path = answer.read().decode(), path
            self._keep(answer.headers.get_all("Set-Cookie") or [])
            if answer.status not in (302, 303):
                return answer.status, self.page
            method, path, body = "GET", answer.headers["Location"], None
        raise RuntimeError(f"{path} redirects for ever")

    def _keep(self, cookies: list[str]) -> None:
        for cookie in cookies:
            if cookie.startswith("chapter="):
                self.headers["Cookie"] = cookie.split(";")[0]
