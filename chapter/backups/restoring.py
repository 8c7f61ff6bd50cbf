"""A backup is tried out, or takes the present state's place. Both make all of it anew from the file alone."""

import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Flask

from chapter import connecting, wiping
from chapter.accounts import actions as accounts
from chapter.backups import erased, present, uploads
from chapter.backups.erased import Marks
from chapter.backups.opening import Contents, load, opened, scratch
from chapter.backups.uploads import Upload
from chapter.config import data_folder
from chapter.db import db
from chapter.messages import actions as messages
from chapter.readlog import actions as readlog


@dataclass
class Found:
    """What was in a backup: what it says of itself, how many rows each table has, and which uploads it lacks."""

    header: dict[str, Any]
    counts: dict[str, int]
    uploads: int
    lost: list[Upload] = field(default_factory=list)
    erased: int = 0
    held_back: int = 0
    """How many mails wait for somebody to look."""
    aside: Path | None = None


def verify(file: Path, keys: list[Any]) -> Found:
    """Restore ``file`` into a folder that goes again, whose database is encrypted with a key that nobody keeps.

    Raises Misfit, Broken, WrongKey.
    """
    folder = Path(tempfile.mkdtemp(prefix=present.TRIED, dir=data_folder()))
    try:
        with opened(file, keys) as contents:
            where = connecting.sqlite(folder / "chapter.db", secrets.token_hex(32))
            counts = _in(scratch(folder, contents.secret_key, where), lambda: load(contents))
            found = Found(contents.header, counts, len(contents.uploads()))
            found.lost = [u for u in contents.uploads() if not uploads.is_whole(file.parent, u, keys)]
        return found
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def restore(file: Path, keys: list[Any], lists: Iterable[Path], now: datetime) -> Found:
    """Put what is in ``file`` in the place of the present state, which is kept aside.

    All of it is made and tried out beside the present one first, also that those are erased again whom the ``lists``
    or the present database remember. Raises Misfit, Broken, WrongKey; then nothing was changed.
    """
    marks = _marks(lists)
    folder = present.clear()
    try:
        with opened(file, keys) as contents:
            app = scratch(folder, contents.secret_key, present.built())
            counts = _in(app, lambda: load(contents))
            found = Found(contents.header, counts, len(contents.uploads()))
            (folder / "media").mkdir(mode=0o700)
            found.lost = _put_back(file, contents, keys, folder)
            _in(app, lambda: _settle(found, marks, now))
    except BaseException:
        present.give_up()
        raise
    db.session.remove()
    db.engine.dispose()
    found.aside = present.swap(f"{now:%Y-%m-%dT%H%M%S}")
    return found


def _in(app: Flask, work: Callable[[], Any]) -> Any:
    """Do some work in an application of its own, and leave its database whole in its file."""
    with app.app_context():
        try:
            return work()
        finally:
            present.is_in_use()


def _put_back(file: Path, contents: Contents, keys: list[Any], folder: Path) -> list[Upload]:
    """Put the uploads back; gives those that can't be."""
    return [u for u in contents.uploads() if not uploads.put_back(file.parent, u, keys, folder / "media")]


def _marks(lists: Iterable[Path]) -> Marks:
    """Who was erased, as far as it is known anywhere; the present database may be what is broken."""
    marks: Marks = {}
    for each in lists:
        marks |= erased.listed(each)
    try:
        return marks | erased.known()
    except Exception:
        return marks
    finally:
        db.session.remove()


def _settle(found: Found, marks: Marks, now: datetime) -> None:
    """What was done since the backup for good stays done: who was erased, what was sent, who was signed out."""
    with db.session.begin():
        found.held_back = messages.hold_back(now)
        accounts.end_all_sessions()
        found.erased = erased.erase_again(marks, now)
        readlog.restored(now)
    db.session.remove()
    wiping.wipe()
