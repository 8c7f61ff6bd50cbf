"""A backup is taken: one moment of the database, what it takes to open it, and a list of the uploads beside it."""

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from chapter import health
from chapter.backups import rows, streams, uploads
from chapter.backups.rules import name
from chapter.backups.streams import Member
from chapter.backups.unbound import numbers_given
from chapter.backups.uploads import Upload
from chapter.config import ROOT, data_folder
from chapter.db import db, reading
from chapter.readlog import queries as readlog
from chapter.settings.queries import chapter

FORMAT = 1
HEADER, SECRET, ROWS, UPLOADS, END = "header.json", "secret_key", "rows/", "uploads.jsonl", "end.json"


@dataclass
class Taken:
    """A backup that was taken."""

    file: Path
    bytes: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)


def take(folder: Path, keys: list[Any], now: datetime) -> Taken:
    """Take a backup of this moment into ``folder``, while all goes on; whole, or an error and not at all.

    Uploads are kept before and after: so it has one that is deleted meanwhile, and one that has come.
    """
    taken = Taken(folder / name(now, bool(keys)))
    taken.uploads = {each.path: each for each in uploads.keep(folder, keys, now)}
    chunks = streams.packed(_members(taken, keys, now), now.timestamp())
    taken.bytes = streams.save(chunks, taken.file, keys)
    return taken


def _members(taken: Taken, keys: list[Any], now: datetime) -> Iterator[Member]:
    with reading():
        connection = db.session.connection()
        columns = rows.columns(connection)
        taken.counts = dict.fromkeys(columns, 0)
        yield HEADER, _json(_header(now) | {"columns": columns, "numbers": numbers_given(connection)})
        yield SECRET, (data_folder() / "secret_key").read_bytes()
        for number, (table, lines) in enumerate(rows.read(connection)):
            taken.counts[table] += lines.count(b"\n")
            yield f"{ROWS}{table}/{number:06}.jsonl", lines
    taken.uploads |= {each.path: each for each in uploads.keep(taken.file.parent, keys, now)}
    yield UPLOADS, b"".join(_json(each) for each in taken.uploads.values())
    yield END, _json({"rows": taken.counts, "uploads": len(taken.uploads)})


def _header(now: datetime) -> dict[str, Any]:
    """What it says of itself. With the newest link of the read log's chain nobody can shorten that unseen."""
    return {
        "format": FORMAT,
        "chapter": chapter().name,
        "at": now.isoformat(),
        "revision": health.revision(),
        "version": version(),
        "read_log": readlog.head(),
    }


def version() -> str:
    """The program's."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode() + b"\n"
