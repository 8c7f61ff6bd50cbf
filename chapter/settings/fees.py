"""The fields about fees and leavers, which stand in the settings and with those who look after leavers."""

from datetime import date
from typing import Any

from wtforms import IntegerField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, ValidationError

from chapter.forms import Form
from chapter.i18n import _, country, lazy, month
from chapter.settings.rules_hours import is_a_day


class Fees(Form):
    """When fees are due, and for how long those who leave are kept; in Norway that isn't the chapter's to choose."""

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
        if country() == "NO":
            del self.leavers_kept

    def validate_fee_due_day(self, field: IntegerField) -> None:
        """Every year has that day."""
        if field.data is None or not is_a_day(self.fee_due_month.data or 1, field.data):
            raise ValidationError(_("That month doesn’t have this day in every year."))
