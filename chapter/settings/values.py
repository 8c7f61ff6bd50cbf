"""Every setting by its name: a column of the chapter, or “call_leader.phone”; written and read as JSON has it."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, time
from typing import Any

from chapter.db import db
from chapter.settings import queries
from chapter.settings.models import Chapter, ConsentText, Contact
from chapter.settings.rules import Office

CONSENT = "consent"
"""The text that people agree to: what is written is a new version."""
TIMES = frozenset(name for name, column in Chapter.__table__.columns.items() if column.type.python_type is time)

on_change: dict[str, Callable[[Any], None]] = {}
"""By a thing's name: what features above do when it is getting a new value; they may refuse it."""


def read(things: Collection[str]) -> dict[str, Any]:
    """What ``things`` are now."""
    contacts = queries.contacts() if any("." in thing for thing in things) else {}
    return {thing: _read(thing, contacts) for thing in things}


def _read(thing: str, contacts: Mapping[Office, Contact]) -> Any:
    if thing == CONSENT:
        return queries.consent_text().text
    if "." in thing:
        office, _dot, fact = thing.partition(".")
        return getattr(contacts.get(Office(office)), fact, "")
    return packed(getattr(queries.chapter(), thing))


def packed(value: Any) -> Any:
    """``value`` as JSON can hold it."""
    return value.isoformat("minutes") if isinstance(value, time) else value


def unpacked(thing: str, value: Any) -> Any:
    """What :func:`packed` was given."""
    return time.fromisoformat(value) if thing in TIMES and value else value


def write(facts: Mapping[str, Any], now: datetime) -> None:
    """Make things what ``facts`` say."""
    chapter = db.session.get_one(Chapter, 1, with_for_update=True)
    for thing in facts.keys() & on_change.keys():
        on_change[thing](facts[thing])
    for thing, value in facts.items():
        if thing == CONSENT:
            write_consent(value, now)
        elif "." in thing:
            office, _dot, fact = thing.partition(".")
            setattr(_contact(Office(office)), fact, value)
        else:
            setattr(chapter, thing, unpacked(thing, value))
    db.session.flush()


def write_consent(text: dict[str, str], now: datetime) -> ConsentText:
    """A new version of the consent text; those who said yes to an earlier one keep that."""
    version = ConsentText(text=text, written_at=now)
    db.session.add(version)
    db.session.flush()
    return version


def _contact(office: Office) -> Contact:
    contact = db.session.get(Contact, office)
    if contact is None:
        contact = Contact(office=office, name="", email="", phone="")
        db.session.add(contact)
    return contact
