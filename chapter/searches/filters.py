"""What the register itself can be searched on: tags, age, when people joined, where they live."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_
from wtforms import DateField, IntegerField, SelectMultipleField
from wtforms.validators import NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from chapter import clock
from chapter.db import db
from chapter.i18n import _, day, lazy, local
from chapter.people import queries
from chapter.people.models import Person, person_tag
from chapter.searches.registry import Filter, register

TAGS, AGE, JOINED, TOWN = lazy("Tags"), lazy("Age"), lazy("Joined"), lazy("Town")


def boxes(label: Any, choices: Callable[[], list], **kwargs: Any) -> SelectMultipleField:
    """A tick box for each choice."""
    widgets = {"widget": ListWidget(prefix_label=False), "option_widget": CheckboxInput()}
    return SelectMultipleField(label, choices=choices, validate_choice=False, **widgets, **kwargs)


def _tag_boxes(label: Any) -> SelectMultipleField:
    return boxes(label, lambda: [(tag.id, tag.name) for tag in queries.tags()], coerce=int)


def _year_box(label: Any) -> IntegerField:
    sensible = NumberRange(0, 120, lazy("Write the age in years, as a number."))
    return IntegerField(label, [Optional(), sensible], render_kw={"inputmode": "numeric"})


def _has_tag(ids: list[int]) -> ColumnElement[bool]:
    return Person.id.in_(db.select(person_tag.c.person_id).where(person_tag.c.tag_id.in_(ids)))


def _born(age: int) -> int:
    """The birth year of those who turn ``age`` this year."""
    return local(clock.now()).year - age


def _names(ids: list[int]) -> str:
    return ", ".join(tag.name for tag in queries.tags() if tag.id in ids) or _("a tag that is no longer there")


def _day(text: str) -> str:
    return day(date.fromisoformat(text), year=True)


def _known(column: Any, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """``condition``, but false rather than NULL where nothing is known."""
    return and_(column.is_not(None), condition)


register(
    Filter(
        "tags",
        TAGS,
        lazy("Has any of these tags"),
        lambda: _tag_boxes(lazy("Has any of these tags")),
        _has_tag,
        lambda ids: _("Has any of the tags: %(tags)s", tags=_names(ids)),
        lambda ids: _("Has none of the tags: %(tags)s", tags=_names(ids)),
    ),
    Filter(
        "age_from",
        AGE,
        lazy("From age"),
        lambda: _year_box(lazy("From age")),
        lambda age: _known(Person.birth_year, Person.birth_year <= _born(age)),
        lambda age: _("Turns %(age)s or more this year", age=age),
        lambda age: _("Doesn’t turn %(age)s or more this year", age=age),
    ),
    Filter(
        "age_to",
        AGE,
        lazy("Up to age"),
        lambda: _year_box(lazy("Up to age")),
        lambda age: _known(Person.birth_year, Person.birth_year >= _born(age)),
        lambda age: _("Turns %(age)s or less this year", age=age),
        lambda age: _("Doesn’t turn %(age)s or less this year", age=age),
    ),
    Filter(
        "joined_from",
        JOINED,
        lazy("Joined from"),
        lambda: DateField(lazy("Joined from"), [Optional()]),
        lambda text: _known(Person.joined_on, Person.joined_on >= date.fromisoformat(text)),
        lambda text: _("Joined on %(day)s or later", day=_day(text)),
        lambda text: _("Did not join on %(day)s or later", day=_day(text)),
    ),
    Filter(
        "joined_to",
        JOINED,
        lazy("Joined up to"),
        lambda: DateField(lazy("Joined up to"), [Optional()]),
        lambda text: _known(Person.joined_on, Person.joined_on <= date.fromisoformat(text)),
        lambda text: _("Joined on %(day)s or earlier", day=_day(text)),
        lambda text: _("Did not join on %(day)s or earlier", day=_day(text)),
    ),
    Filter(
        "towns",
        TOWN,
        lazy("Lives in any of these"),
        lambda: boxes(lazy("Lives in any of these"), lambda: [(town, town) for town in queries.towns()]),
        lambda names: _known(Person.town, Person.town.in_(names)),
        lambda names: _("Lives in: %(towns)s", towns=", ".join(names)),
        lambda names: _("Doesn’t live in: %(towns)s", towns=", ".join(names)),
    ),
)
