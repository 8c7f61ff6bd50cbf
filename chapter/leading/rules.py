"""How an assignment stands in time, and cells that no spreadsheet takes for a formula."""

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


def cell(text: str) -> str:
    """``text`` for a spreadsheet, which would run what looks like a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


@dataclass(frozen=True)
class Wanted:
    """Which reports of an assignment to list; ``flagged`` is “any”, “open”, or nothing."""

    outcome: str = ""
    caller_id: int = 0
    flagged: str = ""
    since: date | None = None
    until: date | None = None
    name: str = ""
