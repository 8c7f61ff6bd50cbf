"""The databases of tests: files of SQLite; or PostgreSQL's, on the server that CHAPTER_TEST_POSTGRESQL leads to.

That is an address such as postgresql://postgres@127.0.0.1/postgres, of somebody who may make databases there. Each
process makes its own and removes them at its end.
"""

import atexit
import os
import shutil
import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask

from chapter.connecting import WRITES
from chapter.db import Base, db

SERVER = os.environ.get("CHAPTER_TEST_POSTGRESQL", "")
on_sqlite = pytest.mark.skipif(bool(SERVER), reason="is about SQLite's file")


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
        tables = [table.name for table in Base.metadata.sorted_tables]
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


def _if_it_differs(name: str) -> str:
    there, was = (f'(SELECT array_agg(t::text ORDER BY t::text) FROM {schema}"{name}" t)' for schema in ("", "clean."))
    return f'IF {there} IS DISTINCT FROM {was} THEN DELETE FROM "{name}"; END IF;'


def others_can_write(app: Flask) -> bool:
    """Whether somebody else can write in this moment, without having to wait."""
    if SERVER:
        with _server(app.config["CHAPTER_DATABASE_URL"]) as other, other.transaction():
            return other.execute(WRITES.replace("pg_advisory", "pg_try_advisory")).fetchone()[0]
    with closing(sqlite3.connect(app.config["CHAPTER_DATA"] / "chapter.db", timeout=0)) as other:
        try:
            other.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return False
        return True
