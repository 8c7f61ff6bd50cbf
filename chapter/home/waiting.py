"""What waits for officers in the features above, told on their page: a count each, all in one query."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select

from chapter.access import Permission


@dataclass(frozen=True)
class Waiting:
    """A queue of somebody's: what it's called, where it is, how many wait in it, and how that is said."""

    need: Permission
    label: Any
    endpoint: str
    count: Callable[[], Select[Any]]
    words: Callable[[int], str]


_all: list[Waiting] = []


def waits(need: Permission, label: Any, endpoint: str, count: Callable, words: Callable[[int], str]) -> None:
    """Tell those who have the permission ``need`` when something waits there."""
    _all.append(Waiting(need, label, endpoint, count, words))


def waiting_for(permissions: Collection[Permission]) -> list[Waiting]:
    """The queues of somebody with these permissions."""
    return [each for each in _all if each.need in permissions]
