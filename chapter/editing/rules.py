"""When a page is looked at again, and where a page goes when one moves it a step."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from chapter.handbook.rules import Placed

AGAIN_AFTER = (3, 6, 12)
"""Months that a page can be left alone for, once somebody has seen that it is still right."""
SOON = timedelta(days=14)
"""So long before its day a page is among those to look after."""
AGAIN = timedelta(days=7)
"""So often its owner is reminded."""
LONGEST_TEXT, LONGEST_TITLE = 60_000, 150


def check_after(today: date, months: int) -> date:
    """The day so many months from ``today``; in a month that is too short, its last."""
    years, month = divmod(today.month - 1 + months, 12)
    year, month = today.year + years, month + 1
    return today.replace(year=year, month=month, day=min(today.day, monthrange(year, month)[1]))


def is_soon(check_by: date | None, today: date) -> bool:
    """Whether a page's day has come or is near."""
    return check_by is not None and check_by <= today + SOON


def is_to_remind(check_by: date | None, reminded: date | None, today: date) -> bool:
    """Whether a page's owner is reminded ``today``: on its day, and each week after it; ``reminded`` was the last."""
    if check_by is None or check_by > today:
        return False
    return reminded is None or reminded < check_by or reminded + AGAIN <= today


class Way(StrEnum):
    """A step that a page takes in its tree."""

    UP = "up"
    DOWN = "down"
    IN = "in"
    """Under the page before it."""
    OUT = "out"
    """After the page that it stands under."""


class Spot(NamedTuple):
    """Where a page stands: under which one, and how many stand before it there."""

    parent_id: int | None
    position: int


def ways(page: Placed, pages: Sequence[Placed]) -> dict[Way, Spot]:
    """The steps that ``page`` can take among ``pages``, and where it stands then."""
    siblings = _under(page.parent_id, pages)
    place = next(number for number, one in enumerate(siblings) if one.id == page.id)
    found = {}
    if place > 0:
        before = siblings[place - 1]
        found[Way.UP] = Spot(page.parent_id, place - 1)
        found[Way.IN] = Spot(before.id, len(_under(before.id, pages)))
    if place < len(siblings) - 1:
        found[Way.DOWN] = Spot(page.parent_id, place + 1)
    if parent := next((one for one in pages if one.id == page.parent_id), None):
        above = [one.id for one in _under(parent.parent_id, pages)]
        found[Way.OUT] = Spot(parent.parent_id, above.index(parent.id) + 1)
    return found


def _under(parent_id: int | None, pages: Sequence[Placed]) -> list[Placed]:
    return sorted((one for one in pages if one.parent_id == parent_id), key=lambda one: (one.position, one.id))
