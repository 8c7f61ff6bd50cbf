"""Names and numbers in the settings: of the contacts that pages name, and in what was changed there."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select

from chapter.db import db
from chapter.i18n import lazy
from chapter.people import traces
from chapter.people.claims import claim
from chapter.people.stored import also
from chapter.people.traces import Somebody
from chapter.settings.models import Contact, SettingChange
from chapter.settings.queries import chapter


def _is(who: Somebody, name: str, email: str, number: str) -> bool:
    """Whether a contact is them: reached as they are, or called as they are and reached in no way at all."""
    if email or number:
        return email.lower() in who.emails or number in who.numbers
    return name in who.names


def _contacts(who: Somebody) -> Iterator[Contact]:
    return (c for c in db.session.scalars(select(Contact)) if _is(who, c.name, c.email, c.phone))


def _changes(who: Somebody) -> Iterator[SettingChange]:
    """Changes of contacts in which they stand."""
    signs = {*who.emails, *who.numbers, *who.names}
    found = db.session.scalars(select(SettingChange).where(SettingChange.room == "contacts"))
    return (change for change in found if signs & {str(value) for pair in change.what.values() for value in pair})


def _number(who: Somebody) -> int:
    """Whether they are the chapter's contact, which takes no query; the offices go without being counted."""
    return int(_is_ours(who))


def _is_ours(who: Somebody) -> bool:
    here = chapter()
    return _is(who, here.contact_name, here.contact_email, here.contact_phone)


def _erase(who: Somebody, _now: datetime) -> None:
    if _is_ours(who):
        here = chapter()
        here.contact_name = here.contact_email = here.contact_phone = ""
    for contact in _contacts(who):
        db.session.delete(contact)
    for change in [*_changes(who)]:
        db.session.delete(change)
    db.session.flush()


also("did", "setting_change")
traces.register(lazy("As a contact whom pages name"), _number, _erase)


def _named(who: Somebody) -> ColumnElement[bool]:
    reached = or_(Contact.email.in_(who.emails), Contact.phone.in_(who.numbers))
    return or_(reached, and_(Contact.name.in_(who.names), Contact.email == "", Contact.phone == ""))


claim(
    "contact", lazy("As a contact whom pages name"), "name email phone", labels={"office": lazy("Office")}, finds=_named
)
