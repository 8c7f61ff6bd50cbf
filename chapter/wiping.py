"""What was erased is wiped out of the database's files too.

SQLite overwrites what is deleted (``secure_delete`` in :mod:`chapter.db`) and still leaves copies: where it had moved
rows from one page to another, and in the log beside the database. So whoever erases something says so with
:func:`owe`, in the same transaction, and the background writes the database anew and empties the log. A reader may be
in the way, or the machine be switched off: it is owed until it is done.

PostgreSQL keeps what was erased too, until its tables are written anew; also what it has noted about their columns to
plan by. Its log, and where that is archived, are the server's: it overwrites the one in its time.
"""

import re
from contextlib import closing
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Mapped, mapped_column

from chapter import ledger
from chapter.db import Base, Model, db, is_sqlite, own_connection, reading
from chapter.i18n import lazy
from chapter.jobs import every

PATIENCE = 1
"""For so many seconds the log waits for readers to leave, and keeps writers waiting."""
KEPT, LOCKED = re.compile(r"\A\d+"), "55P03"
"""How many rows PostgreSQL has kept for readers begins what it says of a table; and its error when it had to wait."""


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
    if wiped == erased:
        return 0
    with closing(own_connection()) as files:
        if rewritten < erased:
            if not _write_anew(files):
                return 0
            _note(rewritten=erased)
        if not _empty_log(files):
            return 0
    _note(wiped=erased)
    return erased - wiped


def _write_anew(files: Any) -> bool:
    """Write all tables anew; False if somebody reads an older state, which PostgreSQL keeps for them."""
    if is_sqlite():
        files.execute("VACUUM")
        return True
    kept: list[str] = []
    files.add_notice_handler(lambda notice: kept.extend(KEPT.findall(notice.message_detail or "")))
    files.execute(f"SET lock_timeout = '{PATIENCE + 2}s'")
    tables = [f'"{name}"' for name in Base.metadata.tables]
    try:
        for table in (*tables, "findable_index", "pg_statistic"):
            files.execute(f"VACUUM (FULL, ANALYZE, VERBOSE) {table}")
    except Exception as error:
        if getattr(error, "sqlstate", "") != LOCKED:
            raise
        return False
    return not any(map(int, kept))


def _empty_log(files: Any) -> bool:
    """Take all of the log into the database and cut it to nothing; False if somebody still reads an older state."""
    if not is_sqlite():
        return True
    files.execute(f"PRAGMA busy_timeout={PATIENCE * 1000}")
    is_busy, _pages, _moved = files.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not is_busy


def _note(**counts: int) -> None:
    db.session.execute(update(Wiping).values(counts))
    db.session.commit()
