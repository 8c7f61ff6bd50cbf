"""What features begin by themselves with everybody who is new: until somebody touches it, nothing has happened.

So whoever was added, or a whole file, can still be taken back. A feature says of a table of its own, with
:func:`register`, which rows nobody has touched. They go with their person; the mails about them must be forgotten.
"""

from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple


class Begun(NamedTuple):
    """Something that nobody has touched: in which table, with whom, and what history and mails call it (“case:12”)."""

    table: str
    person_id: int
    source: str


_all: list[Callable[[Collection[int]], Iterable[Begun]]] = []


def register(of: Callable[[Collection[int]], Iterable[Begun]]) -> None:
    """Add a kind: ``of`` some people, by their ids, it gives what nobody has touched."""
    _all.append(of)


def untouched(person_ids: Collection[int]) -> set[Begun]:
    """What was begun with these people and nobody has touched."""
    return {begun for of in _all for begun in of(person_ids)}
