"""Reads: who may be leaving, who has left, and why."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, and_, func, select

from chapter.access import Role
from chapter.accounts.models import Account, AccountRole
from chapter.calling.models import Flag
from chapter.db import db
from chapter.imports.models import ImportRun
from chapter.people.models import HistoryEntry, Person
from chapter.people.queries import is_called
from chapter.register.rules_leaving import erase_by
from chapter.settings.queries import chapter, consent_text

PAGE = 30


class Show(StrEnum):
    """The shelves of the page."""

    MISSING = "missing"
    WANTS = "wants"
    LEFT = "left"


_here = Person.left_on.is_(None)
WHO: dict[Show, ColumnElement[bool]] = {
    Show.MISSING: and_(_here, Person.missing_since.is_not(None)),
    Show.WANTS: and_(_here, Person.leaving_at.is_not(None)),
    Show.LEFT: Person.left_on.is_not(None),
}
ORDER = {Show.MISSING: Person.missing_since, Show.WANTS: Person.leaving_at, Show.LEFT: Person.left_on}


def numbers() -> dict[Show, int]:
    """How many are on each shelf."""
    counts = db.session.execute(select(*(func.count().filter(who) for who in WHO.values())).select_from(Person)).one()
    return dict(zip(WHO, counts, strict=True))


def people(show: Show, words: str, page: int) -> Pagination:
    """One page of a shelf, those called ``words``: who has waited longest comes first."""
    found = select(Person).where(WHO[show], *is_called(words)).order_by(ORDER[show], Person.sort_name, Person.id)
    return db.paginate(found, page=page, per_page=PAGE, error_out=False)


def imports(people: Iterable[Person]) -> dict[datetime, ImportRun]:
    """The imports in whose files people were missing, by the moment when they were made."""
    moments = {person.missing_since for person in people} - {None}
    runs = db.session.scalars(select(ImportRun).where(ImportRun.applied_at.in_(moments))) if moments else ()
    return {run.applied_at: run for run in runs if run.applied_at}


def open_flags(people: Iterable[Person]) -> dict[int, Flag]:
    """By person: the flagged call in which they said that they want to leave, if nobody has handled it."""
    ids = [person.id for person in people]
    return {flag.person_id: flag for flag in db.session.scalars(_flags().where(Flag.person_id.in_(ids)))}


def leaving_flags(person: Person) -> Sequence[Flag]:
    """The same of one person, all of them."""
    return db.session.scalars(_flags().where(Flag.person_id == person.id)).all()


def _flags():
    return select(Flag).where(Flag.is_leaving, Flag.handled_at.is_(None)).order_by(Flag.raised_at)


def offices(people: Iterable[Person]) -> dict[int, list[Role]]:
    """The roles that people hold, by person."""
    ids = [person.id for person in people]
    given = select(Account.person_id, AccountRole.role).join(Account.given).where(Account.person_id.in_(ids))
    found: dict[int, list[Role]] = {}
    for person_id, role in db.session.execute(given):
        found.setdefault(person_id or 0, []).append(role)
    return found


def to_erase_by(person: Person, roles: Iterable[Role]) -> date | None:
    """The day by which somebody who left must be erased; None while an office or their own yes keeps them."""
    if person.left_on is None:
        return None
    holds_office = any(role is not Role.MEMBER for role in roles)
    return erase_by(chapter().country, person.left_on, person.left_why, holds_office, person.consent_id is not None)


def reasons() -> dict[str, int]:
    """How many left, by why."""
    why = func.coalesce(Person.left_why, "unknown")
    found = select(why, func.count()).where(Person.left_on.is_not(None)).group_by(why)
    return {reason: number for reason, number in db.session.execute(found)}


def consent_id(person: Person) -> int:
    """The text that ``person`` consents to when they are asked: the one they know, else the newest."""
    return person.consent_id or consent_text().id


def consent_before(person: Person) -> tuple[int | None, datetime | None]:
    """The consent that ``person`` had before they left: which text, and since when."""
    left = select(HistoryEntry).where(HistoryEntry.person_id == person.id, HistoryEntry.kind == "left")
    entry = db.session.scalars(left.order_by(HistoryEntry.id.desc()).limit(1)).one_or_none()
    text_id, at = entry.facts.get("consent", (None, None)) if entry else (None, None)
    return text_id, datetime.fromisoformat(at) if at else None
