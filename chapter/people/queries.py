"""Reads: people, their history, and who a search finds."""

from collections.abc import Iterable

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, false

from chapter.db import db
from chapter.errors import Missing
from chapter.people.models import HistoryEntry, Person, Tag
from chapter.people.rules import terms

PAGE = 30


def by_email(email: str) -> Person | None:
    """The person with this address; the one who has been here longest if several share it."""
    found = db.select(Person).where(Person.email == email.strip().lower()).order_by(Person.id).limit(1)
    return db.session.scalar(found)


def history(person: Person, limit: int = 20) -> list[HistoryEntry]:
    """What happened with ``person``, the latest first; ``people.history.sentence`` says it in words."""
    entries = db.select(HistoryEntry).where(HistoryEntry.person_id == person.id)
    return list(db.session.scalars(entries.order_by(HistoryEntry.at.desc(), HistoryEntry.id.desc()).limit(limit)))


def towns() -> list[str]:
    """The towns that people live in."""
    found = db.select(Person.town).where(Person.town.is_not(None), Person.town != "").distinct().order_by(Person.town)
    return [town for town in db.session.scalars(found) if town]


def tags() -> list[Tag]:
    """All tags, by name."""
    return list(db.session.scalars(db.select(Tag).order_by(Tag.name)))


def not_to_be_called(words: str, page: int) -> Pagination:
    """One page of those who are not to be called and who are called ``words``, the latest first."""
    found = db.select(Person).where(Person.do_not_call_at.is_not(None), *is_called(words))
    latest = found.order_by(Person.do_not_call_at.desc(), Person.id.desc())
    return db.paginate(latest, page=page, per_page=PAGE, error_out=False)


def not_called(person_id: int) -> Person:
    """Somebody who is not to be called, locked until the transaction ends."""
    found = db.select(Person).where(Person.id == person_id, Person.do_not_call_at.is_not(None)).with_for_update()
    person = db.session.scalars(found).one_or_none()
    if person is None:
        raise Missing
    return person


def calls_before_do_not_call(people: Iterable[Person]) -> dict[int, tuple[int, HistoryEntry]]:
    """By person: the call that made them one not to be called, its id and what the history says of it."""
    since = {person.id: person.do_not_call_at for person in people}
    calls = db.select(HistoryEntry).where(HistoryEntry.person_id.in_(since), HistoryEntry.source.startswith("call:"))
    told = db.session.scalars(calls.order_by(HistoryEntry.at, HistoryEntry.id))
    before = [entry for entry in told if entry.at <= (since[entry.person_id] or entry.at)]
    return {entry.person_id: (int((entry.source or "").removeprefix("call:")), entry) for entry in before}


def is_called(typed: str) -> list[ColumnElement[bool]]:
    """The conditions on ``Person`` for what somebody types to find them: name, address, number in any spelling.

    Signs alone (“-”, “0”) find nobody, rather than everybody.
    """
    wanted = terms(typed)
    if typed.strip() and not wanted:
        return [false()]
    return [Person.find_text.contains(term, autoescape=True) for term in wanted]
