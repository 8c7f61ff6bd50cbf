"""What is filled in about a person on their page, and the form that edits them."""

import json
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    Field,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, NumberRange, Optional, StopValidation, ValidationError

from chapter import clock
from chapter.forms import Careful, Email, Form, Phone, careful, needed
from chapter.freetext import holds_id_number
from chapter.i18n import LANGUAGES, _, lazy, local
from chapter.people.rules import FIELDS
from chapter.people.words import FIELD_NAMES as NAMES

NEVER_EMPTY = {"last_name", "source"}
"""Columns whose nothing is an empty text."""


def no_id_number(form: Form, field: Any) -> None:
    """A validator: a national ID number is never kept. What was there before, and isn't changed, is no matter."""
    typed = str(field.raw_data[0]) if field.raw_data else ""
    is_dialled = isinstance(field, Phone) and typed.strip().startswith(("0", "+"))
    if not is_dialled and typed.strip() != (field.object_data or "") and holds_id_number(typed):
        words = lazy("This looks like a national ID number. It must not be kept here; the birth year is enough.")
        raise StopValidation(str(words))


def at_most(number: int) -> list[Any]:
    """The validators of a text of so many characters."""
    return [Length(max=number, message=lazy("Write at most %(max)d characters.")), no_id_number]


class Lift(Careful):
    """Why a person may be rung again."""

    reason = StringField(
        lazy("Why may the person be called again?"),
        [needed(lazy("Write why. It’s kept in the person’s history.")), *at_most(200), careful],
    )


class DoNotCall(Careful):
    """Why nobody should ring."""

    why = StringField(lazy("Why, in a few words"), [*at_most(200), careful])


class Note(Careful):
    """A note in the person's history."""

    note = TextAreaField(lazy("Your note"), [needed(lazy("Write something first.")), *at_most(2000), careful])


class NewTag(Careful):
    """One more tag."""

    tag = StringField(lazy("Add a tag"), [needed(lazy("Write the tag first.")), *at_most(60), careful])


class Edit(Careful):
    """All that is known of a person, as far as it is changed by hand. ``was`` is what the form began with."""

    member_number = StringField(NAMES["member_number"], at_most(40))
    first_name = StringField(NAMES["first_name"], [needed(lazy("Write the first name.")), *at_most(100)])
    last_name = StringField(NAMES["last_name"], at_most(100))
    email = Email(NAMES["email"], [no_id_number])
    mobile = Phone(NAMES["mobile"], [no_id_number])
    mobile_is_right = BooleanField(lazy("The mobile number is right after all"))
    phone2 = Phone(NAMES["phone2"], [no_id_number])
    phone2_is_right = BooleanField(lazy("The second number is right after all"))
    postcode = StringField(NAMES["postcode"], at_most(12))
    town = StringField(NAMES["town"], at_most(80))
    birth_year = IntegerField(NAMES["birth_year"], [Optional()])
    gender = StringField(NAMES["gender"], at_most(40))
    language = SelectField(NAMES["language"])
    joined_on = DateField(NAMES["joined_on"], [Optional()])
    fee_paid_for = IntegerField(NAMES["fee_paid_for"], [Optional()])
    union = StringField(NAMES["union"], at_most(100))
    skills = TextAreaField(NAMES["skills"], [*at_most(500), careful])
    interests = TextAreaField(NAMES["interests"], [*at_most(500), careful])
    source = StringField(NAMES["source"], at_most(100))
    why = StringField(lazy("Why do you change it?"), [*at_most(200), careful])
    was = HiddenField()
    version = HiddenField()
    seen = HiddenField()

    def validate_birth_year(self, field: Field) -> None:
        """Somebody alive was born then."""
        this_year = local(clock.now()).year
        NumberRange(1900, this_year, _("Write a year between 1900 and %(year)s.", year=this_year))(self, field)

    def validate_fee_paid_for(self, field: Field) -> None:
        """A year of membership."""
        next_year = local(clock.now()).year + 1
        NumberRange(1990, next_year, _("Write a year between 1990 and %(year)s.", year=next_year))(self, field)

    def validate_joined_on(self, field: Field) -> None:
        """Nobody has joined yet who joins tomorrow."""
        if field.data and field.data > local(clock.now()).date():
            raise ValidationError(_("This day hasn’t come yet."))

    def offer(self, person: Any) -> "Edit":
        """Offer the languages there are, and the one that was kept; gives the form back."""
        known = {"": lazy("Not known"), **LANGUAGES}
        if person.language and person.language not in known:
            known[person.language] = person.language
        self.language.choices = [SelectChoice(code, name) for code, name in known.items()]
        for name in FIELDS:
            self[name].object_data = getattr(person, name)
        return self

    def show(self, facts: dict[str, Any]) -> None:
        """Fill the form with ``facts``."""
        for name in FIELDS:
            self[name].process_data(facts[name])
        self.language.data = facts["language"] or ""

    def facts(self) -> dict[str, Any]:
        """What was filled in, by the columns' names; nothing is None."""
        return {name: self[name].data or ("" if name in NEVER_EMPTY else None) for name in FIELDS}

    def began_with(self) -> dict[str, str | None] | None:
        """What the form began with, by field, as plain text; nothing if it can't be read."""
        try:
            found = json.loads(self.was.data or "")
        except (ValueError, RecursionError):
            return None
        is_sound = isinstance(found, dict) and all(value is None or isinstance(value, str) for value in found.values())
        return found if is_sound else None
