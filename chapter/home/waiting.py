"""What waits for officers in the features above, told on their page: a count each, all in one query."""

from collections.abc import Callable, Collection
from typing import Any, NamedTuple

from sqlalchemy import Select

from chapter.access import Permission


class Waiting(NamedTuple):
    """A queue of somebody's: what it's called, where it is, how many wait in it, and how that is said."""

    need: Permission
    label: Any
    endpoint: str
    count: Callable[[], Select[tuple[int]]]
    words: Callable[[int], str]


_all: list[Waiting] = []


def waits(need: Permission, label: Any, endpoint: str, count: Callable, words: Callable[[int], str]) -> None:
    """Tell those who have the permission ``need`` when something waits there."""
    _all.append(Waiting(need, label, endpoint, count, words))


def waiting_for(permissions: Collection[Permission]) -> list[Waiting]:
    """The queues of somebody with these permissions."""
    return [each for each in _all if each.need in permissions]
