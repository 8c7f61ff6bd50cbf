"""Reads: who a search finds, and the searches that are kept."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Select, and_, func, literal, select, union_all
from sqlalchemy.orm import joinedload

from chapter.db import db
from chapter.errors import Missing
from chapter.i18n import country
from chapter.people.models import Person
from chapter.people.rules import sort_name
from chapter.searches import registry
from chapter.searches.models import SavedSearch
from chapter.searches.rules import Search, conditions, is_sound


def finds(search: Search) -> ColumnElement[bool]:
    """The condition on ``Person`` that ``search`` is; those who have left are found only if it asks for them."""
    asks_for_left = any(part["is"] == "left" for part in conditions(search))
    clause = registry.clause(search)
    return clause if asks_for_left else and_(Person.left_on.is_(None), clause)


def matching(search: Search) -> Select[int]:
    """A select of the ids of those whom ``search`` finds."""
    return select(Person.id).where(finds(search))


def count_matching(search: Search) -> int:
    """How many people ``search`` finds."""
    return db.session.scalar(select(func.count()).select_from(Person).where(finds(search))) or 0


def saved_searches() -> list[SavedSearch]:
    """The searches that are kept, by name, with their owners."""
    found = db.session.scalars(select(SavedSearch).options(joinedload(SavedSearch.owner)))
    return sorted(found, key=lambda search: sort_name("", search.name, country()))


def counts(searches: Iterable[SavedSearch]) -> dict[int, int]:
    """How many people each of them finds, in one query; one that is too large for it isn't counted."""
    each = [
        select(literal(search.id), func.count()).select_from(Person).where(finds(search.criteria))
        for search in searches
        if is_sound(search.criteria)
    ]
    return {key: number for key, number in db.session.execute(union_all(*each))} if each else {}


def saved_search(search_id: int, for_change: bool = False) -> SavedSearch:
    """A search that is kept, locked if it is to be changed; raises Missing."""
    found = select(SavedSearch).where(SavedSearch.id == search_id)
    search = db.session.scalars(found.with_for_update() if for_change else found).one_or_none()
    if search is None:
        raise Missing
    return search


def search_named(name: str) -> SavedSearch | None:
    """The search with this name, however its capitals are."""
    wanted = " ".join(name.split()).casefold()
    return next((search for search in saved_searches() if search.name.casefold() == wanted), None)


def sources() -> list[str]:
    """The ways in which people came."""
    found = select(Person.source).where(Person.source != "").distinct().order_by(Person.source)
    return list(db.session.scalars(found))
