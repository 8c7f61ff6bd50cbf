"""A visitor's line: what has come of a request, what waits of its answer, and a socket at which no thread waits."""

import os
import re
import socket
from collections import deque
from contextlib import suppress
from tempfile import SpooledTemporaryFile, TemporaryFile
from typing import Any

HEAD = 64 * 1024
"""Bytes that a request may have before its body."""
LARGEST = 48 * 1024 * 1024
"""Bytes of a body that is waited for: more than any view takes. A larger one is refused by its length alone."""
IN_MEMORY = 256 * 1024
"""Bytes of one visitor that wait in memory; the rest waits in a file."""

LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*([0-9]{1,18})[ \t]*\r\n", re.IGNORECASE)
NAMED = re.compile(rb"\r\ncontent-length", re.IGNORECASE)
CHUNKED = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)
EXPECTS = re.compile(rb"\r\nexpect:[ \t]*100-continue", re.IGNORECASE)
CLOSING = b"HTTP/1.1 %b\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
WITHOUT_LENGTH, LONG_WINDED = CLOSING % b"411 Length Required", CLOSING % b"431 Request Header Fields Too Large"
GO_ON = b"HTTP/1.1 100 Continue\r\n\r\n"


class Inbox:
    """What has come of a request."""

    def __init__(self) -> None:
        self.file: Any = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
        self.size = self.taken = 0
        self.whole: int | None = None
        self.expects = False
        self.is_cut = False
        """Whether its body is left outside, so that what follows is no request."""
        self.refusal = b""

    def add(self, data: bytes) -> None:
        """Keep what came."""
        self.file.seek(self.size)
        self.file.write(data)
        self.size += len(data)

    def is_whole(self) -> bool:
        """Whether all of a request is there, or enough to refuse it."""
        if self.whole is None:
            self.file.seek(0)
            head, end, _body = self.file.read(HEAD).partition(b"\r\n\r\n")
            if not end:
                self.refusal = LONG_WINDED if self.size >= HEAD else b""
                return bool(self.refusal)
            self._measure(head + b"\r\n")
        return self.size >= (self.whole or 0)

    def _measure(self, head: bytes) -> None:
        """Read from the head how long the request is; what is wrong with it is for the parser to say."""
        found = LENGTH.findall(head)
        is_plain = len(found) == len(NAMED.findall(head)) <= 1
        length = int(found[0]) if is_plain and found else 0
        self.refusal = WITHOUT_LENGTH if CHUNKED.search(head) else b""
        self.is_cut = length > LARGEST or not is_plain
        self.whole = len(head) + 2 + (0 if self.is_cut or self.refusal else length)
        self.expects = EXPECTS.search(head) is not None and self.size < self.whole

    def read(self, size: int) -> bytes:
        """The next bytes of this request, for the parser; none when it has all."""
        whole = self.size if self.whole is None else min(self.whole, self.size)
        self.file.seek(self.taken)
        data = self.file.read(min(size, whole - self.taken))
        self.taken += len(data)
        return data

    def rest(self) -> bytes:
        """What came after this request: the beginning of the next."""
        self.file.seek(min(self.whole or self.size, self.size))
        return self.file.read()

    def close(self) -> None:
        """Forget it."""
        self.file.close()


class Outbox:
    """What waits to be read: bytes, or parts of files."""

    def __init__(self) -> None:
        self.pieces: deque[bytes | tuple[Any, int, int]] = deque()
        self.size = self.in_memory = self.filed = 0
        self.file: Any = None

    def add(self, data: bytes) -> None:
        """Keep ``data``, in a file if there is much already."""
        self.size += len(data)
        if self.in_memory + len(data) <= IN_MEMORY and self.file is None:
            self.in_memory += len(data)
            self.pieces.append(bytes(data))
            return
        self.file = self.file or TemporaryFile()  # noqa: SIM115
        self.file.write(data)
        self.file.flush()
        self.pieces.append((self.file, self.filed, len(data)))
        self.filed += len(data)

    def add_file(self, file: Any, offset: int, count: int) -> None:
        """Keep a part of ``file``, which its owner will close."""
        self.size += count
        self.pieces.append((os.fdopen(os.dup(file.fileno()), "rb"), offset, count))

    def send(self, sock: socket.socket) -> None:
        """Send what the other side takes now. Raises what the socket raises."""
        piece = self.pieces[0]
        if isinstance(piece, bytes):
            sent = sock.send(piece)
            self.in_memory -= sent
            rest: Any = piece[sent:]
        else:
            file, offset, count = piece
            sent = os.sendfile(sock.fileno(), file.fileno(), offset, min(count, IN_MEMORY))
            if not sent:
                raise BrokenPipeError  # The file has become shorter than was promised.
            rest = (file, offset + sent, count - sent) if sent < count else b""
        self.size -= sent
        if rest:
            self.pieces[0] = rest
            return
        self.pieces.popleft()
        if isinstance(piece, tuple) and piece[0] is not self.file:
            piece[0].close()

    def close(self) -> None:
        """Forget what is left."""
        for file in {piece[0] for piece in self.pieces if isinstance(piece, tuple)} | {self.file} - {None}:
            file.close()


class Line:
    """A visitor's socket as a thread sees it: it never waits."""

    def __init__(self, sock: socket.socket) -> None:
        sock.setblocking(False)
        self.real = sock
        self.inbox, self.outbox = Inbox(), Outbox()

    def begin(self) -> None:
        """Begin with the next request."""
        self.forget()
        self.inbox, self.outbox = Inbox(), Outbox()

    def forget(self) -> None:
        """Forget what waits."""
        self.inbox.close()
        self.outbox.close()

    @property
    def size(self) -> int:
        """How many bytes of it wait."""
        return self.inbox.size + self.outbox.size

    @property
    def room(self) -> int:
        """How many bytes it takes up here: a film that waits lies where it always does."""
        return self.inbox.size + self.outbox.in_memory + self.outbox.filed

    def recv(self, size: int) -> bytes:
        """What has come; all of it is here."""
        return self.inbox.read(size)

    def sendall(self, data: bytes) -> None:
        """Send ``data``, or keep what doesn't go out at once."""
        sent = 0
        if not self.outbox.size:
            with suppress(BlockingIOError):
                sent = self.real.send(data)
        if sent < len(data):
            self.outbox.add(data[sent:])

    send = sendall

    def sendfile(self, file: Any, offset: int, count: int) -> None:
        """Send a part of ``file``, or keep it open for what doesn't go out at once."""
        self.outbox.add_file(file, offset, count)
        if len(self.outbox.pieces) == 1:
            with suppress(BlockingIOError):
                self.outbox.send(self.real)

    def setblocking(self, _is_blocking: bool) -> None:
        """It never blocks."""

    settimeout = setblocking

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)
