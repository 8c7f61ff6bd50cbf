"""Reads: one page of the people that a search finds, in the order asked for."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from chapter.calling.models import Call
from chapter.db import db
from chapter.people.models import Person
from chapter.searches.asked import Asked

PAGE = 50
SORTS: dict[str, tuple[Any, bool]] = {
    "name": (Person.sort_name, False),
    "town": (Person.town, False),
    "age": (Person.birth_year, True),
    "joined_on": (Person.joined_on, False),
    "added": (Person.added_at, False),
}
"""What people can be sorted by; True where the column runs against it, as the birth year does against the age."""


class People(Pagination):
    """A page of people. The order is found over their ids alone: whole rows are only read for those on the page."""

    def _query_items(self) -> list[Person]:
        asked, sort = self._query_args["asked"], self._query_args["sort"]
        ids = select(Person.id).where(*asked.where()).order_by(*order(sort))
        found = list(db.session.scalars(ids.limit(self.per_page).offset(self._query_offset)))
        people = select(Person).where(Person.id.in_(found)).options(selectinload(Person.tags))
        return sorted(db.session.scalars(people), key=lambda person: found.index(person.id))

    def _query_count(self) -> int:
        return self._query_args["total"]


def people(asked: Asked, sort: str, page: int) -> Pagination:
    """One page of those who are asked for; a page past the last one is the last one."""
    total = asked.count()
    last = max(1, -(-total // PAGE))
    return People(
        page=min(page, last), per_page=PAGE, max_per_page=PAGE, error_out=False, asked=asked, sort=sort, total=total
    )


def order(sort: str) -> list[Any]:
    """What ``sort`` is, a name in SORTS, turned around with a minus: who lacks it comes last, then by name."""
    column, is_against = SORTS[sort.removeprefix("-")]
    falls = is_against != sort.startswith("-")
    first = column.desc() if falls else column.asc()
    if column is Person.sort_name:
        return [first, Person.id.desc() if falls else Person.id]
    return [first.nulls_last(), Person.sort_name, Person.id]


def last_called(people: Iterable[Person]) -> dict[int, datetime]:
    """By person: when a call to them was last reported."""
    ids = [person.id for person in people]
    calls = select(Call.person_id, func.max(Call.reported_at)).where(Call.person_id.in_(ids))
    return {person_id: at for person_id, at in db.session.execute(calls.group_by(Call.person_id)) if at}
