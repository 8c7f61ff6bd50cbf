"""What is stored about people, told to them: every feature says it of its own tables, in its ``personal_data.py``.

The public page about it is made of this, and a test sees that no table that tells of somebody is left out. Days and
months come from the constants that the jobs go by which delete things, so that the page can't promise anything else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from chapter.access import GRANTS, ROLE_NAMES, Permission
from chapter.i18n import lazy


class Basis(StrEnum):
    """What the law lets us do it by."""

    CONSENT = "consent"
    MEMBERS = "members"
    WORK = "work"


BASES = {
    Basis.CONSENT: lazy("Your yes (GDPR, articles 6.1 a and 9.2 a). You can take it back at any time."),
    Basis.MEMBERS: lazy(
        "We are an association with a political aim, and you are a member or in touch with us "
        "(GDPR, articles 6.1 f and 9.2 d)."
    ),
    Basis.WORK: lazy("We need it to keep things safe and in order (GDPR, article 6.1 f)."),
}


@dataclass
class Kind:
    """One kind of what is stored: in which tables, and what people are told of it.

    ``kept`` says for how long; a function, where that depends on the chapter. Who has one of ``permissions`` sees it.
    """

    rank: int
    tables: list[str]
    title: Any
    what: Any
    why: Any
    basis: Basis
    kept: Any
    seen_by: Any
    permissions: frozenset[Permission]

    @property
    def roles(self) -> list[str]:
        """The offices that it is open to, in words."""
        return [str(name) for role, name in ROLE_NAMES.items() if GRANTS[role] & self.permissions]

    @property
    def how_long(self) -> str:
        """For how long it is kept, in words."""
        return str(self.kept() if callable(self.kept) else self.kept)

    @property
    def by_law(self) -> str:
        """What the law lets us do it by, in words."""
        return str(BASES[self.basis])


_kinds: dict[str, Kind] = {}


def describe(name: str, rank: int, *tables: str, may: Iterable[Permission] = (), **words: Any) -> None:
    """Tell of what ``tables`` hold; lower ranks are told first. ``may`` open it to offices, ``words`` are a Kind's."""
    _kinds[name] = Kind(rank, list(tables), permissions=frozenset(may), **words)


def also(name: str, *tables: str) -> None:
    """These ``tables`` hold more of the same; their feature comes after the one that told of it."""
    _kinds[name].tables.extend(table for table in tables if table not in _kinds[name].tables)


def kinds() -> list[Kind]:
    """All kinds, in the order in which they are told."""
    return [*by_name().values()]


def by_name() -> dict[str, Kind]:
    """The same by the names that features gave them."""
    return dict(sorted(_kinds.items(), key=lambda named: named[1].rank))
