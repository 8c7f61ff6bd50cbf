"""Uploads stand beside the backups, each once: a file never changes, and a gigabyte of them isn't kept ten times.

A name tells nothing: it is a hash with the installation's secret. It changes with the keys, so that with new ones all
are kept anew. Each backup touches those that it needs; one that none has needed for as long as backups live goes.
"""

import hashlib
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from chapter.backups import streams
from chapter.config import data_folder, keyed, setting
from chapter.media import storage

FOLDER = "files"


class Upload(NamedTuple):
    """A file in the folder of uploads (“ab/abc….240”), what it is kept as in a backup, and its size."""

    path: str
    kept: str
    size: int


def keep(folder: Path, keys: list[Any], now: datetime) -> Iterator[Upload]:
    """Keep every upload in the ``folder`` of backups that isn't there yet. One that is deleted meanwhile is no more."""
    (folder / FOLDER).mkdir(mode=0o700, exist_ok=True)
    for file, digest in storage.everything():
        relative = file.relative_to(storage.folder()).as_posix()
        found = keyed(f"backup:{setting('CHAPTER_BACKUP_KEY')}:{relative}")
        kept = f"{FOLDER}/{found[:2]}/{found}{'.age' if keys else ''}"
        if digest and (size := _keep(file, folder / kept, keys, now)) is not None:
            yield Upload(relative, kept, size)


def _keep(file: Path, to: Path, keys: list[Any], now: datetime) -> int | None:
    try:
        with file.open("rb") as data:
            if not to.exists():
                to.parent.mkdir(mode=0o700, exist_ok=True)
                streams.save(iter(lambda: data.read(64 * 1024), b""), to, keys)
            size = os.fstat(data.fileno()).st_size
    except FileNotFoundError:
        return None
    os.utime(to, (now.timestamp(), now.timestamp()))
    return size


def sweep(folder: Path, now: datetime, days: int) -> None:
    """Delete what no backup that is kept can need, and what was cut off in the middle a day ago."""
    for file in (folder / FOLDER).glob("*/*"):
        limit = timedelta(days=1) if file.name.endswith(".half") else timedelta(days=days)
        if file.stat().st_mtime <= (now - limit).timestamp():
            file.unlink(missing_ok=True)


class _Hash:
    """Counts and hashes what is written into it."""

    def __init__(self) -> None:
        self.hash, self.size = hashlib.sha256(), 0

    def write(self, data: bytes) -> int:
        """Take it in."""
        self.hash.update(data)
        self.size += len(data)
        return len(data)


def is_whole(folder: Path, upload: Upload, keys: list[Any]) -> bool:
    """Whether it can be put back just as it was."""
    found = _Hash()
    try:
        with (folder / upload.kept).open("rb") as file:
            streams.open_up(file, found, keys)
    except (OSError, streams.Broken, streams.WrongKey):
        return False
    name = Path(upload.path).name
    return found.size == upload.size and ("." in name or found.hash.hexdigest() == name)


def put_back(folder: Path, upload: Upload, keys: list[Any], into: Path) -> bool:
    """Put it into the folder ``into``; if the same is here still, no second copy is made. Says whether it could be."""
    if not _is_ours(upload):
        return False
    to, here = into / upload.path, data_folder() / "media" / upload.path
    to.parent.mkdir(mode=0o700, exist_ok=True)
    if is_whole(data_folder() / "media", upload._replace(kept=upload.path), []):
        to.hardlink_to(here)
        return True
    if not is_whole(folder, upload, keys):
        return False
    with (folder / upload.kept).open("rb") as file, open(os.open(to, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as new:
        streams.open_up(file, new, keys)
    return True


def _is_ours(upload: Upload) -> bool:
    """Whether it is an upload by its name, and no other place on the machine."""
    first, _slash, name = upload.path.partition("/")
    return name[:2] == first and name.replace(".", "").isalnum() and len(first) == 2
