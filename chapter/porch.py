"""The porch: slow visitors wait here, so that the few threads wait for nobody.

A thread gets a request when all of it has come, and is free again when its answer is written, however slowly that is
read: what doesn't go out at once goes out from here. A telephone in a tunnel costs nobody else anything then, and
somebody who dribbles on purpose (“slowloris”) neither. Who takes too long is shown out; when there's no room left, the
one who has waited longest.
"""

import errno
import resource
import selectors
import socket
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

from chapter.line import GO_ON, Line

ROOM = 128 * 1024 * 1024
"""Bytes that may wait on the porch altogether. They lie in /tmp, which is memory on many a machine (Debian 13): beside
the program itself they must fit in the 384 MB that the service gets of a machine with 512 MB."""
SEATS = 400
"""Visitors at once: some more than a browser opens for each of 30 people."""
AT_ONCE = 64 * 1024
GRACE, SLOWEST = 30, 4 * 1024
"""Seconds that everybody has, and bytes that they read or write in each second after that."""
FAREWELL = 2
"""Seconds for the other side to hear the end of an answer before the line is cut, or that we are closing."""
PATIENCE = 300
"""Seconds for a browser to finish sending what is too large, unheard: it reads no answer before that."""


class Worker(ThreadWorker):
    """Gunicorn's worker with threads, and a porch before them. It is all in the main thread, but for :class:`Line`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting: dict[TConn, float] = {}
        """Until when each waits; who came first stands first."""
        self.next_look = 0.0
        self.closes_at = 0.0
        self.is_crowded = False
        """Whether somebody could not be let in, as no more files may be open."""

    def init_process(self) -> None:
        """Have files enough: each visitor's line, what they send and what they read."""
        fewest, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(fewest, min(4 * SEATS, most)), most))
        super().init_process()

    def accept(self, listener: Any) -> None:
        """Let somebody in, onto the porch."""
        try:
            sock, address = listener.accept()
        except OSError as error:
            self.is_crowded = error.errno in (errno.EMFILE, errno.ENFILE)
            return
        conn = TConn(self.cfg, sock, address, listener.getsockname())
        conn.sock, conn.data_ready = Line(sock), True
        self.nr_conns += 1
        self._wait(conn, self._hear, GRACE)

    def finish_request(self, conn: TConn, result: Future) -> None:
        """A thread is done with ``conn``: see that the answer goes out; then hear the next question, or say goodbye."""
        line = conn.sock
        try:
            goes_on = bool(result.result()) and self.alive and not line.inbox.is_cut
        except Exception:
            goes_on = False
        conn.goes_on = goes_on
        if line.outbox.size:
            self._wait(conn, self._tell, GRACE + line.outbox.size / SLOWEST, selectors.EVENT_WRITE)
        else:
            self._next(conn)

    def murder_pending(self) -> None:
        """Show out who has taken too long, and who has waited longest if there's no room; asked once a second."""
        now = time.monotonic()
        is_full, self.is_crowded = self.is_crowded or self.nr_conns >= self.worker_connections, False
        if now < self.next_look and not is_full:
            return
        self.next_look = now + 1
        for conn in [conn for conn, until in self.waiting.items() if until < now]:
            self._end(conn)
        used = sum(conn.sock.room for conn in self.waiting)
        stay = self.nr_conns * 0.9 if is_full else self.nr_conns
        for conn in list(self.waiting):
            if used <= ROOM and self.nr_conns <= stay:
                return
            used -= conn.sock.room
            self._end(conn)

    def murder_keepalived(self, force: bool = False) -> None:
        """When we close, everybody goes who isn't in the middle of something; asked once a second."""
        if self.alive:
            return
        self.closes_at = self.closes_at or time.monotonic() + FAREWELL
        if force or time.monotonic() > self.closes_at:
            for conn in [conn for conn in self.waiting if force or not conn.sock.size]:
                self._end(conn)

    def _keepalive_after(self, _conn: TConn, keepalive: bool) -> bool:
        """What a view left unread is forgotten with its request: nobody waits for it."""
        return keepalive

    def _hear(self, conn: TConn) -> None:
        """Something came."""
        data = conn.sock.real.recv(AT_ONCE)
        if not data:
            self._end(conn)
            return
        inbox = conn.sock.inbox
        if not inbox.size:
            self.waiting[conn] = time.monotonic() + GRACE
        was_known = inbox.whole is not None
        inbox.add(data)
        self._consider(conn, was_known)

    def _consider(self, conn: TConn, was_known: bool = False) -> None:
        """Give the request to a thread if all of it is there."""
        inbox = conn.sock.inbox
        if inbox.is_whole():
            self._leave(conn)
            if inbox.refusal:
                with suppress(OSError):
                    conn.sock.sendall(inbox.refusal)
                self._say_goodbye(conn)
            else:
                self.enqueue_req(conn)
        elif inbox.whole is not None and not was_known:
            self.waiting[conn] = time.monotonic() + GRACE + inbox.whole / SLOWEST
            if inbox.expects:
                conn.sock.sendall(GO_ON)

    def _tell(self, conn: TConn) -> None:
        """The other side can take more."""
        conn.sock.outbox.send(conn.sock.real)
        if not conn.sock.outbox.size:
            self._leave(conn)
            self._next(conn)

    def _next(self, conn: TConn) -> None:
        if not conn.goes_on:
            self._say_goodbye(conn)
            return
        rest = conn.sock.inbox.rest()
        conn.sock.begin()
        conn.parser = conn.initialized = None  # What it has read ahead belongs to the request that is over.
        self._wait(conn, self._hear, self.cfg.keepalive)
        if rest:
            conn.sock.inbox.add(rest)
            self._consider(conn)

    def _say_goodbye(self, conn: TConn) -> None:
        """Cut the line when the other side has heard the end: at once, what it still says would wipe that out."""
        try:
            conn.sock.real.shutdown(socket.SHUT_WR)
        except OSError:
            self.nr_conns -= 1
            conn.sock.forget()
            conn.close()
        else:
            self._wait(conn, self._hear_out, PATIENCE if conn.sock.inbox.is_cut else FAREWELL)

    def _hear_out(self, conn: TConn) -> None:
        if not conn.sock.real.recv(AT_ONCE):
            self._end(conn)

    def _wait(
        self, conn: TConn, then: Callable[[TConn], None], seconds: float, event: int = selectors.EVENT_READ
    ) -> None:
        """Let ``conn`` wait on the porch until something happens, but no longer than some ``seconds``."""

        def happened(_sock: Any) -> None:
            try:
                with suppress(BlockingIOError):
                    then(conn)
            except OSError:
                self._end(conn)

        self.waiting[conn] = time.monotonic() + seconds
        self.poller.register(conn.sock, event, happened)

    def _leave(self, conn: TConn) -> None:
        del self.waiting[conn]
        self.poller.unregister(conn.sock)

    def _end(self, conn: TConn) -> None:
        if conn in self.waiting:
            self._leave(conn)
            self.nr_conns -= 1
            conn.sock.forget()
            conn.close()
