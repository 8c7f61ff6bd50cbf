"""What is filled in when somebody has left, and how it is with fees and leavers here."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, ValidationError

from chapter import clock
from chapter.forms import Boxes, Careful, Form, careful, needed
from chapter.i18n import _, lazy, local, month
from chapter.register.forms_person import at_most
from chapter.register.rules_leaving import is_a_day


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


class LeavingCustom(Form):
    """When fees are due, and for how long those who leave are kept."""

    fee_due_day = IntegerField(lazy("Day"), [InputRequired(message=lazy("Write the day."))])
    fee_due_month = SelectField(lazy("Month"), coerce=int)
    leavers_kept = IntegerField(
        lazy("Months until they must be erased"),
        [NumberRange(1, 24, message=lazy("Write a number of months from 1 to 24."))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [month(date(2025, number, 1)).split()[0] for number in range(1, 13)]
        self.fee_due_month.choices = [SelectChoice(number, name) for number, name in enumerate(names, 1)]

    def validate_fee_due_day(self, field: IntegerField) -> None:
        """Every year has that day."""
        if field.data is None or not is_a_day(self.fee_due_month.data or 1, field.data):
            raise ValidationError(_("That month doesn’t have this day in every year."))


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
