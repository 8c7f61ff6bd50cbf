"""The filters that people are searched with.

A feature adds its own in ``filters.py`` with :func:`register`. What a filter is set to is a plain value, so
that a search can be kept as JSON.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, and_, false, not_, or_, true

from chapter.access import Permission, may
from chapter.i18n import _
from chapter.searches.rules import Part, Search, conditions, every, parts_of


@dataclass(frozen=True)
class Filter:
    """A condition that people can be searched on. Neighbours with the same ``group`` stand under that heading."""

    name: str
    group: Any
    label: Any
    field: Callable[[], Any]
    """Makes the WTForms field; a ``BooleanField`` for what only is or isn't so: that one is set to ``True``."""
    clause: Callable[[Any], ColumnElement[bool]]
    """The condition on ``Person`` for a value. It must be true or false, never NULL, so that it can be turned."""
    words: Callable[[Any], str]
    """A value as what is said of those who are found, beginning small: “lives in Ås”."""
    turned: Callable[[Any], str]
    """The same when the condition is turned around."""
    takes: Callable[[Any], bool]
    """Whether a value, which may come from an address, is one that the filter can be set to."""
    need: Permission | None = None
    """Who may know this of people; without it, everybody who builds searches."""


_filters: dict[str, Filter] = {}


def register(*filters: Filter) -> None:
    """Add filters, after those there are."""
    _filters.update({filter.name: filter for filter in filters})


def filters() -> dict[str, Filter]:
    """All filters by name, in the order in which they are offered."""
    return _filters


def offered() -> dict[str, Filter]:
    """Those that the reader may search with."""
    return {name: filter for name, filter in _filters.items() if filter.need is None or may(filter.need)}


def groups() -> Iterator[tuple[Any, list[Filter]]]:
    """The headings, each with the filters that are offered."""
    for heading, members in groupby(offered().values(), key=lambda filter: filter.group):
        yield heading, list(members)


def is_lost(part: Part) -> bool:
    """Whether a condition means nothing (any more): its filter is gone, or can't be set to its value."""
    return part["is"] not in _filters or not _filters[part["is"]].takes(part["value"])


def is_open(search: Search) -> bool:
    """Whether the reader may know what all of its conditions are about, and so how many people it finds."""
    return {part["is"] for part in conditions(search)}.isdisjoint(_filters.keys() - offered())


def clause(search: Search, turned: bool = False) -> ColumnElement[bool]:
    """The condition on ``Person``. A lost condition makes the search find too few rather than too many.

    ``turned``: the joint stands in one that is turned around, where a lost condition must hold for everybody.
    """
    how, parts = parts_of(search)
    if not parts:
        return true()
    is_turned = bool(search.get("not"))
    joined = (or_ if how == "any" else and_)(*(_part(part, turned != is_turned) for part in parts))
    return not_(joined) if is_turned else joined


def _part(part: Part, turned: bool) -> ColumnElement[bool]:
    if "is" not in part:
        return clause(part, turned)
    if is_lost(part):
        return true() if turned else false()
    found = _filters[part["is"]].clause(part["value"])
    return not_(found) if part.get("not") else found


def in_words(search: Search) -> list[str]:
    """The search as sentences in the reader's language; all of them hold."""
    how, parts = parts_of(search)
    if not parts:
        return [_("Everybody in the register")]
    if how == "any" or search.get("not"):
        return [begun(said(search))]
    return [begun(said(part)) for part in parts]


def said(part: Part, within: bool = False) -> str:
    """A condition or joint as what is said of those who are found; ``within`` another it stands in brackets."""
    if "is" not in part:
        return _joint(part, within)
    if is_lost(part):
        return _("fulfils a condition that is no longer there, so nobody is found")
    filter = _filters[part["is"]]
    if not is_open(every(part)):
        return _("fulfils a condition that only the member coordinator may see")
    return (filter.turned if part.get("not") else filter.words)(part["value"])


def _joint(joint: Search, within: bool) -> str:
    how, parts = parts_of(joint)
    if not parts:
        return _("is in the register")
    together = (_(" or ") if how == "any" else _(" and ")).join(said(part, within=True) for part in parts)
    if joint.get("not"):
        return _("not (%(conditions)s)", conditions=together)
    return f"({together})" if within and len(parts) > 1 else together


def begun(words: str) -> str:
    """What is said of those who are found, as a sentence begins."""
    return words[:1].upper() + words[1:]
