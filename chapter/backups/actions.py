"""Writes: backups taken, noted, deleted when their time is over, and taken elsewhere."""

import errno
import fcntl
import os
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from chapter import health, ledger
from chapter.backups import erased, present, queries, streams, uploads
from chapter.backups.models import Backup
from chapter.backups.rules import kept, named
from chapter.backups.taking import take
from chapter.config import setting
from chapter.db import db

A_DAY, PATIENCE = timedelta(days=1), timedelta(hours=3)
"""How long the command that takes backups elsewhere may take."""
NO_KEY = (
    "Nothing was backed up: CHAPTER_BACKUP_KEY isn't set. Make a key with “./run flask backup keys”, or take one that "
    "anybody can read with “./run flask backup now --plain”."
)


def back_up(now: datetime, is_plain: bool = False) -> Backup:
    """Take a backup and note it; one that fails is noted too, with the reason in words."""
    noted = Backup(at=now)
    try:
        _take(noted, now, is_plain)
    except (OSError, streams.WrongKey) as error:
        db.session.rollback()
        noted.error = why(error)
    db.session.add(noted)
    db.session.flush()
    return noted


def _take(noted: Backup, now: datetime, is_plain: bool) -> None:
    keys = [] if is_plain else streams.public_keys(setting("CHAPTER_BACKUP_KEY"))
    if not keys and not is_plain:
        noted.error = NO_KEY
        return
    folder = queries.folder()
    with _alone(folder):
        for half in folder.glob(".chapter-*.half"):
            half.unlink(missing_ok=True)
        taken = take(folder, keys, now)
    noted.file, noted.bytes = taken.file.name, taken.bytes
    noted.rows, noted.uploads = sum(taken.counts.values()), len(taken.uploads)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One backup at a time: two would write the same uploads. Raises BlockingIOError."""
    here = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(here, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(here)


def why(error: Exception) -> str:
    """What is wrong, for whoever looks after the server."""
    if isinstance(error, BlockingIOError):
        return "Nothing was backed up: another backup is being taken just now."
    if isinstance(error, streams.WrongKey):
        return f"Nothing was backed up: in CHAPTER_BACKUP_KEY, {error}."
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"Nothing was backed up: there is no room left on the disk with {queries.folder()}."
    reason = error.strerror if isinstance(error, OSError) else type(error).__name__
    return f"Nothing was backed up: {queries.folder()} can't be written ({reason})."


def rotate(now: datetime) -> int:
    """Delete the backups whose time is over, and what nothing needs without them; gives how many backups.

    Nothing goes on the day on which the clock has leapt (chapter.ledger).
    """
    if ledger.has_leapt(now):
        return 0
    folder, days, there = queries.folder(), queries.days(), queries.files()
    stay = kept([file.at for file in there], now, days)
    gone = [file for file in there if file.at not in stay]
    for file in gone:
        file.path.unlink(missing_ok=True)
    uploads.sweep(folder, now, days)
    for aside in present.put_aside():
        moment = named(f"chapter-{aside.name.removeprefix(present.ASIDE)}.backup")
        if moment and now - moment.at >= timedelta(days=days):
            present.drop_aside(aside)
    present.clear_up(now - A_DAY)
    erased.forget_old(now, days)
    erased.write_list(folder, now, days)
    return len(gone)


def take_away(noted: Backup, now: datetime) -> None:
    """Run the chapter's command with the folder of backups; its failure is noted in words."""
    try:
        command = shlex.split(setting("CHAPTER_BACKUP_COMMAND"))
    except ValueError as error:
        noted.not_taken_away = f"CHAPTER_BACKUP_COMMAND can't be read ({error})"
        return
    if not command:
        return
    noted.not_taken_away = run(command, queries.folder())
    noted.taken_away_at = None if noted.not_taken_away else now


def run(command: list[str], folder: Path) -> str:
    """Run a command, without a shell, with ``folder`` as its last argument; gives why it failed, or nothing."""
    name = Path(command[0]).name
    if shutil.which(command[0]) is None:
        return f"there is no program {command[0]}"
    try:
        done = subprocess.run(
            [*command, str(folder)], capture_output=True, timeout=PATIENCE.total_seconds(), stdin=subprocess.DEVNULL
        )
    except subprocess.TimeoutExpired:
        return f"{name} hadn't ended after {PATIENCE}"
    except OSError as error:
        return f"{name} couldn't be run ({error.strerror})"
    if done.returncode == 0:
        return ""
    said = done.stderr.decode(errors="replace").strip().splitlines()
    return f"{name} ended with {done.returncode}: {said[-1][:300] if said else 'it said nothing'}"


def note_verified(file_name: str, now: datetime) -> None:
    """A backup was tried out, and is whole."""
    if health.revision() == health.newest() and (noted := queries.row_of(file_name)):
        noted.verified_at = now
        db.session.flush()
