"""The databases of tests: files of SQLite; or PostgreSQL's, on the server that CHAPTER_TEST_POSTGRESQL leads to.

That is an address such as postgresql://postgres@127.0.0.1/postgres, of somebody who may make databases there. Each
process makes its own and removes them at its end.
"""

import atexit
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from time import sleep
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask, current_app

from chapter import wiping
from chapter.connecting import READS, WRITES
from chapter.db import Base, db, own_connection, reading

SERVER = os.environ.get("CHAPTER_TEST_POSTGRESQL", "")
BEGIN_TO_READ = READS if SERVER else "BEGIN"
READ = "BEGIN ISOLATION LEVEL REPEATABLE READ" if SERVER else "BEGIN"
on_sqlite = pytest.mark.skipif(bool(SERVER), reason="is about SQLite's file")
gives_numbers_again = pytest.mark.skipif(bool(SERVER), reason="PostgreSQL never gives a number to a second row")


def own(data: Path) -> dict[str, str]:
    """The settings of a chapter in the folder ``data``, with a database that is its own."""
    return {"CHAPTER_DATA": str(data), "CHAPTER_DATABASE_URL": _address(data) if SERVER else ""}


def environment(app: Flask, **more: str) -> dict[str, str]:
    """What a process gets that is to work in the same chapter as ``app``."""
    where = {name: str(app.config[name]) for name in ("CHAPTER_DATA", "CHAPTER_DATABASE_URL")}
    return {**os.environ, **where, **more}


def _address(data: Path) -> str:
    name = f"chapter_test_{os.getpid()}_{sha256(str(data).encode()).hexdigest()[:8]}"
    with _server() as server:
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            server.execute(f"CREATE DATABASE {name}")
            atexit.register(_remove, name)
    return urlsplit(SERVER)._replace(path=f"/{name}").geturl()


def _remove(name: str) -> None:
    with _server() as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _server(address: str = SERVER) -> Any:
    import psycopg

    # Of a connection that ends with a test's own app SQLite says nothing, nor is this driver to.
    psycopg.BaseConnection.__del__ = lambda _connection: None  # type: ignore[attr-defined]
    return psycopg.connect(address, autocommit=True)


class Clean:
    """The database of ``app`` as it is when this is made; ``put_back`` makes it so again."""

    def __init__(self, app: Flask) -> None:
        self.data = Path(app.config["CHAPTER_DATA"])
        if SERVER:
            self._remember(app.config["CHAPTER_DATABASE_URL"])
        else:
            shutil.copy(self.data / "chapter.db", self.data / "clean.db")

    def put_back(self) -> None:
        """Make it as it was."""
        if SERVER:
            self._connection.execute("SELECT clean.put_back()")
            return
        db.engine.dispose()
        for rest in self.data.glob("chapter.db-*"):
            rest.unlink(missing_ok=True)
        shutil.copy(self.data / "clean.db", self.data / "chapter.db")

    def close(self) -> None:
        """Let go of it."""
        if SERVER:
            self._connection.close()

    def _remember(self, address: str) -> None:
        """Make a function in the database that looks which tables aren't as they were, and puts those back."""
        self._connection = _server(address)
        self._connection.execute("CREATE SCHEMA clean")
        there = {name for (name,) in self._connection.execute("SELECT tablename FROM pg_tables").fetchall()}
        tables = [table.name for table in Base.metadata.sorted_tables if table.name in there]
        kept = [name for name in tables if self._connection.execute(f'SELECT 1 FROM "{name}"').fetchone()]
        for name in kept:
            self._connection.execute(f'CREATE TABLE clean."{name}" AS TABLE "{name}"')
        empty = [f'IF EXISTS (SELECT FROM "{name}") THEN DELETE FROM "{name}"; END IF;' for name in reversed(tables)]
        empty = [
            _if_it_differs(name) if name in kept else line for name, line in zip(reversed(tables), empty, strict=True)
        ]
        fill = [
            f'IF NOT EXISTS (SELECT FROM "{name}") THEN INSERT INTO "{name}" SELECT * FROM clean."{name}"; END IF;'
            for name in kept
        ]
        numbers = [
            f"IF (SELECT (last_value, is_called) <> ({last}, {called}) FROM {name}) "
            f"THEN PERFORM setval('{name}', {last}, {called}); END IF;"
            for name, last, called in self._numbers()
        ]
        body = "\n".join([*empty, *fill, *numbers])
        self._connection.execute(
            f"CREATE FUNCTION clean.put_back() RETURNS void LANGUAGE plpgsql AS $$ BEGIN\n{body}\nEND $$"
        )

    def _numbers(self) -> list[tuple[str, int, bool]]:
        names = self._connection.execute(
            "SELECT quote_ident(sequencename) FROM pg_sequences WHERE schemaname = 'public'"
        )
        return [
            (name, *self._connection.execute(f"SELECT last_value, is_called FROM {name}").fetchone())
            for (name,) in names
        ]


class Whole:
    """The same of a database in which there is much, and which no other process has open."""

    def __init__(self, app: Flask) -> None:
        if not SERVER:
            self.put_back = Clean(app).put_back  # type: ignore[method-assign]
            return
        self.name = urlsplit(app.config["CHAPTER_DATABASE_URL"]).path[1:]
        self._copy(self.name, f"{self.name}_kept")

    def put_back(self) -> None:
        """Make it as it was."""
        db.engine.dispose()
        _remove(self.name)
        self._copy(f"{self.name}_kept", self.name)

    def _copy(self, name: str, to: str) -> None:
        with _server() as server:
            server.execute(f"CREATE DATABASE {to} TEMPLATE {name}")
            atexit.register(_remove, to)


def _if_it_differs(name: str) -> str:
    there, was = (f'(SELECT array_agg(t::text ORDER BY t::text) FROM {schema}"{name}" t)' for schema in ("", "clean."))
    return f'IF {there} IS DISTINCT FROM {was} THEN DELETE FROM "{name}"; END IF;'


@contextmanager
def somebody_else(writes: bool = True) -> Iterator[Any]:
    """Another's connection to the app's database, in the middle of what it ``writes``; fails if it had to wait."""
    if SERVER:
        with _server(current_app.config["CHAPTER_DATABASE_URL"]) as other, other.transaction():
            other.execute("SET LOCAL lock_timeout = 1")
            other.execute(WRITES if writes else READS)
            yield other
        return
    with closing(sqlite3.connect(current_app.config["CHAPTER_DATA"] / "chapter.db", timeout=0)) as other, other:
        other.execute("BEGIN IMMEDIATE" if writes else "BEGIN")
        yield other


def files_in(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Each file in ``folder``, and of the app's database wherever that is, as it is on the disk: its name and bytes."""
    yield from ((file.name, file.read_bytes()) for file in folder.iterdir() if file.is_file())
    if SERVER:
        with own_connection() as server:
            server.execute("CHECKPOINT")
            (number,) = server.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone()
            read = "pg_read_binary_file(%(base)s || name, 0, 1000000000, true)"
            found = server.execute(f"SELECT name, {read} FROM pg_ls_dir(%(base)s) name", {"base": f"base/{number}/"})
            yield from ((name, content or b"") for name, content in found)


def wipe_out() -> None:
    """Wipe out what was erased; PostgreSQL's own tidying may be in the way for a moment, then it is tried again."""
    for _again in range(50):
        wiping.wipe()
        with reading():
            if not wiping.is_owed():
                return
        sleep(0.1)
    raise AssertionError("what was erased can still be read")
