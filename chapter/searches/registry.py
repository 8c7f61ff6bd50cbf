"""The filters that people are searched with.

A feature adds its own in ``filters.py`` with :func:`register`. What a filter is set to is a plain value, so
that a search can be kept as JSON.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, and_, false, not_, or_, true

from chapter.i18n import _
from chapter.searches.rules import Part, Search, parts_of


@dataclass(frozen=True)
class Filter:
    """A condition that people can be searched on. Neighbours with the same ``group`` stand under that heading."""

    name: str
    group: Any
    label: Any
    field: Callable[[], Any]
    """Makes the WTForms field."""
    clause: Callable[[Any], ColumnElement[bool]]
    """The condition on ``Person`` for a value. It must be true or false, never NULL, so that it can be turned."""
    words: Callable[[Any], str]
    """A value as a sentence about those who are found."""
    turned: Callable[[Any], str]
    """The sentence when the condition is turned around."""


_filters: dict[str, Filter] = {}


def register(*filters: Filter) -> None:
    """Add filters, after those there are."""
    _filters.update({filter.name: filter for filter in filters})


def filters() -> dict[str, Filter]:
    """All filters by name, in the order in which they are offered."""
    return _filters


def groups() -> Iterator[tuple[Any, list[Filter]]]:
    """The headings, each with its filters."""
    for heading, members in groupby(_filters.values(), key=lambda filter: filter.group):
        yield heading, list(members)


def clause(search: Search) -> ColumnElement[bool]:
    """The condition on ``Person``. A filter that is no more finds nobody: rather too few than too many."""
    how, parts = parts_of(search)
    if not parts:
        return true()
    joined = (or_ if how == "any" else and_)(*(_part(part) for part in parts))
    return not_(joined) if search.get("not") else joined


def _part(part: Part) -> ColumnElement[bool]:
    if "is" not in part:
        return clause(part)
    if part["is"] not in _filters:
        return false()
    found = _filters[part["is"]].clause(part["value"])
    return not_(found) if part.get("not") else found


def in_words(search: Search) -> list[str]:
    """The search as sentences in the reader's language; all of them hold, or (joined with “or”) any."""
    how, parts = parts_of(search)
    if not parts:
        return [_("Everybody in the register")]
    if how == "any" or search.get("not"):
        return [_joint(search)]
    return [_said(part) for part in parts]


def _said(part: Part) -> str:
    if "is" not in part:
        return _joint(part)
    if part["is"] not in _filters:
        return _("A condition that is no longer there, so nobody is found")
    filter = _filters[part["is"]]
    return (filter.turned if part.get("not") else filter.words)(part["value"])


def _joint(joint: Search) -> str:
    how, parts = parts_of(joint)
    said = [_said(part) for part in parts]
    together = _(" or ").join(said) if how == "any" else _(" and ").join(said)
    return _("Not: %(conditions)s", conditions=together) if joint.get("not") else together
