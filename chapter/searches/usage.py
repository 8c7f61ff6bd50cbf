"""Who uses the searches that are kept: features say so here, and hear when one changes or goes."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chapter.searches.models import SavedSearch


@dataclass(frozen=True)
class Use:
    """A place where a search is used: its name, and the view that shows it."""

    search_id: int
    name: str
    endpoint: str
    args: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class User:
    """A feature that uses searches."""

    uses: Callable[[Collection[int]], Iterable[Use]]
    """Where the searches with these ids are used, in one query."""
    changed: Callable[[SavedSearch, datetime], None]
    """Follow a search that has just been changed."""
    let_go: Callable[[SavedSearch], None]
    """Keep the conditions of a search that is about to be deleted as one's own."""


_users: list[User] = []


def register(user: User) -> None:
    """Add a feature that uses searches."""
    _users.append(user)


def of(search_ids: Collection[int]) -> dict[int, list[Use]]:
    """Where each of the searches is used."""
    found: dict[int, list[Use]] = {key: [] for key in search_ids}
    for user in _users:
        for use in user.uses(search_ids):
            found[use.search_id].append(use)
    return found


def users() -> list[User]:
    """Everybody to tell."""
    return _users
