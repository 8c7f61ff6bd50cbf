"""A backup is opened: what it says of itself, and its rows put into an empty database of an application's own."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from flask import Flask

from chapter import commands, health
from chapter.backups import rows, streams
from chapter.backups.rows import Misfit, Piece
from chapter.backups.streams import Broken, Member, WrongKey
from chapter.backups.taking import END, FORMAT, HEADER, ROWS, SECRET, UPLOADS
from chapter.backups.unbound import go_on_counting
from chapter.backups.uploads import Upload
from chapter.db import db
from chapter.lookup import actions as lookup

__all__ = ["Broken", "Contents", "Misfit", "WrongKey", "is_encrypted", "load", "opened", "scratch"]
AGE = b"age-encryption.org/"


@dataclass
class Contents:
    """A backup that is open; what stands at its end is known when its rows have been read."""

    header: dict[str, Any]
    secret_key: bytes
    members: Iterator[Member]
    rest: dict[str, bytes] = field(default_factory=dict)

    @property
    def at(self) -> datetime:
        """The moment that it shows."""
        return datetime.fromisoformat(self.header["at"])

    def pieces(self) -> Iterator[Piece]:
        """Its rows; read once."""
        for name, data in self.members:
            if name.startswith(ROWS):
                yield name.split("/")[1], data
            else:
                self.rest[name] = data

    def counts(self) -> dict[str, int]:
        """How many rows each table had when it was taken."""
        return json.loads(self._end(END))["rows"]

    def uploads(self) -> list[Upload]:
        """The uploads that it needs."""
        return [Upload(*json.loads(line)) for line in self._end(UPLOADS).splitlines()]

    def _end(self, name: str) -> bytes:
        if name not in self.rest:
            raise Broken("its end is missing")
        return self.rest[name]


def is_encrypted(file: Path) -> bool:
    """Whether it takes a key to open it."""
    with file.open("rb") as start:
        return start.read(len(AGE)) == AGE


@contextmanager
def opened(file: Path, keys: list[Any]) -> Iterator[Contents]:
    """Open a backup for as long as the block lasts; raises WrongKey, Broken."""
    with streams.members(file, keys if is_encrypted(file) else []) as members:
        header = json.loads(_next(members, HEADER))
        if header["format"] > FORMAT or header["revision"] > health.newest():
            raise Broken("it was made by a newer version of Chapter: upgrade the program, then try again")
        yield Contents(header, _next(members, SECRET), members)


def _next(members: Iterator[Member], name: str) -> bytes:
    found, data = next(members, ("", b""))
    if found != name:
        raise Broken("it isn't a backup")
    return data


def scratch(data: Path, secret_key: bytes, where: dict[str, Any]) -> Flask:
    """An application of its own, with a folder of its own; ``where`` is its database (chapter.connecting)."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not (data / "secret_key").exists():
        (data / "secret_key").touch(0o600)
        (data / "secret_key").write_bytes(secret_key)
    given = {"CHAPTER_DATA": str(data), "CHAPTER_DATABASE_URL": "", "CHAPTER_DATABASE_KEY_FILE": ""}
    app = import_module("chapter").create_app(given | where)
    commands.load_alembic(app)
    return app


def load(contents: Contents) -> dict[str, int]:
    """Put the rows into the empty database of the application that is current; gives how many each table has.

    The tables are made as they were then, and brought up to date with the rows in them. Raises Misfit, Broken.
    """
    revision = contents.header["revision"]
    counts = fill(contents.pieces(), contents.header["columns"], contents.header["numbers"], revision)
    if counts != contents.counts():
        raise Broken("there aren't as many rows in it as it says")
    return counts


def migrated_to(revision: str) -> None:
    """Make the tables in an empty database as they were then."""
    import_module("flask_migrate").upgrade(directory=str(health.MIGRATIONS), revision=revision)


def fill(pieces: Iterator[Piece], columns: dict[str, list[str]], numbers: dict[str, int], revision: str) -> dict:
    """The same for rows from anywhere, of tables as they were with the migration ``revision``."""
    migrated_to(revision)
    with db.engine.begin() as connection:
        counts = rows.write(connection, pieces, columns)
        go_on_counting(connection, numbers)
    db.engine.dispose()
    commands.migrate()
    with db.session.begin():
        last = 0
        while last := lookup.index_anew(last):
            db.session.expire_all()
        lookup.pack()
    db.session.remove()
    return counts
