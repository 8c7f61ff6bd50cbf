"""Marks of those who asked not to be called and were erased: hashes that only this installation can make.

With them, whoever comes back through a file isn't rung either. A mark says nothing but that it fits: not who it was,
not when, not which marks were one person's.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from chapter.config import keyed
from chapter.db import db
from chapter.i18n import _, speaking
from chapter.people.models import DoNotContact, Person

KINDS = {"member_number": "member", "email": "mail", "mobile": "phone", "phone2": "phone"}
"""What somebody is known again by, and what that is: either number may be the other the next time."""


def marks_of(facts: Mapping[str, Any]) -> set[str]:
    """The marks that somebody with these facts would have."""
    known = {f"{kind}:{facts[name]}".lower() for name, kind in KINDS.items() if facts.get(name)}
    return {keyed(f"do-not-contact:{text}") for text in known}


def marked(everybody: Iterable[Mapping[str, Any]]) -> list[bool]:
    """Which of ``everybody`` had asked not to be called before they were erased; one query for all of them."""
    there = set(db.session.scalars(select(DoNotContact.mark)))
    return [bool(there) and not there.isdisjoint(marks_of(facts)) for facts in everybody]


def as_asked(now: datetime) -> dict[str, Any]:
    """The columns of a person who is marked; why is said in the chapter's language, as it is kept."""
    with speaking(None):
        why = _("Asked not to be called before they were erased from the register.")
    return {"do_not_call_at": now, "do_not_call_why": why}


def set_marks(person: Person) -> None:
    """Leave marks of ``person``, who is about to be erased."""
    for mark in marks_of(_facts(person)):
        db.session.merge(DoNotContact(mark=mark))
    db.session.flush()


def lift_marks(person: Person, *fields: str) -> None:
    """``person`` may be called: the member coordinator has said so, or they have themselves; then only what they have
    proven to be theirs (``fields``) is lifted, as anybody can give a number."""
    facts = {name: value for name, value in _facts(person).items() if not fields or name in fields}
    db.session.execute(delete(DoNotContact).where(DoNotContact.mark.in_(marks_of(facts))))


def _facts(person: Person) -> dict[str, Any]:
    return {name: getattr(person, name) for name in KINDS}
