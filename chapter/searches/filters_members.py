"""What memberships can be searched on: tags, age, when people joined, and the fee."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from flask import g
from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from chapter.access import Permission
from chapter.i18n import _, lazy, ngettext
from chapter.people import queries as people
from chapter.people.models import Person, person_tag
from chapter.searches.kinds import DAY, DAYS, YES, both, either, filter_of, known, number, some_of, today, written

TAGS, AGE, MEMBERSHIP = lazy("Tags"), lazy("Age"), lazy("Membership")
YEARS = number(0, 120, lazy("Write the age in years, as a number."))
FEE_YEAR = number(2000, 2100, lazy("Write a year, as 2026."), default=lambda: today().year)
SOME_TAGS = some_of(lambda: [(tag.id, tag.name) for tag in people.tags()], ids=True)


def tag_names(ids: Sequence[int]) -> list[str]:
    """The names of tags, read once a page."""
    if "tag_names" not in g or not g.tag_names.keys() >= {*ids}:
        g.tag_names = dict.fromkeys(ids) | {tag.id: tag.name for tag in people.tags()}
    return [g.tag_names[id] or _("a tag that is no longer there") for id in ids]


def _tags_said(ids: Sequence[int], join: Callable[[list[str]], str] = either) -> str:
    return join([_("“%(name)s”", name=name) for name in tag_names(ids)])


def _has(ids: Sequence[int]) -> str:
    return ngettext("has the tag %(tags)s", "has any of the tags %(tags)s", len(ids), tags=_tags_said(ids))


def _lacks(ids: Sequence[int]) -> str:
    return ngettext("doesn’t have the tag %(tags)s", "has none of the tags %(tags)s", len(ids), tags=_tags_said(ids))


def _has_tag(ids: Sequence[int]) -> ColumnElement[bool]:
    return exists().where(person_tag.c.person_id == Person.id, person_tag.c.tag_id.in_(ids))


def _has_each_tag(ids: Sequence[int]) -> ColumnElement[bool]:
    """One subquery however many tags there are: databases take conditions only so deep."""
    wanted = {*ids}
    theirs = select(person_tag.c.person_id).where(person_tag.c.tag_id.in_(wanted)).group_by(person_tag.c.person_id)
    return Person.id.in_(theirs.having(func.count() == len(wanted)))


def _born(age: int) -> int:
    """The birth year of those who turn ``age`` this year."""
    return today().year - age


def _owes(year: int) -> ColumnElement[bool]:
    """Whether they had joined by then and haven't paid for it; supporters who never joined owe nothing."""
    unpaid = or_(Person.fee_paid_for.is_(None), Person.fee_paid_for < year)
    return and_(Person.joined_on.is_not(None), Person.joined_on <= date(year, 12, 31), unpaid)


FILTERS = (
    filter_of(
        "tags",
        TAGS,
        lazy("Has any of these tags"),
        SOME_TAGS,
        _has_tag,
        _has,
        _lacks,
    ),
    filter_of(
        "tags_all",
        TAGS,
        lazy("Has all of these tags"),
        SOME_TAGS,
        _has_each_tag,
        lambda ids: _("has all of the tags %(tags)s", tags=_tags_said(ids, both)) if ids[1:] else _has(ids),
        lambda ids: _("lacks any of the tags %(tags)s", tags=_tags_said(ids)) if ids[1:] else _lacks(ids),
    ),
    filter_of(
        "age_from",
        AGE,
        lazy("Turns at least this age this year"),
        YEARS,
        lambda age: known(Person.birth_year, Person.birth_year <= _born(age)),
        lambda age: _("turns %(age)s or more this year", age=age),
        lambda age: _("doesn’t turn %(age)s or more this year", age=age),
    ),
    filter_of(
        "age_to",
        AGE,
        lazy("Turns at most this age this year"),
        YEARS,
        lambda age: known(Person.birth_year, Person.birth_year >= _born(age)),
        lambda age: _("turns %(age)s or less this year", age=age),
        lambda age: _("doesn’t turn %(age)s or less this year", age=age),
    ),
    filter_of(
        "age_unknown",
        AGE,
        lazy("The birth year isn’t known"),
        YES,
        lambda _yes: Person.birth_year.is_(None),
        lambda _yes: _("has no known birth year"),
        lambda _yes: _("has a known birth year"),
    ),
    filter_of(
        "is_member",
        MEMBERSHIP,
        lazy("Is a member"),
        YES,
        lambda _yes: Person.joined_on.is_not(None),
        lambda _yes: _("is a member"),
        lambda _yes: _("is not a member"),
    ),
    filter_of(
        "joined_from",
        MEMBERSHIP,
        lazy("Joined on this day or later"),
        DAY,
        lambda text: known(Person.joined_on, Person.joined_on >= date.fromisoformat(text)),
        lambda text: _("joined on %(day)s or later", day=written(text)),
        lambda text: _("did not join on %(day)s or later", day=written(text)),
    ),
    filter_of(
        "joined_to",
        MEMBERSHIP,
        lazy("Joined on this day or earlier"),
        DAY,
        lambda text: known(Person.joined_on, Person.joined_on <= date.fromisoformat(text)),
        lambda text: _("joined on %(day)s or earlier", day=written(text)),
        lambda text: _("did not join on %(day)s or earlier", day=written(text)),
    ),
    filter_of(
        "joined_within",
        MEMBERSHIP,
        lazy("Joined within this many days"),
        DAYS,
        lambda days: known(Person.joined_on, Person.joined_on >= today() - timedelta(days=days)),
        lambda days: ngettext("joined within the last day", "joined within the last %(num)s days", days),
        lambda days: ngettext("did not join within the last day", "did not join within the last %(num)s days", days),
    ),
    filter_of(
        "fee_not_paid",
        MEMBERSHIP,
        lazy("Has not paid the fee for this year"),
        FEE_YEAR,
        _owes,
        lambda year: _("has not paid the fee for %(year)s", year=year),
        lambda year: _("owes no fee for %(year)s", year=year),
    ),
    filter_of(
        "wants_to_leave",
        MEMBERSHIP,
        lazy("Wants to leave"),
        YES,
        lambda _yes: Person.leaving_at.is_not(None),
        lambda _yes: _("wants to leave"),
        lambda _yes: _("has not asked to leave"),
        Permission.LEAVING_HANDLE,
    ),
    filter_of(
        "left",
        MEMBERSHIP,
        lazy("Has left"),
        YES,
        lambda _yes: Person.left_on.is_not(None),
        lambda _yes: _("has left"),
        lambda _yes: _("has not left"),
        Permission.LEAVING_HANDLE,
    ),
)
