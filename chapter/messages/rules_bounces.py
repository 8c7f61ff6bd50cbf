"""Reading mail that came back: reports as RFC 3464 has them, and what servers wrote before that.

Anybody can send anything to where it comes back to. So it is read with suspicion, and whoever calls believes it only
about a mail that it names as nobody can guess (see ``messages.smtp``).
"""

import re
from collections.abc import Callable, Iterator
from email import message_from_bytes, message_from_string
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr
from typing import NamedTuple, TypeVar

T = TypeVar("T")
LARGEST = 1 << 20
"""Bytes of a mail that are read; what it says comes first, and then what came back."""
MOST_NAMES = 5
STATUS = "message/delivery-status", "message/global-delivery-status"
ROBOTS = {"mailer-daemon", "postmaster", "maildaemon", "mail-daemon"}
NAME = r"<(\d{1,18}\.[0-9a-f]{24})@"
NAMES = re.compile(NAME)
NAMED = re.compile(r"^[>| \t]*Message-ID:\s*" + NAME, re.M | re.I)
QUOTED = re.compile(r"^[>| \t]*(Received|Return-Path|DKIM-Signature|Subject|Message-ID):", re.M | re.I)
"""Where a mail server's own words end, and what came back begins."""
CODE = re.compile(r"\b5\d\d[ -]|\b5\.\d{1,3}\.\d{1,3}\b")
FOR_GOOD = re.compile(
    r"permanent|fatal error|given up|giving up|undeliver|could not be delivered|returned to sender"
    r"|unknown user|user unknown|no such user|mailbox unavailable|does ?n[o’']t exist",
    re.I,
)
LATE = re.compile(r"delay|warning|still being retried|not yet been delivered|will be retried|will continue", re.I)


class Bounce(NamedTuple):
    """A mail that says that another came back for good."""

    names: tuple[str, ...]
    """The left sides of the Message-IDs that could be of that other: “12.0123456789abcdef01234567”."""
    words: str
    """Why, as a mail server has said it; may be empty."""


def may_be_one(headers: bytes) -> bool:
    """Whether the rest of a mail with these ``headers`` is worth looking at."""
    return bool(_seen(headers, lambda mail: mail.get_content_type() == "multipart/report" or _is_from_robot(mail)))


def read(mail: bytes) -> Bounce | None:
    """What ``mail`` tells of one that came back; None for a delay, and whatever else it is."""
    return _seen(mail, _read)


def _seen(mail: bytes, how: Callable[[Message], T]) -> T | None:
    try:
        return how(message_from_bytes(mail[:LARGEST]))
    except Exception:  # what strangers write can make the parser raise whatever it likes
        return None


def _read(mail: Message) -> Bounce | None:
    report = next((part for part in _parts(mail) if part.get_content_type() in STATUS), None)
    words = _told(mail) if report is None else _reported(report)
    names = dict.fromkeys(_names(mail))
    if not names and report is not None:
        names = dict.fromkeys(NAMES.findall(str(mail["In-Reply-To"])))
    return Bounce((*names,)[:MOST_NAMES], words) if names and words is not None else None


def _reported(report: Message) -> str | None:
    """Why every recipient failed; None if one got it, or may still."""
    recipients = [block for block in _blocks(report) if block["Action"] or block["Status"]]
    if {_end(block) for block in recipients} != {"failed"}:
        return None
    said = str(recipients[0]["Diagnostic-Code"] or recipients[0]["Status"] or "")
    return _line(re.sub(r"^\s*[\w-]+\s*;", "", said))


def _blocks(report: Message) -> Iterator[Message]:
    """The groups of fields in a report; in the kind for all the world's letters Python leaves them unparted."""
    for block in _parts(report):
        yield block
        for text in re.split(r"\n\s*\n", str(block.get_payload())):
            yield message_from_string(text.lstrip())


def _end(recipient: Message) -> str:
    status = "failed" if str(recipient["Status"]).strip().startswith("5") else "delayed"
    return str(recipient["Action"] or status).strip().lower()


def _told(mail: Message) -> str | None:
    """Why, from a mail in words alone; None if it isn't a mail server's that has given up."""
    subject = str(make_header(decode_header(str(mail["Subject"]))))
    story = QUOTED.split("\n".join(_texts(mail)))[0]
    if not _is_from_robot(mail) or LATE.search(subject) or LATE.search(story):
        return None
    lines = [subject, *story.splitlines()]
    signs = [line for sign in (CODE, FOR_GOOD) for line in lines if sign.search(line)]
    return _line(signs[0]) if signs else None


def _is_from_robot(mail: Message) -> bool:
    return parseaddr(str(mail["From"]))[1].partition("@")[0].lower() in ROBOTS


def _names(mail: Message) -> Iterator[str]:
    """What could be our names for mails, in all headers but its own, and in what it quotes."""
    for part in mail.walk():
        if part is not mail:
            yield from NAMES.findall(str(part["Message-ID"]))
    for text in _texts(mail):
        yield from NAMED.findall(text)


def _texts(mail: Message) -> Iterator[str]:
    for part in mail.walk():
        if part.get_content_maintype() == "text":
            yield bytes(part.get_payload(decode=True)).decode("utf-8", "replace")


def _parts(mail: Message) -> list[Message]:
    parts = mail.get_payload()
    return [part for part in parts if isinstance(part, Message)] if isinstance(parts, list) else []


def _line(words: str) -> str:
    return " ".join(words.split())[:500]
