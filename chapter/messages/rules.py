"""How often and how long the outbox tries, and what an answer of a mail server means."""

from datetime import datetime, timedelta
from enum import StrEnum


class State(StrEnum):
    """Where a message is. ``SENDING`` is a lease: when it lapses, the message is tried again."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


class Trouble(StrEnum):
    """Why a message isn't sent, where no mail server has said it in its own words."""

    NO_ANSWER = "no answer"
    NOT_ENCRYPTED = "not encrypted"
    BAD_CERTIFICATE = "bad certificate"
    NO_SENDER = "no sender"
    BAD_ADDRESS = "bad address"
    EXPIRED = "expired"
    CAME_BACK = "came back"
    """Somebody has said so by hand."""
    HELD_BACK = "held back"
    """It may have been sent after the backup that was put back: somebody looks."""
    NO_REASON = "no reason"


LEASE = timedelta(minutes=15)
"""Longer than sending one message can take; then it is assumed that the sender is dead."""

HANDING_OVER = timedelta(minutes=8)
"""Longer than it takes from the first word about a message to the server's last: so much must be left of a lease."""

PAUSES = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 720, 1440))
"""How long to wait after each failed try; after the last the message has failed."""

SECRETS_LAST = timedelta(hours=1)
"""A secret that has waited this long is of no use any more: the link in it has closed."""


WORDS_KEPT = timedelta(days=30)
"""How long the words of a mail are kept when it has been sent."""

KEPT = timedelta(days=90)
"""How long it is kept that a mail was sent, or couldn't be."""

PICTURE_KEPT = timedelta(days=1)
"""How long a picture is kept that nobody signs with, and that is in no mail."""


def next_try(tries: int, now: datetime) -> datetime | None:
    """When to try again after ``tries`` tries, or None to give up."""
    return now + PAUSES[tries - 1] if tries <= len(PAUSES) else None


def is_final(code: int) -> bool:
    """Whether a mail server's ``code`` is a no for good; 4xx asks for patience."""
    return code >= 500


def states_shown_as(state: str) -> tuple[State, ...]:
    """The states that people see as one; none for a word that is no state."""
    shown = {"waiting": (State.WAITING, State.SENDING), "sent": (State.SENT,), "failed": (State.FAILED,)}
    return shown.get(state, ())
