"""Links are tried by asking real machines, and never one that isn't out in the world."""

import socket
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

import pytest
from flask import Flask

from chapter import clock
from chapter.db import db
from chapter.resources import actions, jobs, queries
from chapter.resources.links import trouble_of
from chapter.resources.models import Resource
from chapter.resources.rules import CHECKED_EVERY, Trouble
from tests.cast import play
from tests.conftest import NOW, Client
from tests.resources.made import resource

DAY = timedelta(days=1)
asked: list[str] = []
said: list[int] = []
"""Megabytes that somebody has listened to."""


class Handler(BaseHTTPRequestHandler):
    """Answers by the address: ``/404``, ``/to/…``, and what is special."""

    def do_HEAD(self) -> None:
        """Some know no HEAD."""
        self._answer(405 if self.path == "/no-head" else None)

    def do_GET(self) -> None:
        """What is asked for in full."""
        self._answer(None)

    def _answer(self, status: int | None) -> None:
        asked.append(f"{self.command} {self.path}")
        if self.path == "/drips":
            return self._drip()
        if self.path == "/talks":
            return self._talk()
        if self.path == "/hangs-up":
            return self.connection.close()
        target = self.path.removeprefix("/to/") if self.path.startswith("/to/") else ""
        if self.path.startswith("/slowly/"):
            Event().wait(0.2)
            target = self.path.removeprefix("/slowly/")
        number = self.path.strip("/")
        self.send_response(status or (302 if target else int(number) if number.isdecimal() else 200))
        if target:
            self.send_header("Location", target)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _drip(self) -> None:
        """A letter at a time, for as long as somebody listens."""
        with suppress(OSError):
            for letter in b"HTTP/1.0 200 OK\r\nX-Slow: " + b"x" * 400:
                self.connection.sendall(bytes([letter]))
                Event().wait(0.02)

    def _talk(self) -> None:
        """Send on to another page, and say more than anybody wants to keep."""
        self.wfile.write(b"HTTP/1.0 302 Found\r\nLocation: /200\r\n\r\n")
        with suppress(OSError):
            for _megabyte in range(64):
                self.connection.sendall(bytes(1 << 20))
                said.append(1)

    def log_message(self, *_given: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def web() -> Iterator[str]:
    """A machine on this one that takes itself for the web."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def _forget() -> None:
    asked.clear()
    said.clear()


here = partial(trouble_of, allowed=lambda number: number == "127.0.0.1", patience=1.0, whole=0.3)


@pytest.mark.parametrize(
    ("path", "trouble"),
    [
        ("/", None),
        ("/403", None),
        ("/no-head", None),
        ("/å?q=ö#ä", None),
        ("/to//200", None),
        ("/404", Trouble.GONE),
        ("/410", Trouble.GONE),
        ("/503", Trouble.BROKEN),
        ("/to//404", Trouble.GONE),
        ("/to/loop", Trouble.CIRCLES),
        ("/to/file:///etc/passwd", Trouble.CIRCLES),
        ("/hangs-up", Trouble.SILENT),
        ("/drips", Trouble.SILENT),
        ("/slowly//200", None),
        ("/slowly//slowly//slowly//200", Trouble.SILENT),
    ],
)
def test_an_answer_tells_whether_a_link_leads_somewhere(web: str, path: str, trouble: Trouble | None):
    if path == "/to/loop":
        path = "/to//to//to/" * 9

    assert here(web + path) == trouble


def test_our_own_machine_is_never_asked(web: str):
    assert trouble_of(f"{web}/") is Trouble.INSIDE
    assert trouble_of(web.replace("127.0.0.1", "localhost")) is Trouble.INSIDE
    assert asked == []


@pytest.mark.parametrize("target", ["http://169.254.169.254/latest", "http://[::1]/", "http://10.0.0.1:8000/"])
def test_who_is_sent_on_to_our_own_network_doesnt_go(web: str, target: str):
    assert here(f"{web}/to/{target}") is Trouble.INSIDE
    assert len(asked) == 1


def test_who_sends_us_on_with_endless_words_isnt_heard_out(web: str):
    assert here(f"{web}/to//talks", whole=5) is None
    assert len(said) < 16


def test_a_door_that_is_shut_and_a_name_that_nobody_has():
    with closing(socket.create_server(("127.0.0.1", 0))) as door:
        port = door.getsockname()[1]

    assert here(f"http://127.0.0.1:{port}/") is Trouble.SILENT
    assert here("http://no-such-name.invalid/") is Trouble.UNKNOWN
    assert here("http://" + "x" * 70 + ".org/") is Trouble.UNKNOWN


def test_who_cant_show_that_they_are_who_they_say(web: str):
    assert here(web.replace("http:", "https:")) in (Trouble.UNSAFE, Trouble.SILENT)


def tried(trouble: Trouble | None, after: timedelta = timedelta(0)) -> int:
    """Let the night's job run, with links that all lead to ``trouble``; gives how many it tried."""
    db.session.commit()
    with clock.frozen(NOW + after):
        return jobs.try_all(lambda _address: trouble, pause=0)


def test_a_demo_asks_nobody(app: Flask):
    resource()

    assert jobs.try_links() == 0


def test_each_link_is_tried_once_a_month(app: Flask):
    resource()
    times = [tried(None, after) for after in (timedelta(0), DAY, CHECKED_EVERY - DAY, CHECKED_EVERY)]

    assert times == [1, 0, 0, 1]


def test_a_link_is_dead_when_it_has_failed_on_two_days(app: Flask):
    resource()
    dead = [(tried(Trouble.GONE, DAY * day), len(queries.dead_links())) for day in range(3)]

    assert dead == [(1, 0), (1, 1), (1, 1)]
    assert (tried(None, DAY * 3), len(queries.dead_links())) == (1, 0)


def test_what_was_changed_while_it_was_tried_isnt_judged(app: Flask):
    found = resource()
    actions.note_link(found.id, "https://example.org/old", Trouble.GONE, NOW)

    assert db.session.scalar(db.select(Resource.failures)) == 0


def test_nothing_is_locked_while_one_waits_for_an_answer(app: Flask):
    resource()
    db.session.commit()

    def ask(_address: str) -> None:
        assert not db.session().in_transaction()

    assert jobs.try_all(ask, pause=0) == 1


def test_writers_see_what_leads_nowhere_and_can_say_that_it_works(client: Client):
    found, writer = resource(), client.sign_in(play("call_leader"))
    tried(Trouble.GONE), tried(Trouble.GONE, DAY)
    assert "chip bad" in writer.get("/resources/new/links").text
    assert writer.post(f"/resources/{found.id}/works").status_code == 303

    assert queries.dead_links() == []


def test_who_looks_after_pages_is_told_of_it(client: Client):
    resource()
    tried(Trouble.GONE), tried(Trouble.GONE, DAY)

    assert "/resources/1/edit" in client.sign_in(play("call_leader")).get("/write/").text
