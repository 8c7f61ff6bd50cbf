"""The tables: what the migrations make is what the models say, and it holds together."""

from collections.abc import Iterator
from datetime import date, datetime, time
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import JSON, Column, DateTime, MetaData, Table, func, inspect, select, text
from sqlalchemy.engine import Connection

from chapter import FEATURES, commands, create_app, health
from chapter.db import NAMES, Base, UtcDateTime, db, is_sqlite
from tests.conftest import NOW
from tests.databases import own

for feature in FEATURES:
    if find_spec(f"chapter.{feature}.models"):
        import_module(f"chapter.{feature}.models")
GONE = {"job_run"}
"""Tables of old that held nothing worth keeping."""
OF_TWO = "look_alike", "not_same"
"""Tables of two people that aren't the same."""
INDEX_OF_SEARCH = "findable_index"
"""A virtual table (FTS5), which SQLAlchemy doesn't know, and those that SQLite keeps it in."""
TABLES = [pytest.param(table, id=table.name) for table in Base.metadata.sorted_tables]


def says_otherwise(_context: MigrationContext, there: Column, column: Column, said: str, _wanted: str, rendered: str):
    """Whether a column begins as something else; PostgreSQL can't compare JSON, so its words are."""
    return rendered.strip("'") not in said if isinstance(column.type, JSON) and said and rendered else None


def differences(connection: Connection) -> list:
    """What the tables there are lack, or have too much, held against the models."""
    of_ours = {"include_object": lambda _item, name, *_rest: not str(name).startswith(INDEX_OF_SEARCH)}
    opts = {"compare_type": True, "compare_server_default": says_otherwise, **of_ours}
    return compare_metadata(MigrationContext.configure(connection, opts=opts), Base.metadata)


@pytest.fixture
def connection(app: Flask) -> Iterator[Connection]:
    """The database that the migrations made."""
    with db.engine.connect() as connection:
        yield connection


def test_the_migrations_make_what_the_models_say(connection: Connection):
    assert differences(connection) == []


def test_there_is_one_newest_migration():
    assert len(ScriptDirectory(str(health.MIGRATIONS)).get_heads()) == 1


def counts_on(table: str) -> bool:
    """Whether its numbers are never given again; SQLite keeps no name of such a key."""
    return bool(Base.metadata.tables[table].dialect_options["sqlite"]["autoincrement"])


def test_every_constraint_and_index_made_has_a_name_of_the_convention(connection: Connection):
    inspector, wrong = inspect(connection), []
    for table in Base.metadata.tables:
        found = [] if counts_on(table) else [("pk", inspector.get_pk_constraint(table)["name"])]
        found += [("fk", key["name"]) for key in inspector.get_foreign_keys(table)]
        found += [("uq", key["name"]) for key in inspector.get_unique_constraints(table)]
        found += [("uq" if i["unique"] else "ix", i["name"]) for i in inspector.get_indexes(table)]
        wrong += [name for kind, name in found if not str(name).startswith(f"{kind}_{table}")]

    assert wrong == []
    assert set(NAMES) == {"ix", "uq", "ck", "fk", "pk"}


@pytest.mark.parametrize("table", TABLES)
def test_every_moment_is_kept_in_utc(table: Table):
    bare = [c.name for c in table.columns if isinstance(c.type, DateTime) and not isinstance(c.type, UtcDateTime)]

    assert bare == []


def leading_columns(table: Table) -> set[tuple[str, ...]]:
    """What can be looked up in ``table`` without reading it all: the beginnings of its keys and indexes."""
    keys = [table.primary_key.columns, *(index.columns for index in table.indexes)]
    keys += [c.columns for c in table.constraints if type(c).__name__ == "UniqueConstraint"]
    whole = [tuple(column.name for column in key) for key in keys]
    return {key[:length] for key in whole for length in range(1, len(key) + 1)}


# What is only set to null, or never deleted (a consent), may be looked for row by row.
@pytest.mark.parametrize("table", TABLES)
def test_what_is_deleted_with_its_parent_is_found_by_an_index(table: Table):
    slow = [
        ", ".join(key.column_keys)
        for key in table.foreign_key_constraints
        if key.ondelete == "CASCADE" and tuple(key.column_keys) not in leading_columns(table)
    ]

    assert slow == []


def kind_of(column: Column) -> type:
    """The Python type of what ``column`` holds."""
    return dict if isinstance(column.type, JSON) else column.type.python_type


def fill(connection: Connection) -> dict[str, int]:
    """Put a row into every table there is, each pointing at the others' first; gives how many rows each has."""
    made = {
        int: 1,
        str: "x",
        bytes: b"x",
        bool: False,
        dict: {},
        datetime: NOW.replace(tzinfo=None),
        date: NOW.date(),
        time: NOW.time(),
    }
    tables = MetaData()
    tables.reflect(connection)
    counts = {}
    for table in tables.sorted_tables:
        if table.name != "alembic_version" and not table.name.startswith((*OF_TWO, INDEX_OF_SEARCH)):
            connection.execute(table.insert().values({c.name: made[kind_of(c)] for c in table.columns}))
            counts[table.name] = 1
    return counts


@pytest.mark.parametrize("earlier", [f"000{number}" for number in range(1, 6)])
def test_upgrading_keeps_the_rows_that_are_there(tmp_path: Path, earlier: str):
    app = create_app({**own(tmp_path), "TESTING": True})
    script = ScriptDirectory(str(health.MIGRATIONS))
    commands.load_alembic(app)
    with app.app_context():
        commands.load_alembic(app)
        upgrade(directory=script.dir, revision=earlier)
        with db.engine.begin() as connection:
            before = {name: rows for name, rows in fill(connection).items() if name not in GONE}
        commands.migrate()
        with db.engine.connect() as connection:
            kept = {name: connection.scalar(select(func.count()).select_from(text(name))) for name in before}
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall() if is_sqlite() else []

    assert (kept, broken) == (before, [])


LATE = [("0001", "sign_in_link", "about"), ("0003", "import_row", "was_ours"), ("0003", "sign_in_link", "about")]


@pytest.mark.parametrize(("founded", "table", "column"), LATE)
def test_a_chapter_founded_before_a_column_came_into_its_first_tables_gets_it(
    tmp_path: Path, founded: str, table: str, column: str
):
    app = create_app({**own(tmp_path), "TESTING": True})
    with app.app_context():
        commands.load_alembic(app)
        upgrade(directory=str(health.MIGRATIONS), revision=founded)
        with db.engine.begin() as connection:
            connection.exec_driver_sql(f"ALTER TABLE {table} DROP COLUMN {column}")
        commands.migrate()
        with db.engine.connect() as connection:
            wanting = differences(connection)

    assert wanting == []


def test_the_newest_migration_is_known_without_alembic():
    assert health.newest() == ScriptDirectory(str(health.MIGRATIONS)).get_current_head()


def test_upgrading_an_upgraded_database_does_nothing(app: Flask):
    commands.migrate()

    assert health.healthz().status_code == 200
