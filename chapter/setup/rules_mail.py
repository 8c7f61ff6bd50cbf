"""What the address of a mail server says, without its secrets; and why a mail server says no."""

import re
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import urlsplit


class Server(NamedTuple):
    """A mail server, as an administrator may see it."""

    host: str
    port: int
    is_within_tls: bool
    """Whether TLS is there from the first word (smtps), and not asked for (STARTTLS)."""
    has_login: bool


class Reason(StrEnum):
    """Why a mail didn't go."""

    NO_ANSWER = "no answer"
    NOT_ENCRYPTED = "not encrypted"
    BAD_CERTIFICATE = "bad certificate"
    NO_SENDER = "no sender"
    LOGIN = "login"
    SENDER = "sender"
    RECIPIENT = "recipient"
    LATER = "later"
    OTHER = "other"


OURS = {reason.value: reason for reason in (Reason.NO_ANSWER, Reason.NOT_ENCRYPTED, Reason.BAD_CERTIFICATE)}
OURS |= {Reason.NO_SENDER.value: Reason.NO_SENDER}
LOGIN = {"530", "534", "535", "538"}
"""RFC 4954: sign in first, in another way, or with the right password."""
UNKNOWN = re.compile(r"5\.1\.1|5\.1\.10|5\.2\.1|user unknown|unknown user|no such (user|mailbox|recipient)", re.I)
NOT_YOURS = re.compile(r"relay|sender|from address|not owned|not permitted|not allowed|spf|dmarc|5\.7\.", re.I)
PORTS = {"smtps": 465}


def server(url: str) -> Server | None:
    """What ``smtp://user:password@host:587`` says; None if it is empty or makes no sense."""
    parts = urlsplit(url)
    try:
        port = parts.port or PORTS.get(parts.scheme, 587)
    except ValueError:
        return None
    if not parts.hostname:
        return None
    return Server(parts.hostname, port, parts.scheme == "smtps", bool(parts.username))


def reason(error: str) -> Reason:
    """Why a mail didn't go, from what is kept of it: our own word, or the server's code and words."""
    if error in OURS:
        return OURS[error]
    code = error[:3]
    if code in LOGIN:
        return Reason.LOGIN
    if code.startswith("4"):
        return Reason.LATER
    if UNKNOWN.search(error):
        return Reason.RECIPIENT
    return Reason.SENDER if NOT_YOURS.search(error) else Reason.OTHER
