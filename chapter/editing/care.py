"""What there is to look after: in pages, and in whatever else other rooms know of."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from flask import url_for

from chapter.accounts.models import Account
from chapter.editing import queries
from chapter.editing.rules_duties import Duty, duties
from chapter.editing.words import DUTIES, why
from chapter.i18n import language, offered


class Line(NamedTuple):
    """Something to look after: what kind of thing it is, what it is called, where one does it, and why.

    It is somebody's by their account, or by their name where that is all that is known.
    """

    kind: str
    what: str
    url: str
    why: str
    owner_id: int | None = None
    by: str = ""
    page_id: int | None = None

    def is_of(self, account: Account) -> bool:
        """Whether ``account`` is whom it waits for."""
        return self.owner_id == account.id or (bool(self.by) and self.by == account.name)


class Kind(NamedTuple):
    """A kind of things to look after, and how many there are."""

    word: str
    label: Any
    lines: list[Line]


_others: dict[str, tuple[Any, Callable[[date], Iterable[Line]]]] = {}


def also(kind: str, label: Any) -> Callable:
    """Register a function that gives the lines of a kind, today; a room above calls it when it is loaded.

    ``@also("dead", lazy("Links that lead nowhere"))``
    """

    def keep(find: Callable[[date], Iterable[Line]]) -> Callable[[date], Iterable[Line]]:
        _others[kind] = label, find
        return find

    return keep


def kinds(today: date, whose: Account | None = None) -> list[Kind]:
    """All there is to look after, by kind; or what waits for one account."""
    found: dict[str, Kind] = {duty: Kind(duty, label, []) for duty, label in DUTIES.items()}
    for line in _of_pages(today):
        found[line.kind].lines.append(line)
    for word, (label, find) in _others.items():
        found[word] = Kind(word, label, [*find(today)])
    if whose is not None:
        found = {
            word: kind._replace(lines=[one for one in kind.lines if one.is_of(whose)]) for word, kind in found.items()
        }
    return [*found.values()]


def _of_pages(today: date) -> Iterator[Line]:
    owners = {account.id for account in queries.writers()}
    for sheet in queries.sheets():
        for due in duties(sheet, offered(), today, owners):
            yield Line(
                kind=due.duty,
                what=sheet.title(language()),
                url=_where(sheet.id, due.duty, due.language),
                why=why(due),
                owner_id=sheet.owner_id,
                by=due.by,
                page_id=sheet.id,
            )


def _where(page_id: int, duty: Duty, code: str) -> str:
    if duty is Duty.TRANSLATE or duty is Duty.DRAFT:
        return url_for("editing.edit", page_id=page_id, language=code)
    if duty is Duty.SHIPPED:
        return url_for("editing.newer", page_id=page_id, language=code)
    return url_for("editing.page", page_id=page_id)
