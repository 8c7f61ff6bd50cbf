"""Whatever hangs on a row and goes with it: found from the foreign keys, so that no new table is forgotten."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, ColumnElement, ForeignKeyConstraint, Table, or_, select, tuple_

from chapter.db import Base
from chapter.people.models import Person

Conditions = dict[Table, ColumnElement[bool]]
PERSON = Base.metadata.tables[Person.__tablename__]


def hanging_on(table: Table, which: ColumnElement[bool], apart: frozenset[Table] = frozenset()) -> Conditions:
    """The tables with rows that go with those rows of ``table``, and which; without tables that are told apart."""
    found: Conditions = {}
    for child, constraint in _children(table):
        if child in apart:
            continue
        theirs = _points_at(constraint, which)
        for each, condition in [(child, theirs), *hanging_on(child, theirs, apart).items()]:
            found[each] = or_(found[each], condition) if each in found else condition
    return found


def letting_go_of(table: Table) -> Iterator[Column[Any]]:
    """The columns that are emptied when the row of ``table`` that they name is deleted."""
    for child in Base.metadata.sorted_tables:
        for constraint in child.foreign_key_constraints:
            if constraint.referred_table is table and constraint.ondelete == "SET NULL":
                yield from constraint.columns


def others() -> frozenset[Table]:
    """The tables whose rows are about a person: what hangs on somebody's account there is about others."""
    return frozenset(child for child, _constraint in _children(PERSON))


def _children(table: Table) -> Iterator[tuple[Table, ForeignKeyConstraint]]:
    for child in Base.metadata.sorted_tables:
        for constraint in child.foreign_key_constraints:
            if constraint.referred_table is table and constraint.ondelete == "CASCADE":
                yield child, constraint


def _points_at(constraint: ForeignKeyConstraint, which: ColumnElement[bool]) -> ColumnElement[bool]:
    columns, referred = list(constraint.columns), [element.column for element in constraint.elements]
    rows = select(*referred).where(which)
    return columns[0].in_(rows) if len(columns) == 1 else tuple_(*columns).in_(rows)
