"""How the database is reached: SQLite's file, the same encrypted (SQLCipher), or PostgreSQL.

On all of them one writes at a time, and who only reads sees one moment and keeps nobody waiting. SQLite does so by
itself; PostgreSQL is told so, with a lock that each writing transaction takes first. So a value that was read is still
true when it is written back, whatever a query forgot to lock. Writes take milliseconds: one chapter needs no more.

What is confirmed to somebody is on the disk (``synchronous=FULL``), so that a power cut takes nothing of it away.
"""

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from sqlalchemy import Connection

PRAGMAS = "journal_mode=WAL", "synchronous=FULL", "busy_timeout=15000", "foreign_keys=ON", "secure_delete=ON"
READS = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
WRITES = "/* write */ SELECT pg_advisory_xact_lock(20261121)"
ROWS = re.compile(r"\sFOR UPDATE[^()]*\Z")
PATIENCE = "-c lock_timeout=15s -c idle_in_transaction_session_timeout=10min -c timezone=UTC"


def engine(data: Path, url: str, key_file: str) -> dict[str, Any]:
    """The part of Flask's configuration that says where the database is. A failed statement's log names nobody.

    ``OPEN_DATABASE`` opens it past SQLAlchemy.
    """
    if not url:
        return sqlite(data / "chapter.db", key_in(Path(key_file)) if key_file else "")
    if key_file:
        raise click.ClickException("PostgreSQL encrypts nothing by itself: leave CHAPTER_DATABASE_KEY_FILE empty.")
    return postgresql(url)


def sqlite(file: Path, key: str = "") -> dict[str, Any]:
    """The same for SQLite's ``file``, encrypted if there is a ``key``."""
    options: dict[str, Any] = {"hide_parameters": True}
    open_it = opener(file, key)
    if key:
        options |= {"module": _sqlcipher(), "creator": open_it}
    where = {"SQLALCHEMY_DATABASE_URI": f"sqlite:///{file}", "SQLALCHEMY_ENGINE_OPTIONS": options}
    return where | {"OPEN_DATABASE": open_it}


def postgresql(url: str, also: str = "") -> dict[str, Any]:
    """The same for PostgreSQL; ``also`` are more of a session's settings (“-c search_path=other”)."""
    arguments = {"options": f"{PATIENCE} {also}".strip()}
    options = {"hide_parameters": True, "connect_args": arguments, "pool_pre_ping": True}
    where = {"SQLALCHEMY_DATABASE_URI": _with_driver(url), "SQLALCHEMY_ENGINE_OPTIONS": options}

    def open_it() -> Any:
        import psycopg

        return psycopg.connect(url, autocommit=True, options=arguments["options"])

    return where | {"OPEN_DATABASE": open_it}


def _with_driver(url: str) -> str:
    kind, colon, rest = url.partition("://")
    if kind not in ("postgresql", "postgres") or not colon:
        raise click.ClickException("CHAPTER_DATABASE_URL begins with postgresql://, or is empty for SQLite.")
    return f"postgresql+psycopg://{rest}"


def _sqlcipher() -> Any:
    from sqlcipher3 import dbapi2  # 5 MB, for those who encrypt.

    return dbapi2


def key_in(file: Path) -> str:
    """The key that ``file`` holds; said in words if it holds none."""
    try:
        key = file.read_text().strip()
    except OSError as error:
        raise click.ClickException(f"The database's key can't be read from {file}: {error.strerror}.") from error
    if len(key) != 64 or not set(key) <= set("0123456789abcdef"):
        raise click.ClickException(f"{file} doesn't hold a key: 64 hexadecimal digits, such as “openssl rand -hex 32”.")
    return key


def opener(file: Path, key: str = "", can_encrypt: bool = False) -> Callable[[], sqlite3.Connection]:
    """What opens SQLite's ``file``, encrypted if there is a ``key``; each statement is a transaction of its own."""
    driver = _sqlcipher() if key or can_encrypt else sqlite3

    def connect() -> sqlite3.Connection:
        connection = driver.connect(str(file), timeout=15, isolation_level=None, check_same_thread=False)
        if key:
            connection.execute(f"PRAGMA key = \"x'{key}'\"")
        return connection

    return connect


def prepare(connection: Any) -> None:
    """What each new connection to SQLite is told."""
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def begin(connection: Connection, only_reads: bool) -> None:
    """Begin a transaction, which writes or ``only_reads``."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN" if only_reads else "BEGIN IMMEDIATE")
    else:
        connection.exec_driver_sql(READS if only_reads else WRITES)


def without_locks(_connection: Connection, _cursor: Any, statement: str, values: Any, *_rest: Any) -> tuple[str, Any]:
    """No rows are locked in PostgreSQL either: who writes has the one lock already, who only reads may have none."""
    return ROWS.sub("", statement), values
