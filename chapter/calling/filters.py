"""What calling adds to searches of the register: who hasn't been called."""

from datetime import date, datetime, time

from sqlalchemy import ColumnElement
from wtforms import BooleanField, DateField
from wtforms.validators import Optional

from chapter.calling.models import Call
from chapter.db import db
from chapter.i18n import _, day, lazy, zone
from chapter.people.models import Person
from chapter.searches.registry import Filter, register

CALLS = lazy("Calls")


def _called(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a call to the person was reported."""
    return db.select(Call.id).where(Call.person_id == Person.id, Call.reported_at.is_not(None), *conditions).exists()


def _not_called_since(text: str) -> ColumnElement[bool]:
    start = datetime.combine(date.fromisoformat(text), time(0), zone())
    return ~_called(Call.reported_at >= start)


register(
    Filter(
        "never_called",
        CALLS,
        lazy("Never called"),
        lambda: BooleanField(lazy("Never called")),
        lambda _yes: ~_called(),
        lambda _yes: _("Has never been called"),
        lambda _yes: _("Has been called"),
    ),
    Filter(
        "not_called_since",
        CALLS,
        lazy("Not called since"),
        lambda: DateField(lazy("Not called since"), [Optional()]),
        _not_called_since,
        lambda text: _("Has not been called since %(day)s", day=day(date.fromisoformat(text), year=True)),
        lambda text: _("Has been called since %(day)s", day=day(date.fromisoformat(text), year=True)),
    ),
)
