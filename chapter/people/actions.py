"""Writes: who is in the register, what is known of them, and what happened with them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol

from chapter.db import db
from chapter.errors import Refused
from chapter.i18n import lazy
from chapter.people import queries
from chapter.people.models import HistoryEntry, Person, Tag
from chapter.people.rules import Number


class ReasonNeeded(Refused):
    """Somebody's wish not to be called isn't set aside without saying why."""

    words = lazy("Write why. It’s kept in the person’s history.")


class Actor(Protocol):
    """Whoever does it; an account, which this feature doesn't know."""

    name: str


def add(first_name: str, last_name: str, now: datetime, **facts: Any) -> Person:
    """Put somebody into the register; ``facts`` are columns, ``tags`` names of tags."""
    tags = facts.pop("tags", ())
    person = Person(first_name=first_name, last_name=last_name, added_at=now, **facts)
    db.session.add(person)
    set_tags(person, tags)
    db.session.flush()
    remember(person, "added", now, how=person.source or "")
    return person


def remember(person: Person, kind: str, now: datetime, source: str | None = None, **facts: Any) -> HistoryEntry:
    """Write in ``person``'s history; ``source`` is what it tells of, so that it can be found again (“call:12”).

    ``people.history.register`` has the sentence for ``kind``.
    """
    entry = HistoryEntry(person_id=person.id, at=now, kind=kind, facts=facts, source=source)
    db.session.add(entry)
    db.session.flush()
    return entry


def tag(person: Person, *names: str) -> None:
    """Give ``person`` tags besides those they have."""
    set_tags(person, [*(t.name for t in person.tags), *names])


def set_tags(person: Person, names: Iterable[str]) -> None:
    """Give ``person`` these tags and no others; a tag that isn't there yet is made."""
    wanted = {name.strip().casefold(): name.strip() for name in reversed(list(names)) if name.strip()}
    if wanted.keys() == {t.name.casefold() for t in person.tags}:
        return
    known = {t.name.casefold(): t for t in queries.tags()}
    for key in wanted.keys() - known.keys():
        known[key] = Tag(name=wanted[key])
        db.session.add(known[key])
    person.tags = [known[key] for key in sorted(wanted)]
    db.session.flush()


def correct_number(person: Person, which: Number, e164: str | None, now: datetime) -> None:
    """Put the right number in place of a wrong one, or none; the person may be rung again."""
    setattr(person, Number(which).value, e164)
    setattr(person, f"{Number(which).value}_is_wrong", False)
    remember(person, "number_corrected", now, which=Number(which).value, removed=e164 is None)


def mark_number(person: Person, which: Number, is_wrong: bool) -> None:
    """Note that a number is wrong, or take that back."""
    setattr(person, f"{Number(which).value}_is_wrong", is_wrong)
    db.session.flush()


def set_do_not_call(person: Person, why: str, now: datetime) -> None:
    """Nobody rings ``person`` from now on, whatever the assignment."""
    if person.do_not_call_at is None:
        person.do_not_call_at, person.do_not_call_why = now, why
        remember(person, "do_not_call", now, why=why)


def lift_do_not_call(person: Person, why: str, now: datetime, actor: Actor) -> None:
    """``person`` may be rung again; who decided it, and why, stays in their history."""
    if not why.strip():
        raise ReasonNeeded
    if person.do_not_call_at is not None:
        person.do_not_call_at = person.do_not_call_why = None
        remember(person, "do_not_call_lifted", now, why=why.strip(), by=actor.name)
