"""The chapter moves to another database, or its own is encrypted: everything equal, row by row."""

import os
import secrets
from collections.abc import Iterator
from contextlib import closing, suppress
from glob import escape
from itertools import zip_longest
from pathlib import Path
from typing import Any

from sqlalchemy import inspect

from chapter import connecting, health
from chapter.backups import rows
from chapter.backups.opening import fill, scratch
from chapter.backups.present import is_in_use
from chapter.backups.rows import NOT_OURS, Misfit, Piece
from chapter.backups.streams import settle
from chapter.backups.unbound import numbers_given
from chapter.config import data_folder
from chapter.db import db, reading

PLAIN = b"SQLite format 3\0"
OLD, NEW = "chapter.db.old", "chapter.db.new"


class CantCopy(Exception):
    """Why not, in words; nothing was changed."""


def copy(url: str, key_file: Path | None) -> dict[str, int]:
    """Copy all that is in the database to another one, which must be empty; gives how many rows each table has.

    Raises CantCopy, Misfit.
    """
    if url.startswith("sqlite:///"):
        file = Path(url.removeprefix("sqlite:///")).absolute()
        if file.exists():
            raise CantCopy(f"{file} is there already")
        key = connecting.key_in(key_file) if key_file else ""
        half = file.with_name(f".{file.name}.half")
        half.unlink(missing_ok=True)
        os.close(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        try:
            counts = _copy(connecting.sqlite(half, key))
        except BaseException:
            for left in half.parent.glob(f"{escape(half.name)}*"):
                left.unlink()
            raise
        half.rename(file)
        settle(file.parent)
        return counts
    if key_file:
        raise CantCopy("PostgreSQL encrypts nothing by itself")
    return _copy(connecting.postgresql(url) | {"CHAPTER_DATABASE_URL": url})


def _copy(where: dict[str, Any]) -> dict[str, int]:
    secret = (data_folder() / "secret_key").read_bytes()
    app = scratch(data_folder(), secret, where)
    with app.app_context():
        there = [name for name in inspect(db.engine).get_table_names() if not name.startswith(NOT_OURS[1:])]
        db.engine.dispose()
    if there:
        raise CantCopy(f"there is something in that database already ({', '.join(there[:3])} …). Make an empty one")
    with reading():
        connection = db.session.connection()
        columns, numbers = rows.columns(connection), numbers_given(connection)
        pieces, revision = rows.read(connection, is_whole=True), health.revision() or ""
        with app.app_context():
            counts = fill(pieces, columns, numbers, revision)
            if wrong := _differs(connection, db.engine):
                raise Misfit(f"these tables came out different: {', '.join(wrong)}")
            is_in_use()
    return counts


def _differs(here: Any, engine: Any) -> list[str]:
    """The tables whose rows aren't the same here and there, line by line."""
    with engine.connect() as there:
        pairs = zip_longest(_lines(rows.read(here, True)), _lines(rows.read(there, True)))
        return sorted({(one or other)[0] for one, other in pairs if one != other})


def _lines(pieces: Iterator[Piece]) -> Iterator[tuple[str, bytes]]:
    for name, lines in pieces:
        for line in lines.splitlines():
            yield name, line


def new_key(file: Path) -> None:
    """Make the database's key, unless it is there already from a try that was cut off; only we may read it."""
    file = file.absolute()
    if data_folder().absolute() in file.parents:
        raise CantCopy("the key must not lie in the data folder: whoever gets that would get the key with it")
    with suppress(FileExistsError), open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
        new.write(secrets.token_hex(32) + "\n")
        new.flush()
        os.fsync(new.fileno())
        settle(file.parent)


def is_plain(file: Path) -> bool:
    """Whether SQLite's file can be read without a key."""
    with file.open("rb") as start:
        return start.read(len(PLAIN)) == PLAIN


def turn(key: str, is_to_be_plain: bool) -> None:
    """Encrypt SQLite's file with ``key``, or decrypt it. Nobody may have it open.

    The new file is whole before it takes the old one's place, which is then overwritten, if it was the plain one. Cut
    off anywhere, the same command goes on where it was.
    """
    file, old, new = (data_folder() / name for name in ("chapter.db", OLD, NEW))
    if is_plain(file) is not is_to_be_plain:
        new.unlink(missing_ok=True)
        _export(file, new, key, is_to_be_plain)
        old.unlink(missing_ok=True)
        old.hardlink_to(file)
        new.replace(file)
        settle(file.parent)
    if not _opens(file, "" if is_to_be_plain else key):
        raise CantCopy("the database was encrypted with another key already")
    if old.exists():
        _overwrite(old)
        settle(file.parent)


def _export(file: Path, new: Path, key: str, is_to_be_plain: bool) -> None:
    """Write all of the database to another file, tried out and on the disk."""
    os.close(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    old_key, new_key = (key, "") if is_to_be_plain else ("", key)
    with closing(connecting.opener(file, old_key, can_encrypt=True)()) as here:
        as_key = f"\"x'{new_key}'\"" if new_key else "''"
        here.execute(f"ATTACH DATABASE ? AS new KEY {as_key}", (str(new),))
        here.execute("SELECT sqlcipher_export('new')")
        here.execute("DETACH DATABASE new")
        here.execute("ATTACH DATABASE ? AS new KEY " + as_key, (str(new),))
        tables = [row[0] for row in here.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")]
        count = 'SELECT (SELECT count(*) FROM main."{0}") = (SELECT count(*) FROM new."{0}")'
        wrong = [name for name in tables if not here.execute(count.format(name)).fetchone()[0]]
        if wrong or here.execute("PRAGMA new.quick_check").fetchone()[0] != "ok":
            raise CantCopy(f"the new file isn't the same ({', '.join(wrong)})")
    with new.open("rb") as written:
        os.fsync(written.fileno())


def _opens(file: Path, key: str) -> bool:
    with closing(connecting.opener(file, key, can_encrypt=True)()) as here:
        try:
            return bool(here.execute("SELECT count(*) FROM sqlite_master").fetchone())
        except Exception:  # SQLCipher's errors are of another family than SQLite's.
            return False


def _overwrite(file: Path) -> None:
    """Overwrite a file, as far as the disk lets us, and delete it."""
    length = file.stat().st_size
    with file.open("r+b") as old:
        for _block in range(0, length, 1024 * 1024):
            old.write(bytes(min(1024 * 1024, length - old.tell())))
        old.flush()
        os.fsync(old.fileno())
    file.unlink()
