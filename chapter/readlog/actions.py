"""Writes: entries of the log, each on top of the one before, and old ones that go."""

import secrets
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select

from chapter.access import Role
from chapter.accounts.models import Account
from chapter.db import db
from chapter.people.rules_looks import What
from chapter.readlog import queries, witness
from chapter.readlog.models import ReadEntry, ReadOddity, ReadPerson, ReadReader, ReadWhom
from chapter.readlog.roles import used
from chapter.readlog.rules import KEPT
from chapter.readlog.rules_chain import Line, chained, tidied, token

Numbers = Mapping[int, int | None]
"""People's ids, and the number that each has in the log, if any yet."""


def write(what: What, people: Iterable[int], by: Account | None, need: str, now: datetime) -> None:
    """Write that ``by`` (None: the program) did this with ``people`` (their ids) as somebody with ``need`` may.

    It is in the same transaction as the deed. What one does with one's own data is nobody's business.
    """
    ids = set(people) - {by.person_id if by else None}
    if ids:
        append(what, queries.numbers(ids), by, used(by.roles, need) if by else [], now)


def append(what: What, people: Numbers, by: Account | None, roles: Collection[Role], now: datetime) -> None:
    """Write one entry about ``people``, who are there; those without a number get one."""
    known = {number for number in people.values() if number is not None}
    unknown = [person_id for person_id, number in people.items() if number is None]
    if numbers := sorted(known | _numbered(unknown)):
        _chain(what, numbers, by, roles, now)


def _chain(
    what: What, numbers: Collection[int], by: Account | None, roles: Collection[Role], now: datetime, about: str = ""
) -> None:
    last, its_hash, reader = queries.end(by)
    if by is not None and reader is None:
        reader = _introduced(by)
    line = Line(last + 1, now, reader, [str(role) for role in roles], what, about, len(numbers))
    link = chained(its_hash, line, numbers)
    there = db.session.connection()
    there.execute(insert(ReadEntry), line._asdict() | {"hash": link})
    if numbers:
        there.execute(insert(ReadWhom), [{"entry": line.number, "token": number} for number in numbers])
    witness.promise(line.number, link)


def _numbered(ids: list[int]) -> set[int]:
    """Give each of ``ids`` a number."""
    rows = [_row(person_id, person_id=person_id, was_id=person_id) for person_id in ids]
    if rows:
        db.session.connection().execute(insert(ReadPerson), rows)
    return {row["token"] for row in rows}


def _introduced(account: Account) -> int:
    """A number for ``account`` by the name that they have now."""
    row = _row(account.id, account.name, account_id=account.id, name=account.name)
    db.session.connection().execute(insert(ReadReader), [row])
    return int(row["token"])


def _row(*facts: int | str, **columns: Any) -> dict[str, Any]:
    salt = secrets.token_hex(16)
    return {"token": token(salt, *facts), "salt": salt, **columns}


def let_go(people: Collection[int], by: Account | None, now: datetime) -> None:
    """Write that all about ``people`` (their ids), and about their accounts, is being erased.

    Their numbers are nobody's from now on. Before it happens, in the same transaction.
    """
    if numbers := queries.numbers_of(people):
        _chain(What.ERASED, sorted(numbers), by, sorted(by.roles) if by else [], now)


def forget_old(now: datetime) -> int:
    """Delete entries that are kept no longer, and numbers that stand in none; says how many entries went.

    What is left stands on a new entry that says where it begins.
    """
    db.session.execute(delete(ReadOddity).where(ReadOddity.found_at < now - KEPT))
    last = queries.last_before(now - KEPT)
    if last is None:
        return 0
    _chain(What.TIDIED, [], None, [], now, tidied(*last))
    old = ReadEntry.number <= last[0]
    db.session.execute(delete(ReadWhom).where(ReadWhom.entry <= last[0]))
    gone: Any = db.session.execute(delete(ReadEntry).where(old), execution_options={"synchronize_session": False})
    is_used = select(ReadWhom.token).where(ReadWhom.token == ReadPerson.token).exists()
    has_read = select(ReadEntry.reader).where(ReadEntry.reader == ReadReader.token).exists()
    for model, used_still in ((ReadPerson, is_used), (ReadReader, has_read)):
        db.session.execute(delete(model).where(~used_still), execution_options={"synchronize_session": False})
    return int(gone.rowcount)


def restored(now: datetime) -> None:
    """Write that the site was put back from a backup, and hold the log against its end as it is now."""
    _chain(What.RESTORED, [], None, [], now)
    db.session.flush()
    witness.keep(*queries.head(), anew=True)
