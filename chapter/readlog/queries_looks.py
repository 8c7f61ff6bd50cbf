"""Reads for pages: who looked at somebody, and the whole log, the latest first."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, select

from chapter.access import Role
from chapter.accounts.models import Account
from chapter.db import db
from chapter.i18n import zone
from chapter.people.rules_looks import What
from chapter.readlog.models import ReadEntry, ReadOddity, ReadPerson, ReadReader, ReadWhom

PAGE = 50


class Look(NamedTuple):
    """Somebody (by the name that they had; nobody's if they are erased) looked at ``many`` people, or did something."""

    number: int
    at: datetime
    what: What
    roles: list[Role]
    reader: int | None
    name: str | None
    many: int
    now_called: str | None = None
    """Their name as it is now: whoever can change their name could borrow another's for a while."""


class Wanted(NamedTuple):
    """Which entries of the log are asked for; ``before`` is the number of an entry, for those who read on."""

    account_id: int | None = None
    what: What | None = None
    day: date | None = None
    person_id: int | None = None
    before: int | None = None


def about(person_id: int, limit: int = PAGE, before: int | None = None) -> list[Look]:
    """Who has looked at somebody, and done something with what is stored of them, the latest first."""
    return _looks([is_about(person_id), *_before(before)], limit)


def log(wanted: Wanted, limit: int = PAGE) -> list[Look]:
    """The entries that are asked for, the latest first."""
    conditions = _before(wanted.before)
    if wanted.account_id is not None:
        theirs = select(ReadReader.token).where(ReadReader.account_id == wanted.account_id)
        conditions.append(ReadEntry.reader.in_(theirs))
    if wanted.what is not None:
        conditions.append(ReadEntry.what == wanted.what)
    if wanted.day is not None:
        conditions += _on(wanted.day)
    if wanted.person_id is not None:
        conditions.append(is_about(wanted.person_id))
    return _looks(conditions, limit)


def _on(day: date) -> list[ColumnElement[bool]]:
    start, end = (datetime.combine(each, time(), zone()) for each in (day, day + timedelta(days=1)))
    return [ReadEntry.at >= start, ReadEntry.at < end]


def _before(number: int | None) -> list[ColumnElement[bool]]:
    return [ReadEntry.number < number] if number is not None else []


def is_about(person_id: int) -> ColumnElement[bool]:
    """Whether an entry is about somebody."""
    numbers = select(ReadPerson.token).where(ReadPerson.person_id == person_id)
    return ReadEntry.number.in_(select(ReadWhom.entry).where(ReadWhom.token.in_(numbers)))


def _looks(conditions: Sequence[ColumnElement[bool]], limit: int) -> list[Look]:
    found = select(
        ReadEntry.number,
        ReadEntry.at,
        ReadEntry.what,
        ReadEntry.roles,
        ReadEntry.reader,
        ReadReader.name,
        ReadEntry.many,
        Account.name,
    ).outerjoin(ReadReader, ReadReader.token == ReadEntry.reader)
    found = found.outerjoin(Account, Account.id == ReadReader.account_id)
    rows = db.session.execute(found.where(*conditions).order_by(ReadEntry.number.desc()).limit(limit))
    return [
        Look(number, at, what, [Role(role) for role in roles], reader, name, many, now_called)
        for number, at, what, roles, reader, name, many, now_called in rows
    ]


def the_one(looks: Collection[Look]) -> dict[int, int]:
    """By entry about one person: who that is, if they are still there."""
    alone = [look.number for look in looks if look.many == 1]
    found = select(ReadWhom.entry, ReadPerson.person_id).join(ReadPerson, ReadPerson.token == ReadWhom.token)
    return {entry: person_id for entry, person_id in db.session.execute(found.where(ReadWhom.entry.in_(alone)))}


def readers() -> list[tuple[int, str]]:
    """Those who have looked at somebody within the year, by name as it is now."""
    looked = select(ReadReader.account_id)
    found = select(Account.id, Account.name).where(Account.id.in_(looked)).order_by(Account.name, Account.id)
    return [(account_id, name) for account_id, name in db.session.execute(found)]


def oddities(limit: int = PAGE) -> Sequence[ReadOddity]:
    """What is odd, the latest first, those that nobody has seen to on top."""
    found = select(ReadOddity).join(ReadOddity.account).order_by(ReadOddity.seen_at.is_not(None), ReadOddity.id.desc())
    return db.session.scalars(found.limit(limit)).all()


def oddity(oddity_id: int) -> ReadOddity | None:
    """One of them, locked."""
    return db.session.get(ReadOddity, oddity_id, with_for_update=True)
