"""Reads: what is known of somebody, what keeps them, and who is to be erased."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Table, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from chapter.access import Role
from chapter.accounts.models import Account
from chapter.calling.models import Call, Flag
from chapter.calling.queries import OPEN
from chapter.db import Base, db
from chapter.errors import Missing
from chapter.expiry import GRACE, SOON, Outlook
from chapter.i18n import local
from chapter.people.models import HistoryEntry, Person
from chapter.people.traces import Somebody
from chapter.privacy.models import ErasingSwitch, Erasure
from chapter.privacy.rules import Keep
from chapter.privacy.walking import PERSON, Conditions, hanging_on, others
from chapter.register import queries_leaving

AT_ONCE, SPARED, LATEST = 50, 20, 10
ACCOUNT = Base.metadata.tables[Account.__tablename__]
ABOUT = "case:", "call:", "flag:", "place:", "signup:"
"""What the history tells of and mails may be about."""


class Kept(NamedTuple):
    """What keeps somebody: why, and the roles they hold."""

    why: set[Keep]
    roles: list[Role]


def person(person_id: int, for_change: bool = False) -> Person:
    """Somebody in the register, locked if they are to be erased; raises Missing."""
    found = select(Person).where(Person.id == person_id)
    locked = found.with_for_update().execution_options(populate_existing=True) if for_change else found
    if (someone := db.session.scalars(locked).one_or_none()) is None:
        raise Missing
    return someone


def kept(people: Collection[Person], now: datetime) -> dict[int, Kept]:
    """What keeps each of ``people``; three queries, however many they are."""
    ids, roles = [person.id for person in people], queries_leaving.offices(people)
    flagged = set(db.session.scalars(select(Flag.person_id).where(Flag.person_id.in_(ids), Flag.handled_at.is_(None))))
    rung = _in_calls(ids, now)
    found = {}
    for person in people:
        why = {
            Keep.OFFICE: person.id in roles,
            Keep.IN_CALL: person.id in rung,
            Keep.FLAG: person.id in flagged,
            Keep.MEMBER: person.left_on is None and bool(person.joined_on or person.member_number),
            Keep.CONSENT: person.consent_id is not None,
        }
        found[person.id] = Kept({reason for reason, holds in why.items() if holds}, roles.get(person.id, []))
    return found


def _in_calls(ids: Collection[int], now: datetime) -> set[int]:
    """Who is being rung just now, or is ringing."""
    calls = select(Call.person_id, Account.person_id).join(Account, Account.id == Call.caller_id)
    about = or_(Call.person_id.in_(ids), Account.person_id.in_(ids))
    pairs = db.session.execute(calls.where(OPEN, Call.lease_until > now, about))
    return {id for pair in pairs for id in pair if id is not None}


def accounts_of(person: Person) -> Sequence[Account]:
    """The accounts of ``person``: two if they were here twice, and one with their address that was never confirmed."""
    other = aliased(Person)
    is_alone = ~exists().where(other.email == person.email, other.id != person.id)
    is_loose = and_(Account.person_id.is_(None), Account.email == person.email, ~Account.given.any(), is_alone)
    return db.session.scalars(select(Account).where(or_(Account.person_id == person.id, is_loose))).all()


def somebody(person: Person, accounts: Sequence[Account], with_sources: bool = True) -> Somebody:
    """``person`` and what gives them away where nothing points at them; their history's sources take a query."""
    emails = {person.email, *(account.email for account in accounts)}
    numbers = {person.mobile, person.phone2, *(account.mobile for account in accounts)}
    names = {person.name, *(account.name for account in accounts)}
    about = or_(*(HistoryEntry.source.startswith(prefix) for prefix in ABOUT))
    told = select(HistoryEntry.source).where(HistoryEntry.person_id == person.id, about).distinct()
    sources = db.session.scalars(told) if with_sources else ()
    return Somebody(
        person,
        emails=frozenset(email.lower() for email in emails if email),
        numbers=frozenset(number for number in numbers if number),
        names=frozenset(name for name in names if " " in name),
        sources=frozenset(source for source in sources if source) | {f"person:{person.id}"},
    )


def hanging(person: Person, accounts: Sequence[Account] = ()) -> Conditions:
    """Every table with rows about ``person``, and about their accounts, and which rows."""
    theirs = ACCOUNT.c.id.in_([account.id for account in accounts])
    of_person = hanging_on(PERSON, PERSON.c.id == person.id)
    return of_person | {ACCOUNT: theirs} | hanging_on(ACCOUNT, theirs, apart=others())


def how_much(rows: Conditions) -> dict[Table, int]:
    """How many rows there are in each table, in one query."""
    counts = [select(func.count()).select_from(table).where(which).scalar_subquery() for table, which in rows.items()]
    return dict(zip(rows, db.session.execute(select(*counts)).one(), strict=True))


def due(today: date, most: int = AT_ONCE) -> Sequence[Person]:
    """Leavers whose day has come, the earliest first."""
    return db.session.scalars(queries_leaving.to_erase(today).limit(most)).all()


def how_many_due(today: date) -> int:
    """How many there are."""
    return db.session.scalar(select(func.count()).select_from(queries_leaving.to_erase(today).subquery())) or 0


def outlook(now: datetime) -> Outlook:
    """How many have left whom nothing keeps, and when they must be erased."""
    today = local(now).date()
    days = queries_leaving.days_of_leavers()
    soon, late = (sum(n for day, n in days.items() if day <= today + span) for span in (SOON, -GRACE))
    return Outlook(sum(days.values()), soon, min(days, default=None), late)


def is_due(person_id: int, today: date) -> Person | None:
    """Somebody whose day has come, locked; nobody if they are back, or have been erased."""
    found = queries_leaving.to_erase(today).where(Person.id == person_id).with_for_update(of=Person)
    return db.session.scalars(found.execution_options(populate_existing=True)).one_or_none()


def spared(today: date, most: int = SPARED) -> Sequence[Person]:
    """Some of the leavers whose day would have come, if an office or their own yes didn't keep them."""
    due = queries_leaving.to_erase(today).with_only_columns(Person.id).order_by(None)
    left = select(Person).where(and_(queries_leaving.day_has_come(today), Person.id.not_in(due)))
    return db.session.scalars(left.order_by(Person.left_on, Person.sort_name).limit(most)).all()


def switch() -> ErasingSwitch | None:
    """Whether leavers are erased by themselves, and who said so last; nothing if nobody ever has."""
    return db.session.scalars(select(ErasingSwitch).order_by(ErasingSwitch.id.desc()).limit(1)).one_or_none()


def erasures() -> Sequence[Erasure]:
    """The latest erasures."""
    return db.session.scalars(select(Erasure).order_by(Erasure.id.desc()).limit(LATEST)).all()


def has_seen_it() -> bool:
    """Whether somebody has erased leavers by hand, and so knows what it would do by itself."""
    by_hand = select(Erasure.id).where(Erasure.by != "", Erasure.leavers > 0)
    return db.session.scalar(by_hand.limit(1)) is not None
