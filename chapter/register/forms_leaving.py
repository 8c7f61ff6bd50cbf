"""What is filled in when somebody has left, and how it is with fees and leavers here."""

from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField, DateField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from chapter import clock
from chapter.forms import Boxes, Careful, Form, careful, needed
from chapter.i18n import _, lazy, local
from chapter.register.forms_person import at_most


class Left(Careful):
    """Since when, why, and whether they may still be known."""

    left_on = DateField(lazy("When did they leave?"), [needed(lazy("Write the day on which they left."))])
    why = RadioField(
        lazy("Why?"),
        [InputRequired(message=lazy("Choose what comes nearest."))],
    )
    words = StringField(lazy("In a few words"), [*at_most(200), careful])
    stays_known = BooleanField(lazy("They have said yes to our keeping their details, as a friend of the chapter"))

    def offer(self, reasons: Mapping[Any, Any]) -> "Left":
        """Offer ``reasons``, words by what is kept; gives the form back."""
        self.why.choices = [SelectChoice(why, words) for why, words in reasons.items()]
        return self

    def validate_left_on(self, field: DateField) -> None:
        """They have left already."""
        if field.data and field.data > local(clock.now()).date():
            raise ValidationError(_("This day hasn’t come yet."))


class Those(Form):
    """Some of those whom a page lists."""

    people = Boxes(
        lazy("Who has left?"), [InputRequired(message=lazy("Tick at least one."))], coerce=int, validate_choice=False
    )

    def offer(self, people: Mapping[int, Any]) -> "Those":
        """Offer people by their ids; all of them are ticked to begin with. Gives the form back."""
        self.people.choices = [SelectChoice(id, name) for id, name in people.items()]
        if not self.is_submitted():
            self.people.data = list(people)
        return self
