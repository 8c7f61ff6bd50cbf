"""Everything that points at one person comes to point at another, and back; whatever table it is in.

Where both have something that only one can have (a tag, a place in a queue, a case), the kept person's stays. What
hangs on the other's comes to hang on it, and so do the mails and the history that tell of it.
"""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Column, PrimaryKeyConstraint, Table, UniqueConstraint, delete, insert, select, update

from chapter.db import Base, db
from chapter.messages.models import Message
from chapter.people.models import HistoryEntry, Person

Row = dict[str, Any]
READERS = {"datetime": datetime.fromisoformat, "date": date.fromisoformat, "time": time.fromisoformat}
APART = {"look_alike", "not_same"}
"""What two people are to each other is settled by merging them."""
_words: dict[str, str] = {}


def called(table: str, word: str) -> None:
    """Say that the rows of ``table`` are what mails and history call so: “case”, as in “case:12”."""
    _words[table] = word


def pointers(at: str = Person.__tablename__) -> Iterator[tuple[Table, Column]]:
    """Every column that points at a person, or at the rows of another table."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if table.name not in APART and any(key.column.table.name == at for key in column.foreign_keys):
                yield table, column


def move(gone_id: int, kept_id: int) -> list[Row]:
    """Point everything at the kept person; gives what it takes to :func:`move_back`, and no more: of rows that are
    still there only which they are."""
    return [
        note
        for table, column in pointers()
        for row in _rows(table, column, gone_id)
        for note in _moved(table, column, row, kept_id)
    ]


def _rows(table: Table, column: Column, value: Any) -> list[Row]:
    return [dict(row) for row in db.session.execute(select(table).where(column == value)).mappings()]


def _moved(table: Table, column: Column, row: Row, kept: Any) -> Iterator[Row]:
    key = {part.name: row[part.name] for part in table.primary_key.columns}
    note = {"table": table.name, "column": column.name, "row": packed(key)}
    there = _clash(table, column, row | {column.name: kept})
    if there is None:
        db.session.execute(update(table).where(*_is(table, row)).values({column.name: kept}))
        yield note | {"what": "moved"}
    elif column.nullable:
        db.session.execute(update(table).where(*_is(table, row)).values({column.name: None}))
        yield note | {"what": "let go"}
    else:
        yield from _hung_over(table, row, there)
        db.session.execute(delete(table).where(*_is(table, row)))
        yield note | {"what": "dropped", "row": packed(_copied(table, row))}


def _hung_over(table: Table, row: Row, there: Row) -> Iterator[Row]:
    """What hangs on a row that is dropped comes to hang on the one that is ``there``, and what tells of it too."""
    hanging: list[Any] = [(child, column, row["id"], there["id"]) for child, column in pointers(table.name)]
    if word := _words.get(table.name):
        source = f"{word}:{row['id']}", f"{word}:{there['id']}"
        hanging += [(model.__table__, model.__table__.c.source, *source) for model in (Message, HistoryEntry)]
    for child, column, gone, kept in hanging:
        whence = {"on": table.name, "gone": gone, "kept": kept}
        for each in _rows(child, column, gone):
            yield from (note | whence for note in _moved(child, column, each, kept))


def _copied(table: Table, row: Row) -> Row:
    """``row`` without what may be in no copy."""
    return {name: "" if table.c[name].info.get("left_out_of_backups") else value for name, value in row.items()}


def without(notes: list[Row], table: Table, column: str | None = None) -> list[Row]:
    """``notes`` without what was dropped from ``table`` and hung on it, or with nothing in one ``column`` of it."""
    kept = [note for note in notes if column or table.name not in (note["table"], note.get("on"))]
    return [
        note | {"row": note["row"] | {column: ""}} if note["table"] == table.name and column in note["row"] else note
        for note in kept
    ]


def _is(table: Table, row: Row) -> list[Any]:
    return [column == row[column.name] for column in table.primary_key.columns]


def _clash(table: Table, column: Column, row: Row) -> Row | None:
    """The row that is in the way of ``row``."""
    keys: list[Any] = [i.columns for i in table.indexes if i.unique and not _is_partial(i)]
    keys += [c.columns for c in table.constraints if isinstance(c, PrimaryKeyConstraint | UniqueConstraint)]
    for key in keys:
        if column.name in key:
            same = select(table).where(*(c == row[c.name] for c in key)).limit(1)
            if (found := db.session.execute(same).mappings().first()) is not None:
                return dict(found)
    return None


def _is_partial(index: Any) -> bool:
    return index.dialect_options["sqlite"]["where"] is not None


def move_back(notes: list[Row], gone_id: int, kept_id: int) -> None:
    """Give the parted person back what was theirs, as far as it is still there."""
    tables = Base.metadata.tables
    for note in reversed(notes):
        gone, kept = note.get("gone", gone_id), note.get("kept", kept_id)
        table, row = tables[note["table"]], unpacked(note["row"]) | {note["column"]: gone}
        if note["what"] == "dropped":
            if _clash(table, table.c[note["column"]], row) is None:
                db.session.execute(insert(table).values(row))
            continue
        there = row if note["column"] not in table.primary_key.columns else row | {note["column"]: kept}
        left_with = kept if note["what"] == "moved" else None
        is_as_left = table.c[note["column"]].is_not_distinct_from(left_with)
        db.session.execute(update(table).where(*_is(table, there), is_as_left).values({note["column"]: gone}))


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
