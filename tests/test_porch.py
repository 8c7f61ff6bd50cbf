"""Slow visitors against the real server: they wait on the porch, and everybody else is served."""

import os
import re
import resource
import selectors
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

from chapter import clock, create_app, line, porch
from chapter.access import Audience
from chapter.config import ROOT
from chapter.db import db
from chapter.media import storage
from chapter.media.models import Medium, MediumUse
from tests.databases import own
from tests.test_serve import Site, post_office, served, site, until

__all__ = ["post_office", "served", "site"]

MANY = 20
"""Five times as many as there are threads."""
LARGE = 8 * 1024 * 1024
PROGRAM = 150 * 1000 * 1000
"""Bytes of memory that pages and background take together (benchmarks/memory.py)."""


def call(site: Site, said: bytes = b"", window: int | None = None) -> socket.socket:
    """A line to the server on which ``said`` was said."""
    sock = socket.socket()
    if window:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
    sock.settimeout(5)
    sock.connect(("127.0.0.1", site.port))
    sock.sendall(said)
    return sock


def heard(sock: socket.socket) -> bytes:
    """All that the server says until it hangs up."""
    said = b""
    while more := sock.recv(65536):
        said += more
    return said


@contextmanager
def slow(site: Site, said: bytes, window: int | None = None) -> Iterator[list[socket.socket]]:
    """Many who have said something, and then do nothing for long."""
    with ExitStack() as open_lines:
        yield [open_lines.enter_context(call(site, said, window)) for _ in range(MANY)]


def seconds_for_a_page(site: Site) -> float:
    """How long somebody else waits for the sign-in page."""
    began = time.monotonic()
    assert site.answer("/sign-in") == 200
    return time.monotonic() - began


@pytest.fixture(scope="module")
def film(site: Site) -> str:
    """The address of something large that everybody may see."""
    app = create_app(own(site.data))
    facts = {"uploaded_at": clock.now(), "needed_at": clock.now(), "name": "film.mp4", "mimetype": "video/mp4"}
    with app.app_context():
        made = Medium(digest="f" * 64, size=LARGE, uses=[MediumUse(source="front", audience=Audience.PUBLIC)], **facts)
        db.session.add(made)
        db.session.commit()
        storage.path(made.digest).parent.mkdir()
        storage.path(made.digest).write_bytes(b"x" * LARGE)
        db.engine.dispose()
        return f"/media/{made.id}/film.mp4"


HEAD = b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"


@pytest.mark.parametrize(
    "said",
    [b"", b"GET / HTTP/1.1\r\nHo", HEAD + b"Content-Length: 9999\r\n\r\nemail=", HEAD + b"X: " + b"y" * 4000],
    ids=["nothing", "headers", "body", "long headers"],
)
def test_who_dribbles_a_request_keeps_nobody_waiting(site: Site, said: bytes):
    with slow(site, said) as lines:
        assert seconds_for_a_page(site) < 2
        for one in lines:
            one.sendall(b"z")
        assert seconds_for_a_page(site) < 2


def test_who_reads_an_answer_slowly_keeps_nobody_waiting(site: Site, film: str):
    asked = f"GET {film} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
    with slow(site, asked, window=4096) as lines:
        assert seconds_for_a_page(site) < 2
        body = heard(lines[0]).partition(b"\r\n\r\n")[2]

    assert len(body) == LARGE


def test_who_doesn_t_hang_up_keeps_nobody_waiting(site: Site):
    with slow(site, b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"):
        assert seconds_for_a_page(site) < 2


def test_a_request_may_come_in_pieces_and_the_next_with_it(site: Site):
    asked = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n"
    with call(site, asked[:20]) as sock:
        time.sleep(0.1)
        sock.sendall(asked[20:] + b"\r\n" + asked + b"\r\n" + asked + b"Connection: close\r\n\r\n")
        assert heard(sock).count(b"HTTP/1.1 200 OK") == 3


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        (b"Transfer-Encoding: chunked\r\n\r\n5\r\nemail\r\n0\r\n\r\n", b"411 Length Required"),
        (b"Content-Length: 999999999\r\n\r\n", b"413 REQUEST ENTITY TOO LARGE"),
        (b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nemail", b"400 Bad Request"),
        (b"X: y\r\n" * 20_000, b"431 Request Header Fields Too Large"),
        (b"X: " + b"y" * 9000 + b"\r\n\r\n", b"431 Request Header Fields Too Large"),
    ],
    ids=["without length", "too large", "two lengths", "headers too long", "a header too long"],
)
def test_what_is_too_much_is_refused_before_it_has_come(site: Site, said: bytes, answer: bytes):
    with call(site) as sock:
        sock.sendall(HEAD + said + b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        said_back = heard(sock)

    assert said_back.startswith(b"HTTP/1.1 " + answer)
    assert said_back.count(b"HTTP/1.1 ") == 1


def test_who_waits_for_leave_to_send_gets_it(site: Site):
    with call(site, HEAD + b"Expect: 100-continue\r\nContent-Length: 6\r\nConnection: close\r\n\r\n") as sock:
        assert sock.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        sock.sendall(b"email=")
        assert b"HTTP/1.1 400 BAD REQUEST" in heard(sock)


def test_a_body_that_waited_in_a_file_comes_whole(site: Site):
    sent = HEAD + b"Content-Length: %d\r\nConnection: close\r\n\r\n" % (5 * line.IN_MEMORY)
    with call(site, sent + b"a" * line.IN_MEMORY) as sock:
        time.sleep(0.1)
        sock.sendall(b"b" * 4 * line.IN_MEMORY)
        assert heard(sock).startswith(b"HTTP/1.1 413")


def test_when_there_is_no_room_who_has_waited_longest_goes(site: Site):
    with ExitStack() as lines:
        first = lines.enter_context(call(site))
        for _ in range(porch.SEATS):
            lines.enter_context(call(site))
        assert seconds_for_a_page(site) < 2
        assert heard(first) == b""


def test_when_no_more_files_may_be_open_who_has_waited_longest_goes_and_the_pages_live(site: Site):
    (pages,) = site.children
    assert until(lambda: len(open_in(pages)) < MANY)
    with ExitStack() as lines, only_so_many_files(pages, 2 * MANY):
        first = lines.enter_context(call(site))
        for _ in range(2 * MANY):
            lines.enter_context(call(site))
        assert heard(first) == b""

    assert seconds_for_a_page(site) < 2
    assert site.children == {pages}


@contextmanager
def only_so_many_files(pid: int, number: int) -> Iterator[None]:
    """While a process may have so many files open."""
    before = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (number, before[1]))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_NOFILE, before)


def test_what_waits_fits_beside_the_program_in_what_a_small_machine_gives_the_service():
    unit = (ROOT / "deploy" / "chapter.service").read_text()
    share = int(re.search(r"^MemoryMax=(\d+)%$", unit, re.M)[1])  # type: ignore[index]

    assert 512 * 1024 * 1024 * share // 100 >= porch.ROOM + PROGRAM


def test_every_seat_has_files_enough(site: Site):
    (pages,) = site.children

    assert resource.prlimit(pages, resource.RLIMIT_NOFILE)[0] > 3 * porch.SEATS


def test_a_film_that_is_played_slowly_takes_up_no_room(site: Site, film: str):
    asked = f"GET {film} HTTP/1.1\r\nHost: localhost\r\nRange: bytes=9-\r\nConnection: close\r\n\r\n".encode()
    (pages,) = site.children
    before = {*open_in(pages)}
    with call(site, asked, window=4096) as sock:
        assert sock.recv(12) == b"HTTP/1.1 206"
        time.sleep(0.2)
        assert not [file for file in {*open_in(pages)} - before if "deleted" in file]
        assert len(heard(sock).partition(b"\r\n\r\n")[2]) == LARGE - 9


def open_in(pid: int) -> list[str]:
    """The files that a process has open."""
    found = []
    for file in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):
            found.append(os.readlink(file))
    return found


def test_what_waits_of_a_file_is_where_it_was(tmp_path: Path):
    (tmp_path / "film").write_bytes(b"x" * LARGE)
    ours, theirs = socket.socketpair()
    with ours, theirs, (tmp_path / "film").open("rb") as file:
        one = line.Line(ours)
        one.sendfile(file, 0, LARGE)
        assert (one.size > LARGE // 2, one.room) == (True, 0)
        one.forget()


def test_who_hangs_up_while_being_refused_leaves_a_seat_free():
    worker = object.__new__(porch.Worker)
    worker.poller, worker.waiting, worker.nr_conns = selectors.DefaultSelector(), {}, 1
    ours, theirs = socket.socketpair()
    worker._wait(porch.TConn(None, line.Line(ours), "", ""), worker._hear, 1)
    with theirs:
        theirs.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    while worker.waiting:
        for key, _events in worker.poller.select():
            key.data(ours)

    assert worker.nr_conns == 0
