"""Reads: where backups are, which there are, and how it stands with them."""

import stat
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import or_, select, tuple_

from chapter.backups.models import Backup
from chapter.backups.rules import named
from chapter.config import data_folder, setting
from chapter.db import db


class File(NamedTuple):
    """A backup in the folder."""

    path: Path
    at: datetime
    is_encrypted: bool
    size: int


@dataclass(frozen=True)
class State:
    """How it stands: the last backup that succeeded and is there still, or elsewhere, and the last try if that failed.

    ``verified`` and ``taken_away`` are the last that was tried out, and that was taken elsewhere.
    """

    last: Backup | None
    failed: Backup | None
    verified: Backup | None
    taken_away: Backup | None
    is_encrypted: bool
    goes_away: bool
    """Whether a command is set that takes backups elsewhere."""

    def age(self, now: datetime) -> timedelta | None:
        """How old the last good one is."""
        return now - self.last.at if self.last else None


def folder() -> Path:
    """The folder of backups; only we may read there."""
    found = Path(setting("CHAPTER_BACKUPS") or data_folder() / "backups").absolute()
    if not found.exists():
        found.mkdir(mode=0o700, parents=True)
    return found


def days() -> int:
    """So many days a backup is kept at the most."""
    return int(setting("CHAPTER_BACKUP_DAYS"))


def is_open_to_others(path: Path) -> bool:
    """Whether others on the machine may read it."""
    return bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def files() -> list[File]:
    """The backups that are in the folder, the newest first."""
    found = ((file, named(file.name)) for file in folder().iterdir() if file.is_file())
    there = [File(file, name.at, name.is_encrypted, file.stat().st_size) for file, name in found if name]
    return sorted(there, key=lambda file: file.at, reverse=True)


def row_of(file_name: str) -> Backup | None:
    """What is known of the backup that is called so."""
    return db.session.scalars(select(Backup).where(Backup.file == file_name).order_by(Backup.id.desc())).first()


def state() -> State:
    """How it stands with the backups; four queries."""
    newest = select(Backup).order_by(Backup.at.desc(), Backup.id.desc()).limit(1)
    there = [(file.path.name, file.size) for file in files()]
    is_there = or_(tuple_(Backup.file, Backup.bytes).in_(there), Backup.taken_away_at.is_not(None))
    good = newest.where(Backup.file != "", is_there)
    last_try = db.session.scalars(newest).one_or_none()
    return State(
        last=db.session.scalars(good).one_or_none(),
        failed=last_try if last_try and last_try.error else None,
        verified=db.session.scalars(good.where(Backup.verified_at.is_not(None))).one_or_none(),
        taken_away=db.session.scalars(good.where(Backup.taken_away_at.is_not(None))).one_or_none(),
        is_encrypted=bool(setting("CHAPTER_BACKUP_KEY")),
        goes_away=bool(setting("CHAPTER_BACKUP_COMMAND")),
    )
