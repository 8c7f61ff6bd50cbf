"""How the list of people is shown: which columns, in which order."""

from dataclasses import dataclass
from typing import Any

from chapter.i18n import lazy
from chapter.people.words import FIELD_NAMES
from chapter.register.queries import SORTS

COLUMNS: dict[str, Any] = {
    **{name: FIELD_NAMES[name] for name in ("town", "mobile", "phone2", "email")},
    "age": lazy("Age"),
    **{name: FIELD_NAMES[name] for name in ("joined_on", "fee_paid_for")},
    "called": lazy("Last called"),
    "added": lazy("Added"),
    **{
        name: FIELD_NAMES[name]
        for name in ("member_number", "postcode", "union", "skills", "interests", "source", "tags")
    },
}
USUAL = ("town", "mobile", "age", "joined_on", "tags")
SORTED: dict[str, Any] = {
    "name": lazy("Name, from A"),
    "-name": lazy("Name, from the end"),
    "town": lazy("Town, from A"),
    "-town": lazy("Town, from the end"),
    "age": lazy("The youngest first"),
    "-age": lazy("The oldest first"),
    "-joined_on": lazy("The latest joined first"),
    "joined_on": lazy("The longest members first"),
    "-added": lazy("The latest added first"),
    "added": lazy("The first added first"),
}
LATEST_FIRST = {"joined_on", "added"}
"""Where the reader wants to begin from the other end."""


@dataclass(frozen=True)
class Shown:
    """How the reader wants the list: ``columns`` beside the name, ``sort`` as in SORTED."""

    columns: tuple[str, ...]
    sort: str
    is_usual: bool

    def sorting(self, column: str) -> str | None:
        """What a press on the heading of ``column`` sorts by, if it can; a second press turns it around."""
        if column not in SORTS:
            return None
        first = f"-{column}" if column in LATEST_FIRST else column
        return _turned(first) if self.sort == first else first

    def direction(self, column: str) -> str | None:
        """How the list is sorted by ``column``, as ``aria-sort`` says it."""
        return {column: "ascending", f"-{column}": "descending"}.get(self.sort)


def _turned(sort: str) -> str:
    return sort.removeprefix("-") if sort.startswith("-") else f"-{sort}"


def shown(asked: list[str], kept: str, sort: str) -> Shown:
    """The columns in the address, else those kept since the last time (“town.mobile”), else the usual ones."""
    wanted = asked or [name for name in kept.split(".") if name]
    columns = tuple(name for name in COLUMNS if name in wanted) or USUAL
    return Shown(columns, sort if sort in SORTED else "name", columns == USUAL)
