"""The newest hash of the log, in a file beside the database, so that it shows when the log's end is cut off."""

import os
from contextlib import suppress
from fcntl import LOCK_EX, flock
from typing import Any

from sqlalchemy import event

from chapter.config import data_folder
from chapter.db import db

FILE = "read-log.head"


def promise(number: int, its_hash: str) -> None:
    """Keep it when this transaction is committed."""
    db.session().info[FILE] = number, its_hash


@event.listens_for(db.session, "after_commit")
def _committed(session: Any) -> None:
    if session.in_nested_transaction():
        return  # What is around it can still be undone.
    if head := session.info.pop(FILE, None):
        keep(*head)


@event.listens_for(db.session, "after_rollback")
def _undone(session: Any) -> None:
    session.info.pop(FILE, None)


def keep(number: int, its_hash: str, anew: bool = False) -> None:
    """Write it down, unless a newer one stands there; ``anew`` whatever stands there."""
    with suppress(OSError):  # What is committed stays so; the next one is written here instead.
        file = os.open(data_folder() / FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            flock(file, LOCK_EX)
            if anew or number > _read(os.pread(file, 100, 0))[0]:
                os.pwrite(file, f"{number:020} {its_hash}\n".encode(), 0)
        finally:
            os.close(file)


def kept() -> tuple[int, str]:
    """What stands there; 0 if nothing does."""
    try:
        return _read((data_folder() / FILE).read_bytes())
    except OSError:
        return 0, ""


def _read(text: bytes) -> tuple[int, str]:
    number, _space, its_hash = text.decode("ascii", "replace").strip().partition(" ")
    return (int(number), its_hash) if number.isdecimal() else (0, "")
