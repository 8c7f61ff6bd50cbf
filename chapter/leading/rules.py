"""How an assignment stands in time, and which of its reports to list."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Phase(StrEnum):
    """How an assignment stands in time, in the order in which leaders want to see them."""

    RUNNING = "running"
    FUTURE = "future"
    FINISHED = "finished"


def phase(starts_at: datetime, ends_at: datetime | None, now: datetime) -> Phase:
    """How an assignment that starts and ends then stands ``now``."""
    if ends_at is not None and ends_at <= now:
        return Phase.FINISHED
    return Phase.RUNNING if starts_at <= now else Phase.FUTURE


@dataclass(frozen=True)
class Wanted:
    """Which reports of an assignment to list; ``flagged`` is “any”, “open”, or nothing."""

    outcome: str = ""
    caller_id: int = 0
    flagged: str = ""
    since: date | None = None
    until: date | None = None
    name: str = ""
