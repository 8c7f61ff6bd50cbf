"""Whether a link still leads somewhere. Only machines out in the world are asked, also when one sends us on to another:
what somebody has written here must not let them see what our own machine, or its neighbours, tell only each other.
So a name is looked up once, all its addresses are looked at, and one of those is what we connect to.
"""

import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from string import punctuation
from threading import Timer
from time import monotonic
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import (
    AbstractHTTPHandler,
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPRedirectHandler,
    OpenerDirector,
    Request,
)

from chapter.resources.rules import Trouble, is_out_in_the_world, trouble_with

Allowed = Callable[[str], bool]
PATIENCE = 10
"""Seconds for which one waits to be heard, or for the next words."""
WHOLE = 30
"""Seconds that the words may take in all, also when one sends us on to another."""
MOST_DOORS = 4
"""Addresses of one name that we knock at."""
WHO_ASKS = "Mozilla/5.0 (compatible; Chapter link check)"


class Inside(OSError):
    """It leads to a machine that isn’t the world’s."""


def trouble_of(
    address: str, allowed: Allowed = is_out_in_the_world, patience: float = PATIENCE, whole: float = WHOLE
) -> Trouble | None:
    """Why ``address`` leads nowhere; None if it leads somewhere. Takes seconds: hold no transaction open."""
    found = _asked("HEAD", address, _Asking(allowed, whole), patience)
    if found in (None, Trouble.INSIDE, Trouble.UNKNOWN):
        return found
    return _asked("GET", address, _Asking(allowed, whole), patience)  # not every server knows HEAD


def _asked(method: str, address: str, asking: "_Asking", patience: float) -> Trouble | None:
    try:
        request = Request(_in_ascii(address), method=method, headers={"User-Agent": WHO_ASKS, "Accept": "*/*"})
        with _opener(asking).open(request, timeout=patience) as answer:
            return Trouble.SILENT if asking.is_late else trouble_with(answer.status)
    except HTTPError as error:
        error.close()
        if 300 <= error.code < 400:
            return Trouble.CIRCLES
        return Trouble.BROKEN if method == "HEAD" and error.code in (405, 501) else trouble_with(error.code)
    except URLError as error:
        return _why(error.reason)
    except (OSError, HTTPException, ValueError) as error:
        return _why(error)
    finally:
        asking.over()


def _in_ascii(address: str) -> str:
    """``address`` as browsers send it: letters such as å in it are written with the signs that the net knows."""
    parts = urlsplit(address)
    host = (parts.hostname or "").encode("idna").decode()
    place = f"[{host}]" if ":" in host else host
    whole = parts._replace(netloc=f"{place}:{parts.port}" if parts.port else place)
    return quote(whole.geturl(), safe=punctuation)


def _why(reason: Any) -> Trouble:
    if isinstance(reason, Inside):
        return Trouble.INSIDE
    if isinstance(reason, socket.gaierror | UnicodeError):
        return Trouble.UNKNOWN
    return Trouble.UNSAFE if isinstance(reason, ssl.SSLError) else Trouble.SILENT


def _opener(asking: "_Asking") -> OpenerDirector:
    """What knows HTTP and HTTPS and nothing else: no files, no proxies."""
    opener = OpenerDirector()
    for handler in (asking, _SentOn(), HTTPErrorProcessor(), HTTPDefaultErrorHandler()):
        opener.add_handler(handler)
    return opener


class _SentOn(HTTPRedirectHandler):
    def redirect_request(self, request: Request, answer: Any, *told: Any) -> Request | None:
        """Go on, but don't hear out who sends us: the library would keep all that they say, however much it is."""
        answer.close()
        return super().redirect_request(request, answer, *told)


class _Asking(AbstractHTTPHandler):
    def __init__(self, allowed: Allowed, whole: float) -> None:
        super().__init__()
        self.allowed, self.end = allowed, monotonic() + whole
        self.clocks: list[Timer] = []
        self.is_late = False

    def http_open(self, request: Request) -> HTTPResponse:
        """Ask as it is."""
        return self.do_open(_Plain, request, asking=self)  # type: ignore[arg-type]

    def https_open(self, request: Request) -> HTTPResponse:
        """Ask in secret, and only whom the certificate names."""
        return self.do_open(_Secret, request, asking=self)  # type: ignore[arg-type]

    http_request = https_request = AbstractHTTPHandler.do_request_

    def hang_up_in_time(self, connection: "_Plain") -> None:
        """Whoever answers a letter at a time isn’t listened to for ever."""
        clock = Timer(max(self.end - monotonic(), 0), connection.hang_up)
        clock.daemon = True
        clock.start()
        self.clocks.append(clock)

    def over(self) -> None:
        """Nobody is listened to any more."""
        for clock in self.clocks:
            clock.cancel()


class _Plain(HTTPConnection):
    def __init__(self, *given: Any, asking: _Asking, **named: Any) -> None:
        super().__init__(*given, **named)
        self.asking = asking

    def connect(self) -> None:
        """Meet only whom we may."""
        self.sock = _met(self.host, self.port, self.timeout, self.asking.allowed)
        self.asking.hang_up_in_time(self)

    def hang_up(self) -> None:
        """End the talk, from another thread."""
        self.asking.is_late = True
        with suppress(AttributeError, OSError):  # it may be over already
            self.sock.shutdown(socket.SHUT_RDWR)


class _Secret(_Plain, HTTPSConnection):
    def connect(self) -> None:
        """Meet only whom we may, and see who they are."""
        super().connect()
        self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)


def _met(host: str, port: int, patience: float | None, allowed: Allowed) -> socket.socket:
    """A connection to one of the machines that ``host`` names; none if one of them is one that we mustn’t meet."""
    numbers = {str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    if not numbers or not all(map(allowed, numbers)):
        raise Inside(host)
    failed = OSError(host)
    for number in sorted(numbers)[:MOST_DOORS]:
        try:
            return socket.create_connection((number, port), patience)
        except OSError as error:
            failed = error
    raise failed
