"""Everything that points at one person comes to point at another, and back; whatever table it is in.

Where both have something that only one can have (a tag, a place in a queue), the kept person's stays.
"""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Column, PrimaryKeyConstraint, Table, UniqueConstraint, delete, insert, select, update

from chapter.db import Base, db
from chapter.people.models import Person

Row = dict[str, Any]
READERS = {"datetime": datetime.fromisoformat, "date": date.fromisoformat, "time": time.fromisoformat}
APART = {"look_alike", "not_same"}
"""What two people are to each other is settled by merging them."""


def pointers() -> Iterator[tuple[Table, Column]]:
    """Every column that points at a person."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if table.name not in APART and any(key.column.table.name == "person" for key in column.foreign_keys):
                yield table, column


def move(gone_id: int, kept_id: int) -> list[Row]:
    """Point everything at the kept person; gives what it takes to :func:`move_back`, and no more: of rows that are
    still there only which they are."""
    return [
        _moved(table, column, row, kept_id) for table, column in pointers() for row in _rows(table, column, gone_id)
    ]


def _rows(table: Table, column: Column, person_id: int) -> list[Row]:
    return [dict(row) for row in db.session.execute(select(table).where(column == person_id)).mappings()]


def _moved(table: Table, column: Column, row: Row, kept_id: int) -> Row:
    key = {part.name: row[part.name] for part in table.primary_key.columns}
    note = {"table": table.name, "column": column.name, "row": packed(key)}
    if not _clashes(table, column, row | {column.name: kept_id}):
        db.session.execute(update(table).where(*_is(table, row)).values({column.name: kept_id}))
        return note | {"what": "moved"}
    if column.nullable:
        db.session.execute(update(table).where(*_is(table, row)).values({column.name: None}))
        return note | {"what": "let go"}
    db.session.execute(delete(table).where(*_is(table, row)))
    return note | {"what": "dropped", "row": packed(row)}


def without(notes: list[Row], table: Table, column: str | None = None) -> list[Row]:
    """``notes`` without what was dropped from ``table``, or with nothing in one ``column`` of it."""
    kept = [note for note in notes if column or note["table"] != table.name]
    return [
        note | {"row": note["row"] | {column: ""}} if note["table"] == table.name and column in note["row"] else note
        for note in kept
    ]


def _is(table: Table, row: Row) -> list[Any]:
    return [column == row[column.name] for column in table.primary_key.columns]


def _clashes(table: Table, column: Column, row: Row) -> bool:
    keys: list[Any] = [i.columns for i in table.indexes if i.unique and not _is_partial(i)]
    keys += [c.columns for c in table.constraints if isinstance(c, PrimaryKeyConstraint | UniqueConstraint)]
    return any(
        db.session.execute(select(1).where(*(c == row[c.name] for c in key)).limit(1)).first() is not None
        for key in keys
        if column.name in key
    )


def _is_partial(index: Any) -> bool:
    return index.dialect_options["sqlite"]["where"] is not None


def move_back(notes: list[Row], gone_id: int, kept_id: int) -> None:
    """Give the parted person back what was theirs, as far as it is still there."""
    tables = Base.metadata.tables
    for note in reversed(notes):
        table, row = tables[note["table"]], unpacked(note["row"]) | {note["column"]: gone_id}
        if note["what"] == "dropped":
            if not _clashes(table, table.c[note["column"]], row):
                db.session.execute(insert(table).values(row))
            continue
        there = row if note["column"] not in table.primary_key.columns else row | {note["column"]: kept_id}
        left_with = kept_id if note["what"] == "moved" else None
        is_as_left = table.c[note["column"]].is_not_distinct_from(left_with)
        db.session.execute(update(table).where(*_is(table, there), is_as_left).values({note["column"]: gone_id}))


def person_row(person_id: int) -> Row:
    """A person as the table has them."""
    table = Base.metadata.tables[Person.__tablename__]
    return dict(db.session.execute(select(table).where(table.c.id == person_id)).mappings().one())


def packed(row: Row) -> Row:
    """``row`` as JSON takes it."""
    return {name: [type(v).__name__, v.isoformat()] if type(v).__name__ in READERS else v for name, v in row.items()}


def unpacked(row: Row) -> Row:
    """What was :func:`packed`."""
    return {name: _read(value) for name, value in row.items()}


def _read(value: Any) -> Any:
    is_moment = isinstance(value, list) and len(value) == 2 and value[0] in READERS
    return READERS[value[0]](value[1]) if is_moment else value
