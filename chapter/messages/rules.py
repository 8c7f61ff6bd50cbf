"""How often and how long the outbox tries."""

from datetime import datetime, timedelta
from enum import StrEnum


class State(StrEnum):
    """Where a message is. ``SENDING`` is a lease: when it lapses, the message is tried again."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


LEASE = timedelta(minutes=5)
PAUSES = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 720, 1440))
"""How long to wait after each failed try; after the last the message has failed."""


def next_try(tries: int, now: datetime) -> datetime | None:
    """When to try again after ``tries`` tries, or None to give up."""
    return now + PAUSES[tries - 1] if tries <= len(PAUSES) else None
