"""The database that the chapter has now: whether somebody works in it, and how another takes its place."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import text

from chapter import connecting
from chapter.backups.streams import settle
from chapter.config import data_folder, setting
from chapter.db import db, is_sqlite, own_connection

OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
    "AND usename IS NOT NULL AND coalesce(backend_type, 'client backend') = 'client backend'"
)
PARTS = "chapter.db", "media", "secret_key", "read-log.head"
ASIDE = "before-restore-"
BUILT = "restoring"
"""Where the new state is made: a folder of the data folder, and a schema of PostgreSQL's."""
TRIED = "verify-"
"""How a folder begins in which a backup is tried out."""


def is_in_use() -> bool:
    """Whether another process has the database open. If not, SQLite's is whole in its one file after this."""
    db.session.remove()
    db.engine.dispose()
    if not is_sqlite():
        with db.engine.connect() as connection:
            found = bool(connection.scalar(OTHERS))
        db.engine.dispose()
        return found
    if not (data_folder() / "chapter.db").exists():
        return False
    with closing(own_connection()) as own:
        return _is_shared(own)


def _is_shared(own: Any) -> bool:
    """SQLite leaves its log behind only when nobody else is there."""
    try:
        return own.execute("PRAGMA journal_mode=DELETE").fetchone()[0] != "delete"
    except Exception as error:
        return "locked" in str(error)  # Else it can't be read, and nobody works in it.


def built() -> dict[str, Any]:
    """Where a new state is made, for an application of its own: beside the present one, and of the same kind."""
    if is_sqlite():
        key_file = setting("CHAPTER_DATABASE_KEY_FILE")
        return connecting.sqlite(
            data_folder() / BUILT / "chapter.db", connecting.key_in(Path(key_file)) if key_file else ""
        )
    _drop_schema(BUILT)
    with db.engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {BUILT}"))
    return connecting.postgresql(setting("CHAPTER_DATABASE_URL"), f"-c search_path={BUILT}")


def clear() -> Path:
    """An empty folder to make the new state in, without what an earlier try left there."""
    folder = data_folder() / BUILT
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    return folder


def give_up() -> None:
    """Leave nothing of a new state that nobody will have."""
    shutil.rmtree(data_folder() / BUILT, ignore_errors=True)
    _drop_schema(BUILT)


def _drop_schema(name: str) -> None:
    """By itself at once: whoever asks for it may be in the middle of a transaction, and this belongs to none."""
    if not is_sqlite():
        with closing(own_connection()) as own:
            own.execute(f'DROP SCHEMA IF EXISTS "{name}" CASCADE')


def clear_up(before: datetime) -> None:
    """Leave nothing of what was cut off ``before``: a restore, or a backup that was tried out."""
    for folder in data_folder().glob(f"{TRIED}*"):
        if _is_from(folder, before):
            shutil.rmtree(folder, ignore_errors=True)
    if _is_from(data_folder() / BUILT, before):
        give_up()


def _is_from(folder: Path, before: datetime) -> bool:
    return folder.exists() and folder.stat().st_mtime <= before.timestamp()


def swap(moment: str) -> Path:
    """Put the present state aside and the new one in its place; gives where the old one is.

    Each step is a renaming. Cut off between two of them, nothing is lost, and the same restore can be made again.
    """
    data, new = data_folder(), data_folder() / BUILT
    aside = data / f"{ASIDE}{moment}"
    aside.mkdir(mode=0o700)
    if not is_sqlite():
        _swap_schemas(_schema_of(aside))
    for part in PARTS:
        if (data / part).exists():
            (data / part).rename(aside / part)
        if (new / part).exists():
            (new / part).rename(data / part)
    settle(aside)
    settle(data)
    shutil.rmtree(new)
    return aside


def _swap_schemas(aside: str) -> None:
    with db.engine.begin() as connection:
        here = connection.scalar(text("SELECT current_schema()"))
        connection.execute(text(f'ALTER SCHEMA "{here}" RENAME TO "{aside}"'))
        connection.execute(text(f'ALTER SCHEMA {BUILT} RENAME TO "{here}"'))
    db.engine.dispose()


def _schema_of(aside: Path) -> str:
    """What PostgreSQL calls what belongs to the folder ``aside``."""
    return aside.name.replace("-", "_").lower()


def put_aside() -> Iterator[Path]:
    """What was put aside when something was restored."""
    yield from data_folder().glob(f"{ASIDE}*")


def drop_aside(folder: Path) -> None:
    """Delete what was put aside."""
    _drop_schema(_schema_of(folder))
    shutil.rmtree(folder, ignore_errors=True)
