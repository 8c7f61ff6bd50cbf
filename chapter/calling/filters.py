"""What calling adds to searches of the register: who has and hasn't been called."""

from datetime import date, datetime, time, timedelta

from flask import g
from sqlalchemy import ColumnElement, exists, select

from chapter import clock
from chapter.calling.models import Call, CallAssignment
from chapter.calling.queries import IS_CAMPAIGN, SPOKEN
from chapter.db import db
from chapter.i18n import _, in_language, lazy, ngettext, zone
from chapter.people.models import Person
from chapter.searches.kinds import DAY, DAYS, YES, filter_of, quoted, some_of, written
from chapter.searches.registry import register

CALLS = lazy("Calls")


def _titles() -> list[tuple[int, str]]:
    """The titles of the campaigns' assignments, the latest first."""
    query = select(CallAssignment.id, CallAssignment.title).where(IS_CAMPAIGN).order_by(CallAssignment.starts_at.desc())
    return [(key, in_language(title)) for key, title in db.session.execute(query)]


def _titled(ids: list[int]) -> str:
    """The titles of assignments, read once a page."""
    if "assignment_titles" not in g or not g.assignment_titles.keys() >= {*ids}:
        g.assignment_titles = dict.fromkeys(ids) | dict(_titles())
    return quoted(g.assignment_titles[id] or _("an assignment that is no longer there") for id in ids)


def _called(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a call to the person was reported."""
    return exists().where(Call.person_id == Person.id, Call.reported_at.is_not(None), *conditions)


def _not_called_since(text: str) -> ColumnElement[bool]:
    start = datetime.combine(date.fromisoformat(text), time(0), zone())
    return ~_called(Call.reported_at >= start)


SOME_ASSIGNMENTS = some_of(_titles, ids=True)

register(
    filter_of(
        "never_called",
        CALLS,
        lazy("Has never been called"),
        YES,
        lambda _yes: ~_called(),
        lambda _yes: _("has never been called"),
        lambda _yes: _("has been called"),
    ),
    filter_of(
        "not_called_since",
        CALLS,
        lazy("Has not been called since"),
        DAY,
        _not_called_since,
        lambda text: _("has not been called since %(day)s", day=written(text)),
        lambda text: _("has been called since %(day)s", day=written(text)),
    ),
    filter_of(
        "not_called_for",
        CALLS,
        lazy("Has not been called for this many days"),
        DAYS,
        lambda days: ~_called(Call.reported_at >= clock.now() - timedelta(days=days)),
        lambda days: ngettext("has not been called for a day", "has not been called for %(num)s days", days),
        lambda days: ngettext(
            "has been called within the last day", "has been called within the last %(num)s days", days
        ),
    ),
    filter_of(
        "spoken_with",
        CALLS,
        lazy("Has talked with us on the telephone"),
        YES,
        lambda _yes: _called(Call.outcome.in_(SPOKEN)),
        lambda _yes: _("has talked with us on the telephone"),
        lambda _yes: _("has never talked with us on the telephone"),
    ),
    filter_of(
        "called_in",
        CALLS,
        lazy("Was called in any of these assignments"),
        SOME_ASSIGNMENTS,
        lambda ids: _called(Call.assignment_id.in_(ids)),
        lambda ids: _("was called in %(assignments)s", assignments=_titled(ids)),
        lambda ids: _("was not called in %(assignments)s", assignments=_titled(ids)),
    ),
    filter_of(
        "spoken_in",
        CALLS,
        lazy("Talked with us in any of these assignments"),
        SOME_ASSIGNMENTS,
        lambda ids: _called(Call.assignment_id.in_(ids), Call.outcome.in_(SPOKEN)),
        lambda ids: _("talked with us in %(assignments)s", assignments=_titled(ids)),
        lambda ids: _("did not talk with us in %(assignments)s", assignments=_titled(ids)),
    ),
)
