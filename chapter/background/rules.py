"""How it stands with a job, and whether anybody is at work at all."""

from datetime import datetime, timedelta
from enum import StrEnum

SILENCE = timedelta(minutes=10)
"""Something runs every minute; after this long without anything, nobody is at work."""


class State(StrEnum):
    """How it stands with a job."""

    FAILING = "failing"
    CUT_OFF = "cut_off"
    RUNNING = "running"
    ASKED = "asked"
    WELL = "well"
    NEW = "new"


BAD = {State.FAILING, State.CUT_OFF}
PASSING = {State.RUNNING, State.ASKED}
"""States that change in a moment."""


def state_of(has_begun: bool, is_open: bool, is_held: bool, is_wanted: bool, failures: int) -> State:
    """A job's state; ``is_open`` if its last run hasn't ended, ``is_held`` if somebody is running it."""
    if is_open:
        return State.RUNNING if is_held else State.CUT_OFF
    if is_wanted:
        return State.ASKED
    if failures:
        return State.FAILING
    return State.WELL if has_begun else State.NEW


def stands_still(last_sign: datetime | None, now: datetime) -> bool:
    """Whether nobody is at work; a sign from the future is from a clock that was wrong, and no sign."""
    return last_sign is None or abs(now - last_sign) > SILENCE
