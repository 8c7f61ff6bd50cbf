"""What features hold of a person where no foreign key leads to it: in mails, in files that came in, in packed rows.

A feature says so in its ``personal_data.py`` with :func:`register`. Whatever points at a person, or at what does, needs
no saying: it goes with them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from chapter.people.models import Person


@dataclass(frozen=True)
class Somebody:
    """A person about to be erased, and what gives them away where nothing points at them.

    ``names`` are whole ones, ``sources`` what their history says it is about (“case:12”), and themselves.
    """

    person: Person
    emails: frozenset[str]
    numbers: frozenset[str]
    names: frozenset[str]
    sources: frozenset[str]


class Trace(NamedTuple):
    """One kind of it: what it's called, how much there is of somebody, and how it goes."""

    label: Any
    number: Callable[[Somebody], int]
    erase: Callable[[Somebody, datetime], None]


_all: list[Trace] = []


def register(label: Any, number: Callable[[Somebody], int], erase: Callable[[Somebody, datetime], None]) -> None:
    """Add a kind; its number takes one query at the most. It is erased before the person is."""
    _all.append(Trace(label, number, erase))


def traces() -> list[Trace]:
    """All kinds, in the order of the features."""
    return _all
