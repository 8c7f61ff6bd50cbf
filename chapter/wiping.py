"""What was erased is wiped out of the database's files too.

SQLite overwrites what is deleted (``secure_delete`` in :mod:`chapter.db`) and still leaves copies: where it had moved
rows from one page to another, and in the log beside the database. So whoever erases something says so with
:func:`owe`, in the same transaction, and the background writes the database anew and empties the log. A reader may be
in the way, or the machine be switched off: it is owed until it is done.

PostgreSQL has its own ways (``VACUUM FULL``, and how long its log is archived); there this does nothing.
"""

import sqlite3
from contextlib import closing
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Mapped, mapped_column

from chapter import ledger
from chapter.db import Model, db, is_sqlite, own_connection, reading
from chapter.i18n import lazy
from chapter.jobs import every

PATIENCE = 1
"""For so many seconds the log waits for readers to leave, and keeps writers waiting."""


class Wiping(Model):
    """How often something was erased, and how many of these times are wiped out; its id is 1.

    ``rewritten`` counts those that are gone from the database's own pages, though perhaps not from the log.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    erased: Mapped[int] = mapped_column(default=0)
    rewritten: Mapped[int] = mapped_column(default=0)
    wiped: Mapped[int] = mapped_column(default=0)


def owe(now: datetime) -> None:
    """Something is erased with this transaction: wipe it out as soon as it is committed."""
    state = db.session.get(Wiping, 1, with_for_update=True, populate_existing=True) or Wiping(id=1, erased=0)
    state.erased += 1
    db.session.add(state)
    ledger.want("wiping.wipe", now)
    db.session.flush()


def is_owed() -> bool:
    """Whether something that was erased may still be read from the database's files."""
    erased, _rewritten, wiped = _counts()
    return wiped < erased


def _counts() -> tuple[int, int, int]:
    found = db.session.execute(select(Wiping.erased, Wiping.rewritten, Wiping.wiped)).one_or_none()
    return (found[0], found[1], found[2]) if found else (0, 0, 0)


@every(minutes=10, label=lazy("Wipe out what was erased"))
def wipe() -> int:
    """Wipe out what was erased; gives how many times, 0 if there is nothing or somebody reads just now."""
    with reading():
        erased, rewritten, wiped = _counts()
    if wiped == erased or not is_sqlite():
        return 0
    with closing(own_connection()) as files:
        if rewritten < erased:
            files.execute("VACUUM")
            _note(rewritten=erased)
        if not _empty_log(files):
            return 0
    _note(wiped=erased)
    return erased - wiped


def _empty_log(files: sqlite3.Connection) -> bool:
    """Take all of the log into the database and cut it to nothing; False if somebody still reads an older state."""
    files.execute(f"PRAGMA busy_timeout={PATIENCE * 1000}")
    is_busy, _pages, _moved = files.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not is_busy


def _note(**counts: int) -> None:
    db.session.execute(update(Wiping).values(counts))
    db.session.commit()
