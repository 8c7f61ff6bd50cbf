"""Reads: who may be the same, two people side by side, and merges that can be undone."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from chapter.db import db
from chapter.duplicates.models import LookAlike, Merge, NotSame
from chapter.duplicates.rules import UNDO_DAYS, Pair, Someone, suggest
from chapter.errors import Missing
from chapter.people.models import Person
from chapter.people.queries import is_called
from chapter.people.rules import fold

PAGE = 25


def look_alikes(page: int) -> Pagination:
    """Pairs that were found, the surest first."""
    both = joinedload(LookAlike.first), joinedload(LookAlike.second)
    pairs = select(LookAlike).options(*both).order_by(LookAlike.why.desc(), LookAlike.first_id, LookAlike.second_id)
    return db.paginate(pairs, page=page, per_page=PAGE, error_out=False)


def how_many() -> int:
    """How many pairs there are to look at."""
    return db.session.scalar(select(func.count()).select_from(LookAlike)) or 0


def everybody() -> Iterator[Someone]:
    """The register, as far as it takes to see who may be one."""
    columns = Person.first_name, Person.last_name, Person.birth_year, Person.email, Person.mobile, Person.phone2
    people = select(Person.id, *columns).where(Person.left_on.is_(None)).execution_options(yield_per=5_000)
    for id, first, last, birth_year, email, mobile, phone2 in db.session.execute(people):
        yield Someone(id, fold(first), fold(last or ""), birth_year, email, mobile, phone2)


def suggested() -> list[Pair]:
    """The pairs that there seem to be now. Takes seconds for a large register, so no writer should wait for it."""
    apart = not_the_same()
    return [pair for pair in suggest(everybody()) if (pair.first_id, pair.second_id) not in apart]


def not_the_same() -> set[tuple[int, int]]:
    """The pairs that somebody has said are two people."""
    return {(one, other) for one, other in db.session.execute(select(NotSame.first_id, NotSame.second_id))}


def pair(one_id: int, other_id: int, for_change: bool = False) -> tuple[Person, Person]:
    """Two people, the one to be kept first: who has been here longer. Raises Missing."""
    both = select(Person).where(Person.id.in_({one_id, other_id})).order_by(Person.id)
    found = db.session.scalars(both.with_for_update() if for_change else both).all()
    if len(found) != 2:
        raise Missing
    return found[0], found[1]


def person(person_id: int) -> Person:
    """Somebody in the register; raises Missing."""
    found = db.session.get(Person, person_id)
    if found is None:
        raise Missing
    return found


def others_called(typed: str, than: Person) -> Sequence[Person]:
    """A few who could be meant by what was typed, but not ``than``."""
    if not typed.strip():
        return []
    found = select(Person).where(*is_called(typed), Person.id != than.id).order_by(Person.sort_name, Person.id)
    return db.session.scalars(found.limit(PAGE)).all()


def merges(now: datetime) -> Sequence[Merge]:
    """The merges that can still be undone, the latest first."""
    lately = select(Merge).where(Merge.at > now - timedelta(days=UNDO_DAYS)).options(joinedload(Merge.kept))
    return db.session.scalars(lately.order_by(Merge.id.desc()).limit(PAGE)).all()


def merge(merge_id: int, now: datetime) -> Merge:
    """A merge that can still be undone, locked; raises Missing."""
    found = db.session.get(Merge, merge_id, with_for_update=True)
    if found is None or found.at <= now - timedelta(days=UNDO_DAYS):
        raise Missing
    return found
