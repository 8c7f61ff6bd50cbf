"""A whole database as lines of text, the same from SQLite, encrypted or not, and from PostgreSQL.

Each row is a JSON list; what JSON has no word for is written as ISO 8601 (moments, days) or base64 (bytes), and JSON
itself as the text that it is stored as, so that not a space changes. Nothing here knows the models, but for the
columns that no copy may hold: tables and types are asked of the database, which may be of an older version.
"""

import base64
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Connection,
    Date,
    DateTime,
    LargeBinary,
    String,
    TableClause,
    Text,
    Time,
    bindparam,
    cast,
    collate,
    column,
    delete,
    exc,
    insert,
    inspect,
    literal,
    select,
    table,
)
from sqlalchemy.types import JSON

from chapter.backups.unbound import unbound
from chapter.db import Base

NOT_OURS = "alembic_version", "findable_index", "huey_"
"""Tables that are made anew wherever the rows come: the migration's number, the index of search, Huey's queue."""
AT_A_TIME, PIECE = 100, 256 * 1024
"""So many rows are in memory at once (of tables with pictures: one), and so many bytes of lines."""

Piece = tuple[str, bytes]
"""Some lines of a table."""


class Misfit(Exception):
    """The rows don't fit the tables that are there; says which."""


def tables(connection: Connection) -> dict[str, TableClause]:
    """The tables that there are, with their columns in the order of their names."""
    found, ask = {}, inspect(connection)
    for name in sorted(name for name in ask.get_table_names() if not name.startswith(NOT_OURS)):
        columns = sorted(ask.get_columns(name), key=lambda each: each["name"])
        found[name] = table(name, *(column(each["name"], each["type"]) for each in columns))
    return found


def columns(connection: Connection) -> dict[str, list[str]]:
    """The columns of each table, as they stand in its rows."""
    return {name: list(found.c.keys()) for name, found in tables(connection).items()}


def left_out() -> dict[str, dict[str, str | None]]:
    """The columns that no copy may hold (``info={"left_out_of_backups": True}``) by table, and what stands there."""
    found: dict[str, dict[str, str | None]] = {}
    for each in Base.metadata.tables.values():
        for one in each.columns:
            if one.info.get("left_out_of_backups"):
                found.setdefault(each.name, {})[one.name] = None if one.nullable else ""
    return found


def read(connection: Connection, is_whole: bool = False) -> Iterator[Piece]:
    """All rows, sorted, in the one transaction that has begun; those of ``left_out`` only if ``is_whole``."""
    empty = {} if is_whole else left_out()
    for name, found in tables(connection).items():
        chosen = [_read(each, empty.get(name, {})) for each in found.c]
        key = inspect(connection).get_pk_constraint(name)["constrained_columns"] or found.c.keys()
        query = select(*chosen).order_by(*(_sorted(connection, found.c[each]) for each in key))
        most = 1 if any(isinstance(each.type, LargeBinary) for each in found.c) else AT_A_TIME
        rows = connection.execute(query, execution_options={"stream_results": True, "yield_per": most})
        yield from ((name, lines) for lines in _pieces(rows))


def _sorted(connection: Connection, each: Any) -> ColumnElement[Any]:
    """Text by its bytes, whatever the language that a server of PostgreSQL speaks; SQLite does so by itself."""
    if connection.dialect.name == "postgresql" and isinstance(each.type, String):
        return collate(each, "C")
    return each


def _read(each: Any, empty: dict[str, str | None]) -> ColumnElement[Any]:
    if each.name in empty:
        return literal(empty[each.name], Text()).label(each.name)
    return cast(each, Text).label(each.name) if isinstance(each.type, JSON) else each


def _pieces(rows: Iterable[Any]) -> Iterator[bytes]:
    lines: list[bytes] = []
    length = 0
    for row in rows:
        line = json.dumps(list(row), ensure_ascii=False, separators=(",", ":"), default=_as_text).encode() + b"\n"
        lines.append(line)
        length += len(line)
        if length >= PIECE:
            yield b"".join(lines)
            lines, length = [], 0
    if lines:
        yield b"".join(lines)


def _as_text(value: Any) -> str:
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    return str(value)


def write(connection: Connection, pieces: Iterable[Piece], columns: dict[str, list[str]]) -> dict[str, int]:
    """Fill the tables that are there with nothing but these rows; gives how many each has. Raises :class:`Misfit`.

    ``columns`` say what stands where in a row. It is one transaction, at whose end the foreign keys are tried.
    """
    there, counts = tables(connection), dict.fromkeys(columns, 0)
    if wrong := [
        name for name, named in columns.items() if name not in there or set(named) != set(there[name].c.keys())
    ]:
        raise Misfit(f"these tables aren't as they were: {', '.join(wrong)}")
    with unbound(connection, Misfit):
        for found in there.values():
            connection.execute(delete(found))
        for name, lines in pieces:
            counts[name] += _insert(connection, there[name], columns[name], lines)
    return counts


def _insert(connection: Connection, found: TableClause, names: list[str], lines: bytes) -> int:
    """Insert some lines; gives how many. Long lines make few rows, so that all of them are in memory at once."""
    is_sqlite = connection.dialect.name == "sqlite"
    into = insert(found).values({name: _written(found.c[name].type, name, is_sqlite) for name in names})
    make = [_made(found.c[name].type) for name in names]
    rows = [
        {name: value if each is None or value is None else each(value) for name, each, value in zip(*made, strict=True)}
        for made in ((names, make, json.loads(line)) for line in lines.splitlines())
    ]
    try:
        connection.execute(into, rows)
    except (exc.DataError, exc.IntegrityError, exc.ProgrammingError, exc.StatementError) as error:
        raise Misfit(f"a row doesn't fit the table {found.name} ({type(error).__name__})") from None
    return len(rows)


def _written(kind: Any, name: str, is_sqlite: bool) -> Any:
    """How a value comes into a column; JSON as the text that it is."""
    if not isinstance(kind, JSON):
        return bindparam(name, type_=kind)
    return bindparam(name, type_=Text()) if is_sqlite else cast(bindparam(name, type_=Text()), kind)


def _made(kind: Any) -> Callable[[Any], Any] | None:
    """What makes a column's value of what stands in JSON; None if that is it."""
    kinds = {DateTime: datetime.fromisoformat, Date: date.fromisoformat, Time: time.fromisoformat, Boolean: bool}
    kinds[LargeBinary] = base64.b64decode
    return next((make for base, make in kinds.items() if isinstance(kind, base)), None)
