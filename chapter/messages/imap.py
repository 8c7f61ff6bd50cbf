"""A mailbox that a job looks through, over IMAP. Passwords never travel unencrypted, except within this machine."""

import imaplib
import re
import ssl
from base64 import b64encode
from datetime import date
from typing import Any
from urllib.parse import unquote, urlsplit

from chapter.messages.rules_bounces import LARGEST, may_be_one
from chapter.messages.smtp import is_loopback

TIMEOUT = 30.0
"""Seconds that a mail server may take for each answer."""
MONTHS = "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
HEADERS = "(BODY.PEEK[HEADER.FIELDS (FROM CONTENT-TYPE)])"
WHOLE = f"(BODY.PEEK[]<0.{LARGEST}>)"


class NotEncrypted(Exception):
    """The server offers no encryption, so it doesn't get the password."""


class Denied(Exception):
    """The server has answered no."""


class Box:
    """The folder that ``url`` names: ``imaps://user:password@host/folder``."""

    def __init__(self, url: str) -> None:
        self.url = urlsplit(url)
        self.host, self.user = self.url.hostname or "", unquote(self.url.username or "")
        self.folder = unquote(self.url.path.strip("/")) or "INBOX"
        self.name = f"{self.user}@{self.host}/{self.folder}"

    def __enter__(self) -> "Box":
        self._server = self._reached()
        try:
            self._server.login(self.user, unquote(self.url.password or ""))
            _well(self._server.select(_quoted(self.folder)))
            self.validity = int(_well(self._server.response("UIDVALIDITY"))[0])
        except BaseException:
            self._server.shutdown()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        try:
            self._server.logout()
        except (OSError, imaplib.IMAP4.error):
            self._server.shutdown()

    def numbers(self, last: int, since: date) -> list[int]:
        """The mails after number ``last``; of a mailbox that we don't know yet those that came from ``since`` on."""
        asked = f"UID {last + 1}:*" if last else f"SINCE {since.day}-{MONTHS[since.month - 1]}-{since.year}"
        (found,) = _well(self._server.uid("SEARCH", asked))
        return sorted(number for number in map(int, (found or b"").split()) if number > last)

    def mail(self, number: int) -> bytes | None:
        """A mail, or its beginning; None if its headers already say that it tells of none that came back."""
        return self._part(number, WHOLE) if may_be_one(self._part(number, HEADERS)) else None

    def mark_seen(self, number: int) -> None:
        """People need not look at it."""
        _well(self._server.uid("STORE", str(number), "+FLAGS.SILENT", r"(\Seen)"))

    def _part(self, number: int, what: str) -> bytes:
        answer = _well(self._server.uid("FETCH", str(number), what))
        return next((part[1] for part in answer if isinstance(part, tuple)), b"")

    def _reached(self) -> imaplib.IMAP4:
        is_near = is_loopback(self.host)
        tls = ssl._create_unverified_context() if is_near else ssl.create_default_context()
        if self.url.scheme == "imaps":
            return imaplib.IMAP4_SSL(self.host, self.url.port or 993, ssl_context=tls, timeout=TIMEOUT)
        server = imaplib.IMAP4(self.host, self.url.port or 143, timeout=TIMEOUT)
        if "STARTTLS" in server.capabilities:
            server.starttls(tls)
        elif not is_near:
            server.shutdown()
            raise NotEncrypted
        return server


def _well(answer: tuple[str, list[Any]]) -> list[Any]:
    if answer[0] in ("NO", "BAD"):
        raise Denied
    return answer[1]


def _quoted(folder: str) -> str:
    """A folder's name as IMAP has it: letters beyond ASCII in an UTF-7 of its own."""

    def coded(letters: re.Match[str]) -> str:
        return "&" + b64encode(letters[0].encode("utf-16-be")).decode().rstrip("=").replace("/", ",") + "-"

    ascii_only = re.sub(r"[^\x20-\x7e]+", coded, folder.replace("&", "&-"))
    return '"' + ascii_only.replace("\\", "\\\\").replace('"', '\\"') + '"'
