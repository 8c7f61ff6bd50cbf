"""Reads: who may be leaving, who hasn't paid, who has left, and why."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, and_, case, exists, extract, func, or_, select
from sqlalchemy.orm import aliased

from chapter.access import Role
from chapter.accounts.models import Account, AccountRole
from chapter.calling.models import Call, CallAssignment, Flag
from chapter.calling.rules import Purpose
from chapter.db import db
from chapter.imports.models import ImportRun
from chapter.people.models import HistoryEntry, Person
from chapter.people.queries import is_called
from chapter.register.models import LeftTally
from chapter.register.rules_leaving import Custom, Why
from chapter.settings.queries import chapter, consent_text

PAGE = 30


class Show(StrEnum):
    """The shelves of the page."""

    MISSING = "missing"
    UNPAID = "unpaid"
    WANTS = "wants"
    LEFT = "left"
    ERASE = "erase"


class Shelves(NamedTuple):
    """How many are on each shelf, how many members there are, and of how many it is known that they have paid."""

    numbers: dict[Show, int]
    members: int
    have_paid: int


def custom() -> Custom:
    """How it is here: when fees are due, and how long leavers are kept."""
    here = chapter()
    return Custom(here.country, here.fee_due_month, here.fee_due_day, here.leavers_kept)


_here = Person.left_on.is_(None)
_is_member = and_(_here, or_(Person.joined_on.is_not(None), Person.member_number.is_not(None)))
_office = select(AccountRole.role).join(Account).where(Account.person_id == Person.id, AccountRole.role != Role.MEMBER)
_is_kept = or_(Person.consent_id.is_not(None), exists(_office.correlate(Person)))


def _who(today: date) -> dict[Show, ColumnElement[bool]]:
    return {
        Show.MISSING: and_(_here, Person.missing_since.is_not(None)),
        Show.UNPAID: _owes(today),
        Show.WANTS: and_(_here, Person.leaving_at.is_not(None)),
        Show.LEFT: Person.left_on.is_not(None),
        Show.ERASE: and_(day_has_come(today), ~_is_kept),
    }


def _owes(today: date) -> ColumnElement[bool]:
    """Members who are late with a fee; nobody as long as no file has said who has paid the latest."""
    owed, someone = custom().owed(today), aliased(Person)
    late = or_(Person.fee_paid_for.is_(None), Person.fee_paid_for < owed)
    in_time = or_(Person.joined_on.is_(None), Person.joined_on <= custom().due(owed))
    return and_(_is_member, late, in_time, exists().where(someone.fee_paid_for >= owed))


def _first_unpaid(today: date) -> ColumnElement[int]:
    """The year of the first fee that isn't paid, as ``Custom.unpaid_since`` reckons it."""
    here, day = custom(), extract("month", Person.joined_on) * 100 + extract("day", Person.joined_on)
    is_late = day > here.due_month * 100 + here.due_day
    joined = func.coalesce(extract("year", Person.joined_on) + case((is_late, 1), else_=0), 0)
    paid = func.coalesce(Person.fee_paid_for + 1, here.owed(today))
    return case((joined > paid, joined), else_=paid)


def day_has_come(today: date) -> ColumnElement[bool]:
    """Those who have left and must be erased by now, unless something keeps them."""
    due = Person.left_on <= custom().last_due(today)
    if not custom().goes_at_once(None):
        return due
    not_unpaid = func.coalesce(Person.left_why, "") != Why.UNPAID
    return or_(due, and_(not_unpaid, Person.left_on <= today))


def to_erase(today: date) -> Select[Person]:
    """Those whose day has come and whom neither an office nor their own yes keeps, the earliest first."""
    return select(Person).where(_who(today)[Show.ERASE]).order_by(Person.left_on, Person.sort_name, Person.id)


def days_of_leavers() -> dict[date, int]:
    """By when those who have left must be erased, and how many each day; not those whom something keeps."""
    left = select(Person.left_on, Person.left_why, func.count()).where(Person.left_on.is_not(None), ~_is_kept)
    days: dict[date, int] = {}
    for left_on, why, number in db.session.execute(left.group_by(Person.left_on, Person.left_why)):
        if left_on and (day := custom().erase_by(left_on, why, holds_office=False, has_consented=False)):
            days[day] = days.get(day, 0) + number
    return days


def shelves(today: date) -> Shelves:
    """How many are on each shelf."""
    who, have_paid = _who(today), Person.fee_paid_for >= custom().owed(today)
    counts = [func.count().filter(each) for each in (*who.values(), _is_member, have_paid)]
    *numbers, members, paid = db.session.execute(select(*counts).select_from(Person)).one()
    return Shelves(dict(zip(who, numbers, strict=True)), members, paid)


def fees_are_known(today: date) -> bool:
    """Whether anything has said who has paid the latest fee."""
    return bool(db.session.scalar(select(exists().where(Person.fee_paid_for >= custom().owed(today)))))


def people(show: Show, words: str, page: int, today: date) -> Pagination:
    """One page of a shelf, those called ``words``: what presses most comes first."""
    first = {Show.MISSING: Person.missing_since, Show.WANTS: Person.leaving_at, Show.UNPAID: _first_unpaid(today)}
    found = select(Person).where(_who(today)[show], *is_called(words))
    ordered = found.order_by(first.get(show, Person.left_on), _is_kept, Person.sort_name, Person.id)
    return db.paginate(ordered, page=page, per_page=PAGE, error_out=False)


def time_is_out(today: date, most: int, for_change: bool = False) -> tuple[Sequence[Person], int]:
    """Those who must be erased because they haven't paid: so many of them, the latest first, and how many there are."""
    where = _owes(today), ~_is_kept, _first_unpaid(today) <= custom().over(today)
    found = select(Person).where(*where).order_by(_first_unpaid(today), Person.sort_name, Person.id)
    number = db.session.scalar(select(func.count()).select_from(Person).where(*where)) or 0
    some = found.limit(most)
    return db.session.scalars(some.with_for_update(of=Person) if for_change else some).all() if most else [], number


def imports(people: Iterable[Person]) -> dict[datetime, ImportRun]:
    """The imports in whose files people were missing, by the moment when they were made."""
    moments = {person.missing_since for person in people} - {None}
    runs = db.session.scalars(select(ImportRun).where(ImportRun.applied_at.in_(moments))) if moments else ()
    return {run.applied_at: run for run in runs if run.applied_at}


def open_flags(people: Iterable[Person]) -> dict[int, Flag]:
    """By person: the flagged call in which they said that they want to leave, if nobody has handled it."""
    ids = [person.id for person in people]
    flags = db.session.scalars(_flags().where(Flag.person_id.in_(ids))) if ids else ()
    return {flag.person_id: flag for flag in flags}


def leaving_flags(person: Person) -> Sequence[Flag]:
    """The same of one person, all of them."""
    return db.session.scalars(_flags().where(Flag.person_id == person.id)).all()


def _flags() -> Select[Flag]:
    return select(Flag).where(Flag.is_leaving, Flag.handled_at.is_(None)).order_by(Flag.raised_at)


def gentle_calls(people: Iterable[Person]) -> dict[int, Call]:
    """By person: the latest call about leaving that was reported."""
    ids = [person.id for person in people]
    about = select(Call).join(CallAssignment).where(CallAssignment.purpose == Purpose.LEAVING, Call.person_id.in_(ids))
    reported = about.where(Call.reported_at.is_not(None)).order_by(Call.reported_at, Call.id)
    return {call.person_id: call for call in db.session.scalars(reported)}


def offices(people: Iterable[Person]) -> dict[int, list[Role]]:
    """The roles that people hold, by person."""
    ids = [person.id for person in people]
    given = select(Account.person_id, AccountRole.role).join(Account.given).where(Account.person_id.in_(ids))
    found: dict[int, list[Role]] = {}
    for person_id, role in db.session.execute(given.where(AccountRole.role != Role.MEMBER)):
        found.setdefault(person_id or 0, []).append(role)
    return found


def to_erase_by(person: Person, roles: Iterable[Role]) -> date | None:
    """The day by which somebody who left must be erased; None while an office or their own yes keeps them."""
    if person.left_on is None:
        return None
    holds_office = any(role is not Role.MEMBER for role in roles)
    return custom().erase_by(person.left_on, person.left_why, holds_office, person.consent_id is not None)


def reasons() -> dict[str, int]:
    """How many left, by why: those who are still here to be erased, and those of whom only this is left."""
    why = func.coalesce(Person.left_why, "unknown")
    here = select(why, func.count()).where(Person.left_on.is_not(None)).group_by(why)
    gone = select(LeftTally.why, func.sum(LeftTally.number)).group_by(LeftTally.why)
    found: dict[str, int] = {}
    for reason, number in [*db.session.execute(here), *db.session.execute(gone)]:
        word = reason if reason in set(Why) else Why.OTHER.value
        found[word] = found.get(word, 0) + number
    return found


def consent_id(person: Person) -> int:
    """The text that ``person`` consents to when they are asked: the one they know, else the newest."""
    return person.consent_id or consent_text().id


def consent_before(person: Person) -> tuple[int | None, datetime | None]:
    """The consent that ``person`` had before they left: which text, and since when."""
    left = select(HistoryEntry).where(HistoryEntry.person_id == person.id, HistoryEntry.kind == "left")
    entry = db.session.scalars(left.order_by(HistoryEntry.id.desc()).limit(1)).one_or_none()
    text_id, at = entry.facts.get("consent", (None, None)) if entry else (None, None)
    return text_id, datetime.fromisoformat(at) if at else None
