"""What somebody may read of what is stored about them, table by table and column by column.

Every feature says it of its own tables, in its ``personal_data.py``: with :func:`claim` of those whose rows are about
a person, with :func:`signed` of those that only say who did something. A column is either shown, under a name that
people understand, or withheld for one of few reasons, which the person is told. A test finds every column that belongs
to somebody, and fails when nobody has claimed it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement

from chapter.i18n import _, lazy
from chapter.people.traces import Somebody


class Withheld(StrEnum):
    """Why a column isn't shown to the person whom the row is about."""

    INNER = "inner"
    TWICE = "twice"
    OTHERS = "others"
    SECRET = "secret"


WHY = {
    Withheld.INNER: lazy("Numbers and marks that the program needs to hold things together. They say nothing of you."),
    Withheld.TWICE: lazy("What says the same once more, in the program’s own form."),
    Withheld.OTHERS: lazy(
        "The names of others, such as who rang you or wrote a note: they are theirs. You see what was written, and "
        "when. Ask the member coordinator if you need to know who."
    ),
    Withheld.SECRET: lazy("Passwords and keys. Nobody can read them, and whoever could would get in as you."),
}

LABELS = {
    "at": lazy("When"),
    "since": lazy("Since"),
    "words": lazy("Your own words"),
    "note": lazy("Note"),
    "why": lazy("Why"),
    "name": lazy("Name"),
    "email": lazy("E-mail"),
    "phone": lazy("Telephone"),
    "mobile": lazy("Mobile"),
    "language": lazy("Language"),
    "created_at": lazy("Made on"),
    "confirmed_at": lazy("Confirmed"),
    "consented_at": lazy("You said yes"),
    "consent_id.text": lazy("What you said yes to"),
    "person_id.name": lazy("Name"),
    "group_id.name": lazy("Group"),
    "course_id.title": lazy("Course"),
    "assignment_id.title": lazy("Call list"),
    "tag_id.name": lazy("Tag"),
}
"""What columns are called that several tables have; one with a point is a column of the row that another leads to."""

Say = Mapping[Any, Any] | Callable[[Any, Mapping[str, Any]], str]


@dataclass(frozen=True)
class Claim:
    """One table. ``shown`` are columns and what they are called, ``words`` how their values are said.

    ``finds`` tells whose a row is where no foreign key does; nothing, if not even we can tell.
    """

    table: str
    title: Any
    shown: dict[str, Any]
    withheld: dict[str, Withheld]
    words: dict[str, Say] = field(default_factory=dict)
    finds: Callable[[Somebody], ColumnElement[bool]] | None = None
    newest: str | None = None

    @property
    def columns(self) -> set[str]:
        """All that are claimed."""
        return {name.partition(".")[0] for name in self.shown} | self.withheld.keys()


_claims: dict[str, Claim] = {}
_signed: dict[str, Any] = {}


def claim(
    table: str,
    title: Any,
    shown: str = "",
    labels: Mapping[str, Any] | None = None,
    *,
    words: Mapping[str, Say] | None = None,
    finds: Callable[[Somebody], ColumnElement[bool]] | None = None,
    newest: str | None = None,
    **withheld: str,
) -> None:
    """Claim every column of ``table``: ``shown`` ones by name, besides those in ``labels``, in the order given.

    “group_id.name” shows the name of the group that the row leads to. The others are named under why they aren't
    shown (``inner="id version"``). Rows come the ``newest`` first, by that column.
    """
    names = {name: LABELS[name] for name in shown.split()} | dict(labels or {})
    kept = {name: Withheld(why) for why, listed in withheld.items() for name in listed.split()}
    _claims[table] = Claim(table, title, names, kept, dict(words or {}), finds, newest)


def signed(table: str, title: Any) -> None:
    """In ``table`` only stands who did something; the person is told how often they did."""
    _signed[table] = title


def claim_of(table: str) -> Claim | None:
    """What is said of ``table``."""
    return _claims.get(table)


def loose() -> Iterator[Claim]:
    """The claims on tables that no foreign key leads to from a person."""
    return (each for each in _claims.values() if each.finds)


def signatures() -> dict[str, Any]:
    """The tables that say who did something, and what that is."""
    return _signed


def nameless(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a line of the history, without the names of those who did it."""
    return {key: _("somebody here") if key in ("by", "caller") and value else value for key, value in facts.items()}
