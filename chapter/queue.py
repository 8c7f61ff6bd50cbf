"""Where Huey keeps its queue: in a file of its own, or beside the chapter in PostgreSQL, where hosts share it."""

import sys
from importlib import import_module
from typing import Any

from flask import Flask

_psycopg = sys.modules.get("psycopg")
sys.modules["psycopg"] = None  # type: ignore[assignment]  # Huey loads what drivers it finds; this one weighs 6 MB.
try:
    from huey import Huey, PostgresHuey, SqliteHuey, crontab, storage
    from huey.consumer import Consumer
finally:
    del sys.modules["psycopg"]
    if _psycopg:
        sys.modules["psycopg"] = _psycopg

__all__ = "Consumer", "Huey", "crontab", "queue"

MAKE = "SELECT pg_advisory_xact_lock(20261122)", "CREATE SCHEMA IF NOT EXISTS queue"


class Tables(storage.PostgresStorage):
    """Huey's tables, in a schema of their own; made when they are first asked for, never before the program forks."""

    def _create_connection(self) -> Any:
        connection = self._connect()
        with connection.transaction():
            for statement in (*MAKE, *self.ddl):
                connection.execute(statement)
        return connection


class SharedHuey(PostgresHuey):
    """Huey with its queue in PostgreSQL."""

    storage_class = Tables


def queue(app: Flask) -> Huey:
    """The queue of ``app``."""
    if url := app.config["CHAPTER_DATABASE_URL"]:
        storage.psycopg = import_module("psycopg")
        return SharedHuey("chapter", dsn=url, options="-c search_path=queue", create_tables=False, immediate=False)
    return SqliteHuey("chapter", filename=str(app.config["CHAPTER_DATA"] / "jobs.db"), immediate=False)
