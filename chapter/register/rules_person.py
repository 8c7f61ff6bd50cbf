"""What holds when a person is edited: two who edit at once, and which changes need their reason."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

Written = Mapping[str, str | None]
NEEDS_REASON = "member_number", "first_name", "last_name", "joined_on", "fee_paid_for"
"""Facts that others rely on: whoever changes one says why. Filling in what was missing needs no reason."""
UNDO_ADDING = timedelta(hours=1)


class Clash(NamedTuple):
    """A field that two have changed, differently."""

    field: str
    theirs: str | None
    yours: str | None


class Settled(NamedTuple):
    """``moved`` are the fields that only the other has changed: they stay as they are; ``clashes`` must be decided."""

    moved: list[str]
    clashes: list[Clash]


def settle(was: Written, now: Written, yours: Written) -> Settled:
    """Compare what a form began with, what holds now, and what was filled in; all by field, as plain text."""
    moved, clashes = [], []
    for field, value in yours.items():
        is_known = field in was
        if now[field] == value or (is_known and was[field] == now[field]):
            continue
        if is_known and was[field] == value:
            moved.append(field)
        else:
            clashes.append(Clash(field, now[field], value))
    return Settled(moved, clashes)


def needs_reason(now: Written, yours: Written) -> bool:
    """Whether what is about to change must be given a reason."""
    return any(now[field] and yours[field] != now[field] for field in NEEDS_REASON if field in yours)


def may_undo_adding(added_at: datetime, now: datetime) -> bool:
    """Whether whoever added somebody by hand can still take it back."""
    return now < added_at + UNDO_ADDING
