"""The kinds of values that filters are set to: each makes its field and knows its values."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_
from wtforms import BooleanField, DateField, IntegerField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.widgets import TextInput

from chapter import clock
from chapter.access import Permission
from chapter.forms import Boxes
from chapter.i18n import _, date_only, lazy, local
from chapter.searches import rules
from chapter.searches.registry import Filter

NEEDED = InputRequired(lazy("Fill this in, or remove the condition."))


@dataclass(frozen=True)
class Kind:
    """``field`` makes a WTForms field with a label; ``takes`` tells whether a value is of this kind."""

    field: Callable[[Any], Any]
    takes: Callable[[Any], bool]


def filter_of(
    name: str,
    group: Any,
    label: Any,
    kind: Kind,
    clause: Callable[[Any], ColumnElement[bool]],
    words: Callable[[Any], str],
    turned: Callable[[Any], str],
    need: Permission | None = None,
) -> Filter:
    """A filter that is set to values of ``kind``."""
    return Filter(name, group, label, lambda: kind.field(label), clause, words, turned, kind.takes, need)


YES = Kind(BooleanField, rules.is_yes)
DAY = Kind(lambda label: DateField(label, [NEEDED]), rules.is_day)
TEXT = Kind(
    lambda label: StringField(label, [NEEDED, Length(max=100, message=lazy("Write at most 100 characters."))]),
    rules.is_text,
)


def number(least: int, most: int, said: Any, default: Callable[[], int] | None = None) -> Kind:
    """A whole number; ``said`` tells who writes something else what to write."""
    checks = [InputRequired(said), NumberRange(least, most, said)]
    small = {"inputmode": "numeric", "size": 6, "autocomplete": "off"}
    return Kind(
        lambda label: _Number(label, checks, said=said, default=default, widget=TextInput(), render_kw=small),
        rules.is_number(least, most),
    )


class _Number(IntegerField):
    """A whole number that says in its own words what is wrong with what was typed."""

    def __init__(self, *args: Any, said: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.said = said

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read digits, whatever space is between them."""
        try:
            super().process_formdata(["".join(text.split()) for text in valuelist])
        except ValueError as error:
            raise ValueError(str(self.said)) from error


DAYS = number(1, 36_500, lazy("Write the days as a number, from 1 to 36,500."))


def some_of(choices: Callable[[], Iterable[tuple[Any, Any]]], ids: bool = False) -> Kind:
    """A tick box for each of ``choices``, pairs of value and label; values are ``ids`` or words."""
    given: dict[str, Any] = {
        "choices": lambda: [SelectChoice(*pair) for pair in choices()],
        "coerce": int if ids else str,
    }
    needed = InputRequired(lazy("Tick at least one, or remove the condition."))
    return Kind(
        lambda label: Boxes(label, [needed], validate_choice=False, **given),
        rules.are_some(rules.is_id if ids else rules.is_text),
    )


def known(column: Any, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """``condition``, but false rather than NULL where nothing is known."""
    return and_(column.is_not(None), condition)


def today() -> date:
    """The day on the chapter's calendar."""
    return local(clock.now()).date()


def written(text: str) -> str:
    """A day in a sentence: “1 januari 2026”, “1. januar 2026”."""
    return date_only(date.fromisoformat(text))


def quoted(names: Iterable[str]) -> str:
    """Names as quotations, any of which may be meant: “a”, “b” or “c”."""
    return either([_("“%(name)s”", name=name) for name in names])


def either(words: list[str]) -> str:
    """“a, b or c”."""
    return _(" or ").join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def both(words: list[str]) -> str:
    """“a, b and c”."""
    return _(" and ").join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
