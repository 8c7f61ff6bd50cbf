"""Reads: people, their history, and who a search finds."""

from sqlalchemy import Select, func

from chapter.db import db
from chapter.people import search
from chapter.people.models import HistoryEntry, Person, Tag


def by_email(email: str) -> Person | None:
    """The person with this address; the one who has been here longest if several share it."""
    found = db.select(Person).where(Person.email == email.strip().lower()).order_by(Person.id).limit(1)
    return db.session.scalar(found)


def history(person: Person, limit: int = 20) -> list[HistoryEntry]:
    """What happened with ``person``, the latest first; ``people.history.sentence`` says it in words."""
    entries = db.select(HistoryEntry).where(HistoryEntry.person_id == person.id)
    return list(db.session.scalars(entries.order_by(HistoryEntry.at.desc(), HistoryEntry.id.desc()).limit(limit)))


def matching(criteria: search.Criteria) -> Select[tuple[int]]:
    """A select of the ids of those whom all ``criteria`` hold for; without criteria, of everybody."""
    return db.select(Person.id).where(*search.clauses(criteria))


def count_matching(criteria: search.Criteria) -> int:
    """How many people ``criteria`` find."""
    return db.session.scalar(db.select(func.count()).select_from(Person).where(*search.clauses(criteria))) or 0


def towns() -> list[str]:
    """The towns that people live in."""
    found = db.select(Person.town).where(Person.town.is_not(None), Person.town != "").distinct().order_by(Person.town)
    return [town for town in db.session.scalars(found) if town]


def tags() -> list[Tag]:
    """All tags, by name."""
    return list(db.session.scalars(db.select(Tag).order_by(Tag.name)))
