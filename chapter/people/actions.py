"""Writes: who is in the register, what is known of them, and what happened with them.

Whatever changes a person goes through :func:`change`, so that it stands in their change log.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Protocol

from chapter.db import db
from chapter.errors import Refused
from chapter.i18n import lazy
from chapter.people import marks, queries
from chapter.people.models import HistoryEntry, Person, PersonChange, Tag
from chapter.people.rules import Facts, How, Number


class ReasonNeeded(Refused):
    """Somebody's wish not to be called isn't set aside without saying why."""

    words = lazy("Write why. It’s kept in the person’s history.")


class Actor(Protocol):
    """Whoever does it; an account, which this feature doesn't know."""

    name: str


def add(first_name: str, last_name: str, now: datetime, is_own: bool = False, **facts: Any) -> Person:
    """Put somebody into the register; ``facts`` are columns, ``tags`` names of tags, ``by`` who does it by hand.

    Who asked not to be called and was erased since still isn't, unless they come by themselves (``is_own``).
    """
    tags, by = facts.pop("tags", ()), facts.pop("by", None)
    if not is_own and marks.marked([facts])[0]:
        facts |= marks.as_asked(now)
    person = Person(first_name=first_name, last_name=last_name, added_at=now, **facts)
    db.session.add(person)
    set_tags(person, tags)
    db.session.flush()
    remember(person, "added", now, how=person.source or "", **({"by": by.name} if by else {}))
    if is_own:
        marks.lift_marks(person, "email")
    return person


def remember(person: Person, kind: str, now: datetime, source: str | None = None, **facts: Any) -> HistoryEntry:
    """Write in ``person``'s history; ``source`` is what it tells of, so that it can be found again (“call:12”).

    ``people.history.register`` has the sentence for ``kind``.
    """
    entry = HistoryEntry(person_id=person.id, at=now, kind=kind, facts=facts, source=source)
    db.session.add(entry)
    db.session.flush()
    return entry


def change(
    person: Person, facts: Facts, now: datetime, by: Actor | None, how: How = How.BY_HAND, why: str | None = None
) -> list[PersonChange]:
    """Set ``facts`` (columns; ``tags`` are names) and write what differs in the change log; gives those lines."""
    before = {field: plain(_value(person, field)) for field in facts}
    for field, value in facts.items():
        if field == "tags":
            set_tags(person, value)
        else:
            setattr(person, field, value)
    after = {field: plain(_value(person, field)) for field in facts}
    lines = [
        PersonChange(
            at=now, by=by.name if by else None, how=how, field=field, old=before[field], new=after[field], why=why
        )
        for field in facts
        if before[field] != after[field]
    ]
    return _log(person, lines)


def _log(person: Person, lines: list[PersonChange]) -> list[PersonChange]:
    for line in lines:
        line.person_id = person.id
    db.session.add_all(lines)
    db.session.flush()
    return lines


def _value(person: Person, field: str) -> Any:
    return [tag.name for tag in person.tags] if field == "tags" else getattr(person, field)


def plain(value: Any) -> str | None:
    """A fact as the change log keeps it: days and moments in ISO, tags with semicolons; nothing is None."""
    if isinstance(value, list):
        return "; ".join(sorted(value, key=str.casefold)) or None
    if isinstance(value, bool):
        return "yes" if value else None
    if isinstance(value, date):
        return value.isoformat()
    return None if value is None or value == "" else str(value)


def tag(person: Person, *names: str) -> None:
    """Give ``person`` tags besides those they have."""
    set_tags(person, [*(t.name for t in person.tags), *names])


def set_tags(person: Person, names: Iterable[str]) -> None:
    """Give ``person`` these tags and no others; a tag that isn't there yet is made.

    Files part tags with semicolons, so none has one in its name.
    """
    tidy = [name.replace(";", ",").strip(" ,") for name in reversed(list(names))]
    wanted = {name.casefold(): name for name in tidy if name}
    if wanted.keys() == {t.name.casefold() for t in person.tags}:
        return
    known = {t.name.casefold(): t for t in queries.tags()}
    for key in wanted.keys() - known.keys():
        known[key] = Tag(name=wanted[key])
        db.session.add(known[key])
    person.tags = [known[key] for key in sorted(wanted)]
    db.session.flush()


def correct_number(person: Person, which: Number, e164: str | None, now: datetime, by: Actor | None = None) -> None:
    """Put the right number in place of a wrong one, or none; the person may be rung again."""
    column = Number(which).value
    change(person, {column: e164, f"{column}_is_wrong": False}, now, by)
    remember(person, "number_corrected", now, which=column, removed=e164 is None)


def mark_number(person: Person, which: Number, is_wrong: bool, now: datetime, by: Actor | None = None) -> None:
    """Note that a number is wrong, or take that back."""
    change(person, {f"{Number(which).value}_is_wrong": is_wrong}, now, by, How.CALL)


def set_do_not_call(person: Person, why: str, now: datetime, by: Actor | None = None, how: How = How.BY_HAND) -> None:
    """Nobody rings ``person`` from now on, whatever the assignment; said again, it is noted again."""
    name = by.name if by else None
    old = None if person.do_not_call_at is None else "yes"
    _log(person, [PersonChange(at=now, by=name, how=how, field="do_not_call", old=old, new="yes")])
    if old is None:
        person.do_not_call_at, person.do_not_call_why, person.do_not_call_by = now, why, name
        remember(person, "do_not_call", now, why=why)


def lift_do_not_call(person: Person, why: str, now: datetime, by: Actor) -> None:
    """``person`` may be rung again; who decided it, and why, stays in their history."""
    if not why.strip():
        raise ReasonNeeded
    marks.lift_marks(person)
    if person.do_not_call_at is not None:
        person.do_not_call_at = person.do_not_call_why = person.do_not_call_by = None
        _log(person, [PersonChange(at=now, by=by.name, how=How.BY_HAND, field="do_not_call", old="yes")])
        remember(person, "do_not_call_lifted", now, why=why.strip(), by=by.name)
