"""What differs between two states of the settings, and what can be taken back."""

from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from typing import Any

from chapter.settings.rules import Office

KEPT = timedelta(days=730)
"""How long it is kept who changed what: as long as somebody may ask."""
NAMES_KEPT = timedelta(days=30)
"""How long it is kept whom pages named before: long enough to take it back."""

BELONGING = "language", "logo", "contact", "weekday", "saturday", "sunday", "fee_due", *(f"{o}." for o in Office)
"""How the names begin of things that make sense only together: a day and its month, a number and whose it is."""

What = dict[str, list[Any]]
"""What was changed: for each thing what it was, and what it became."""


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> What:
    """The things of ``after`` that aren't as they were ``before``."""
    return {thing: [before[thing], value] for thing, value in after.items() if before[thing] != value}


def can_be_undone(what: What, newer: Iterable[Collection[str]]) -> bool:
    """Whether nothing of ``what``, or of what belongs to it, has been touched again by one of the ``newer`` changes."""
    return bool(what) and all(_wholes(what).isdisjoint(_wholes(things)) for things in newer)


def _wholes(things: Iterable[str]) -> set[str]:
    """What ``things`` belong to; most stand by themselves."""
    return {next((whole for whole in BELONGING if thing.startswith(whole)), thing) for thing in things}


def undoable(changes: Mapping[int, What]) -> set[int]:
    """Those of ``changes``, the newest first, that nothing newer has touched."""
    touched: set[str] = set()
    found = set()
    for number, what in changes.items():
        if can_be_undone(what, [touched]):
            found.add(number)
        touched |= what.keys()
    return found
