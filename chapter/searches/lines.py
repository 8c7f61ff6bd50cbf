"""The parts of the builder: conditions in words or open with their form, and the groups they stand in."""

import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from wtforms import BooleanField, DateField, SelectField
from wtforms.fields.choices import SelectChoice

from chapter.forms import Form
from chapter.i18n import _, lazy
from chapter.searches import registry
from chapter.searches.asked import compact
from chapter.searches.rules import Part, condition, every, is_sound

HOWS = ["all", "any"]


class Plain(Form):
    """A form that is a part of another."""

    class Meta(Form.Meta):
        """Reading needs no protection; the form around it has its own."""

        csrf = False


class Condition(Plain):
    """An open condition; the filter's own field is ``value``."""

    turned = BooleanField(lazy("Turn it around: those for whom this does not hold"))


class Joint(Plain):
    """How a group's conditions are joined, and which filter to add to them."""

    how = SelectField(
        lazy("Find those who"),
        choices=[
            SelectChoice("all", lazy("fulfil all of the conditions")),
            SelectChoice("any", lazy("fulfil any of the conditions")),
        ],
        validate_choice=False,
    )
    add = SelectField(lazy("Add a condition"), choices=[], validate_choice=False)


@dataclass
class Line:
    """A condition as it stands in the builder: in words, or open with its form."""

    name: str
    part: Part
    form: Condition | None = None
    is_ready: bool = True
    """Whether it says who is found; one that was just added doesn't yet."""
    has_focus: bool = False

    @property
    def place(self) -> str:
        """Where it stands, as the buttons say it."""
        return "-".join(self.name.split("-")[-2:])

    @property
    def kept(self) -> str:
        """It as it travels in the form."""
        return compact(self.part)

    @property
    def words(self) -> str:
        """What is said of those for whom it holds."""
        return registry.begun(registry.said(self.part))

    @property
    def label(self) -> Any:
        """What its filter is called."""
        return registry.filters()[self.part["is"]].label

    @property
    def can_open(self) -> bool:
        """Whether it can be changed here."""
        return "is" in self.part and self.part["is"] in registry.offered()


@dataclass
class Group:
    """Conditions that are joined."""

    name: str
    form: Joint
    lines: list[Line] = field(default_factory=list)
    has_focus: bool = False

    @property
    def place(self) -> str:
        """Where it stands, as the buttons say it."""
        return self.name.split("-")[-1]

    @property
    def how(self) -> str:
        """``all`` or ``any``."""
        return self.form.how.data if self.form.how.data in HOWS else "all"

    def next_name(self) -> str:
        """A name that no line here has had."""
        return f"{self.name}-{max((int(line.name.split('-')[-1]) for line in self.lines), default=-1) + 1}"


def fill_in(formdata: Any, name: str, must_be_filled: bool) -> Line | None:
    """A line as it was sent; nothing if it can't be read or isn't for the reader, which no form of ours sends."""
    try:
        part = json.loads(formdata.get(name, ""))
    except (ValueError, RecursionError):
        return None
    search = every(part) if isinstance(part, dict) and "is" in part else part
    if not is_sound(search) or not registry.is_open(search):
        return None
    line = Line(name, part)
    if f"{name}-open" in formdata and line.can_open:
        line.form = open_form(part, name, formdata)
        line.is_ready = _settle(line, line.form, must_be_filled)
    return line


def _settle(line: Line, form: Condition, must_be_filled: bool) -> bool:
    """Set the condition to what was filled in; gives whether that says something."""
    filter = registry.filters()[line.part["is"]]
    value: Any = True
    if "value" in form:
        if not must_be_filled and not any(text.strip() for text in form["value"].raw_data or ()):
            return False
        form.validate()
        value = form["value"].data
        value = value.isoformat() if isinstance(value, date) else value
        if not form.errors and not filter.takes(value):
            form["value"].errors = [_("This can’t be searched for.")]
    if not form.errors:
        line.part = condition(filter.name, value, bool(form.turned.data))
    return not form.errors


def open_form(part: Part, name: str, formdata: Any = None) -> Condition:
    """The form of an open condition."""
    filter = registry.filters()[part["is"]]
    fields = {} if is_yes(filter.name) else {"value": filter.field()}
    set_to = part["value"] if filter.takes(part["value"]) else None
    form = type("Condition", (Condition,), fields)(formdata=formdata, prefix=f"{name}-")
    if formdata is None:
        form.turned.data = part.get("not", False)
        if fields and set_to is not None:
            form["value"].data = date.fromisoformat(set_to) if isinstance(form["value"], DateField) else set_to
    return form


def is_yes(name: str) -> bool:
    """Whether the filter of this name has nothing to fill in."""
    return issubclass(registry.filters()[name].field().field_class, BooleanField)
