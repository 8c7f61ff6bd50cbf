"""Foreign keys held off while rows come in any order, and tried at the end; and the numbers that were given last."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, exc, text

FOREIGN_KEYS = text(
    "SELECT conrelid::regclass::text AS table_name, quote_ident(conname) AS name, pg_get_constraintdef(oid) AS words "
    "FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace"
)
SERIALS = text(
    "SELECT c.table_name, pg_get_serial_sequence(quote_ident(c.table_name), c.column_name) AS sequence, c.column_name "
    "FROM information_schema.columns c WHERE c.table_schema = current_schema() "
    "AND pg_get_serial_sequence(quote_ident(c.table_name), c.column_name) IS NOT NULL ORDER BY c.table_name"
)
COUNTING = text("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'")


@contextmanager
def unbound(connection: Connection, error: type[Exception]) -> Iterator[None]:
    """Let rows come in any order within one transaction; raises ``error`` if one lacks what it points at."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield
        if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
            raise error(f"rows lack what they point at, in {', '.join(sorted({row[0] for row in broken}))}")
        return
    keys = connection.execute(FOREIGN_KEYS).all()
    for key in keys:
        connection.exec_driver_sql(f"ALTER TABLE {key.table_name} DROP CONSTRAINT {key.name}")
    yield
    for key in keys:
        try:
            connection.exec_driver_sql(f"ALTER TABLE {key.table_name} ADD CONSTRAINT {key.name} {key.words}")
        except exc.IntegrityError:
            raise error(f"rows lack what they point at, in {key.table_name}") from None


def numbers_given(connection: Connection) -> dict[str, int]:
    """The last number that each table has given, where the database counts them."""
    if connection.dialect.name == "sqlite":
        if not connection.execute(COUNTING).first():
            return {}
        return {row.name: row.seq for row in connection.execute(text("SELECT name, seq FROM sqlite_sequence"))}
    found = {}
    for serial in connection.execute(SERIALS).all():
        last = connection.execute(text(f"SELECT CASE WHEN is_called THEN last_value END FROM {serial.sequence}"))
        if number := last.scalar():
            found[serial.table_name] = number
    return found


def go_on_counting(connection: Connection, given: dict[str, int]) -> None:
    """Give no number again that was given before, here or where the rows come from."""
    if connection.dialect.name == "sqlite":
        for name in connection.execute(COUNTING).scalars().all():
            _go_on(connection, name, given.get(name, 0))
        return
    for serial in connection.execute(SERIALS).all():
        highest = connection.scalar(text(f'SELECT max("{serial.column_name}") FROM "{serial.table_name}"')) or 0
        if last := max(highest, given.get(serial.table_name, 0)):
            connection.execute(text("SELECT setval(:sequence, :last)"), {"sequence": serial.sequence, "last": last})


def _go_on(connection: Connection, name: str, last: int) -> None:
    named = {"name": name, "last": last}
    updated = text("UPDATE sqlite_sequence SET seq = max(seq, :last) WHERE name = :name")
    if last and not connection.execute(updated, named).rowcount:
        connection.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"), named)
