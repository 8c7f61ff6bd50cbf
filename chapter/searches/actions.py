"""Writes: searches that are kept."""

from datetime import datetime

from chapter.accounts.models import Account
from chapter.db import db
from chapter.i18n import _
from chapter.searches import queries, usage
from chapter.searches.models import SavedSearch
from chapter.searches.rules import Search

LONGEST_NAME = 80


def keep(name: str, note: str, criteria: Search, owner: Account, now: datetime) -> SavedSearch:
    """Keep a search under a name that no other has."""
    search = SavedSearch(name=name, note=note, criteria=criteria, owner=owner, created_at=now, changed_at=now)
    db.session.add(search)
    db.session.flush()
    return search


def change(search: SavedSearch, name: str, note: str, criteria: Search, now: datetime) -> None:
    """Change a search; whatever uses it follows."""
    search.name, search.note, search.criteria, search.changed_at = name, note, criteria, now
    db.session.flush()
    for user in usage.users():
        user.changed(search, now)


def copy(search: SavedSearch, owner: Account, now: datetime) -> SavedSearch:
    """Another one like it, under a name of its own."""
    number, name = 1, ""
    while not name or queries.search_named(name):
        ending = " " + (_("(copy)") if number == 1 else _("(copy %(number)s)", number=number))
        name, number = search.name[: LONGEST_NAME - len(ending)] + ending, number + 1
    return keep(name, search.note, search.criteria, owner, now)


def delete(search: SavedSearch) -> None:
    """Delete a search; whatever uses it keeps its conditions."""
    for user in usage.users():
        user.let_go(search)
    db.session.delete(search)
    db.session.flush()
