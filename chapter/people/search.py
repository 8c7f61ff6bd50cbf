"""The filters that a target group is searched with.

A feature adds its own in ``filters.py`` with :func:`register`. What a filter is set to is a plain value, so
that a search (``criteria``: values by the filter's name) can be kept as JSON.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, false

from chapter.i18n import _

Criteria = dict[str, Any]


@dataclass(frozen=True)
class Filter:
    """A way to narrow a search. Neighbours with the same ``group`` stand under that heading in the form."""

    name: str
    group: Any
    label: Any
    field: Callable[[], Any]
    """Makes the WTForms field."""
    clause: Callable[[Any], ColumnElement[bool]]
    """The condition on ``Person`` for a value."""
    words: Callable[[Any], str]
    """A value as a sentence, for reading who is in the group."""


_filters: dict[str, Filter] = {}


def register(*filters: Filter) -> None:
    """Add filters, after those there are."""
    _filters.update({filter.name: filter for filter in filters})


def filters() -> list[Filter]:
    """All filters, in the order in which the form has them."""
    return list(_filters.values())


def groups() -> Iterator[tuple[Any, list[Filter]]]:
    """The headings, each with its filters."""
    for heading, members in groupby(filters(), key=lambda filter: filter.group):
        yield heading, list(members)


def clauses(criteria: Criteria) -> list[ColumnElement[bool]]:
    """The conditions on ``Person``. One that no filter knows finds nobody: rather too few than too many."""
    return [_filters[name].clause(value) if name in _filters else false() for name, value in criteria.items()]


def in_words(criteria: Criteria) -> list[str]:
    """The search as sentences, in the reader's language."""
    said = [filter.words(criteria[filter.name]) for filter in filters() if filter.name in criteria]
    if any(name not in _filters for name in criteria):
        said.append(_("A condition that is no longer there, so nobody is found"))
    return said or [_("Everybody in the register")]
