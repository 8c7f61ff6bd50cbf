"""What a responsible person fills in about a flag."""

from typing import Any

from wtforms import BooleanField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from chapter.flags.rules import Part
from chapter.forms import Boxes, Careful, Form, Phone, careful, needed
from chapter.i18n import lazy

LONGEST = Length(max=2000, message=lazy("Write at most 2,000 characters."))


class Reply(Careful):
    """An answer to the caller."""

    reply = TextAreaField(lazy("What do you want to tell the caller?"), [LONGEST, careful])


class Numbers(Form):
    """The right numbers."""

    mobile = Phone(lazy("Mobile"))
    mobile_is_right = BooleanField(lazy("The mobile number is right after all"))
    phone2 = Phone(lazy("Second number"))
    phone2_is_right = BooleanField(lazy("The second number is right after all"))


class DoNotCall(Careful):
    """Why nobody should ring."""

    why = StringField(lazy("Why, in a few words"), [Length(max=200), careful])


class Lift(Careful):
    """Why the person may be rung again."""

    reason = StringField(
        lazy("Why may the person be called again?"),
        [needed(lazy("Write why. It’s kept in the person’s history.")), Length(max=200), careful],
    )


class Note(Careful):
    """A note in the person's history."""

    note = TextAreaField(lazy("Your note"), [needed(lazy("Write something first.")), LONGEST, careful])


class Redact(Form):
    """Which words to redact."""

    parts = Boxes(lazy("What should be removed?"), [needed(lazy("Choose what should be removed."))])

    def offer(self, parts: list[tuple[Part, Any]]) -> "Redact":
        """Offer only what there is; gives the form back."""
        self.parts.choices = [SelectChoice(part, words) for part, words in parts]
        return self
