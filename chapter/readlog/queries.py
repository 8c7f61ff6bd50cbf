"""Reads: the log's end, whose number is whose, and whether the whole chain holds."""

from collections.abc import Collection, Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select

from chapter.accounts.models import Account
from chapter.db import db
from chapter.people.rules_looks import What
from chapter.readlog import witness
from chapter.readlog.models import ReadEntry, ReadPerson, ReadReader, ReadWhom
from chapter.readlog.rules import ONCE_IN, parts
from chapter.readlog.rules_chain import START, Fault, Line, Verdict, chained, misplaced, start, token

BLOCK = 100
"""So many entries at a time: one that brought in a file may be about thousands."""


def head() -> tuple[int, str]:
    """The number and hash of the newest entry, on which the next stands."""
    return end(None)[:2]


def end(by: Account | None) -> tuple[int, str, int | None]:
    """The number and hash of the newest entry, and the number that stands for ``by`` in the log."""
    newest = select(func.max(ReadEntry.number)).scalar_subquery()
    its_hash = select(ReadEntry.hash).where(ReadEntry.number == newest).scalar_subquery()
    them = _is_reader(by.id, by.name) if by else ReadReader.account_id.is_(None)
    reader = select(func.min(ReadReader.token)).where(them).scalar_subquery()
    found = db.session.execute(select(newest, its_hash, reader)).one()
    return found[0] or 0, found[1] or START, found[2]


def _is_reader(account_id: int, name: str) -> ColumnElement[bool]:
    return (ReadReader.account_id == account_id) & (ReadReader.name == name)


def numbers(ids: Collection[int]) -> dict[int, int | None]:
    """The number of each of ``ids`` in the log; who was in the register twice has several, and any will do."""
    found: dict[int, int | None] = dict.fromkeys(ids)
    for some in parts(ids):
        theirs = select(ReadPerson.person_id, ReadPerson.token).where(ReadPerson.person_id.in_(some))
        found |= {person_id: number for person_id, number in db.session.execute(theirs)}
    return found


def unseen(by: Account, what: What, ids: Collection[int], now: datetime) -> dict[int, int | None]:
    """Those of ``ids`` whom ``by`` hasn't looked at in this way for an hour, and their numbers."""
    since = select(func.min(ReadEntry.number)).where(ReadEntry.at > now - ONCE_IN).scalar_subquery()
    reader = select(ReadReader.token).where(_is_reader(by.id, by.name))
    lately = (
        select(ReadEntry.number)
        .join(ReadWhom, ReadWhom.entry == ReadEntry.number)
        .where(ReadWhom.token == ReadPerson.token, ReadWhom.entry >= since)
        .where(ReadEntry.what == what, ReadEntry.at > now - ONCE_IN, ReadEntry.reader.in_(reader))
        .exists()
    )
    theirs = select(ReadPerson.person_id, ReadPerson.token, lately).where(ReadPerson.person_id.in_(ids))
    found: dict[int, int | None] = dict.fromkeys(ids)
    seen: set[int] = set()
    for person_id, number, is_seen in db.session.execute(theirs):
        found[person_id] = number
        seen |= {person_id} if is_seen else set()
    return {person_id: number for person_id, number in found.items() if person_id not in seen}


def numbers_of(people: Collection[int]) -> set[int]:
    """Every number that stands for one of ``people`` in the log, as who was looked at and as who looked."""
    found: set[int] = set()
    for some in parts(people):
        accounts = select(Account.id).where(Account.person_id.in_(some))
        looked_at = select(ReadPerson.token).where(ReadPerson.person_id.in_(some))
        looked = select(ReadReader.token).where(ReadReader.account_id.in_(accounts))
        found |= {*db.session.scalars(looked_at.union(looked))}
    return found


def last_before(limit: datetime) -> tuple[int, str] | None:
    """The last of the oldest entries that are all from before ``limit``; nothing if there are none."""
    first_kept = db.session.scalar(select(func.min(ReadEntry.number)).where(ReadEntry.at >= limit))
    is_old = [ReadEntry.number < first_kept] if first_kept is not None else []
    oldest = select(ReadEntry.number, ReadEntry.hash).where(*is_old).order_by(ReadEntry.number.desc()).limit(1)
    found = db.session.execute(oldest).one_or_none()
    return found and (found[0], found[1])


def verify() -> Verdict:
    """Walk the whole chain, some entries at a time: whether each is as it was written, and none is missing."""
    begins = select(ReadEntry.about).where(ReadEntry.what == What.TIDIED).order_by(ReadEntry.number.desc())
    before, link = start(db.session.scalar(begins.limit(1)))
    outside, holding, last = witness.kept(), 0, before
    for line, its_hash, people in _lines():
        fault = misplaced(line.number, last + 1)
        if fault is None and chained(link, line, people) != its_hash:
            fault = Fault.CHANGED
        if fault is None and line.number == outside[0] and its_hash != outside[1]:
            fault = Fault.REWRITTEN
        if fault:
            return Verdict(holding, fault, last + 1 if fault is Fault.REMOVED else line.number)
        holding, last, link = holding + 1, line.number, its_hash
    if last and not outside[0]:
        return Verdict(holding, Fault.UNWITNESSED, last)
    if outside[0] > last:
        return Verdict(holding, Fault.CUT_OFF, last + 1)
    return _beside(holding, before, last)


def _lines() -> Iterator[tuple[Line, str, list[int]]]:
    columns = [getattr(ReadEntry, field) for field in Line._fields]
    last = None
    while True:
        further: list[ColumnElement[bool]] = [ReadEntry.number > last] if last is not None else []
        some = select(*columns, ReadEntry.hash).where(*further).order_by(ReadEntry.number).limit(BLOCK)
        rows = db.session.execute(some).all()
        whom = _whom(rows[0][0], rows[-1][0]) if rows else {}
        for row in rows:
            yield Line(*row[:-1]), row[-1], whom.get(row[0], [])
        if len(rows) < BLOCK:
            return
        last = rows[-1][0]


def _whom(first: int, last: int) -> dict[int, list[int]]:
    """The people of some entries, by entry."""
    theirs = select(ReadWhom.entry, ReadWhom.token).where(ReadWhom.entry.between(first, last))
    found: dict[int, list[int]] = {}
    for entry, number in db.session.execute(theirs.order_by(ReadWhom.entry, ReadWhom.token)):
        found.setdefault(entry, []).append(number)
    return found


def _beside(holding: int, before: int, last: int) -> Verdict:
    """What is wrong beside the entries: places in none of them, and numbers that aren't whose they say."""
    astray = select(ReadWhom.entry).where(or_(ReadWhom.entry <= before, ReadWhom.entry > last)).limit(1)
    if (number := db.session.scalar(astray)) is not None:
        return Verdict(holding, Fault.PUT_IN, number)
    people = select(ReadPerson.token, ReadPerson.salt, ReadPerson.was_id, ReadPerson.person_id)
    with db.session.execute(people.execution_options(yield_per=BLOCK)) as found:
        for theirs, salt, was_id, person_id in found:
            if theirs != token(salt, was_id) or (person_id != was_id and not _in(theirs, What.MERGED)):
                return Verdict(holding, Fault.UNTIED, _first_of(theirs))
    readers = select(ReadReader.token, ReadReader.salt, ReadReader.account_id, ReadReader.name)
    with db.session.execute(readers.execution_options(yield_per=BLOCK)) as found:
        for theirs, salt, account_id, name in found:
            if theirs != token(salt, account_id, name):
                return Verdict(holding, Fault.UNTIED, _first_of(theirs))
    lost = _lost()
    return Verdict(holding, Fault.LOST, _first_of(lost)) if lost is not None else Verdict(holding)


def _in(theirs: int, what: What) -> bool:
    """Whether an entry of that kind has the number."""
    there = select(ReadEntry.number).join(ReadWhom, ReadWhom.entry == ReadEntry.number)
    return db.session.scalar(there.where(ReadEntry.what == what, ReadWhom.token == theirs).limit(1)) is not None


def _first_of(theirs: int) -> int:
    places = db.session.scalar(select(func.min(ReadWhom.entry)).where(ReadWhom.token == theirs))
    return places or db.session.scalar(select(func.min(ReadEntry.number)).where(ReadEntry.reader == theirs)) or 0


def _lost() -> int | None:
    """A number in the log that is nobody's, though it isn't said that somebody was erased."""
    said = select(ReadWhom.token).join(ReadEntry, ReadEntry.number == ReadWhom.entry)
    said = said.where(ReadEntry.what == What.ERASED)
    known = select(ReadPerson.token).where(ReadPerson.token == ReadWhom.token).exists()
    whom = select(ReadWhom.token).where(~known, ReadWhom.token.not_in(said)).limit(1)
    named = select(ReadReader.token).where(ReadReader.token == ReadEntry.reader).exists()
    read = select(ReadEntry.reader).where(ReadEntry.reader.is_not(None), ~named, ReadEntry.reader.not_in(said)).limit(1)
    lost = db.session.scalar(whom)
    return lost if lost is not None else db.session.scalar(read)
