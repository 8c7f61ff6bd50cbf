"""What an administrator asks the log for."""

from typing import Any

from wtforms import DateField, IntegerField, SelectField
from wtforms.validators import NumberRange, Optional

from chapter.forms import Form
from chapter.i18n import lazy
from chapter.people.rules_looks import What
from chapter.readlog.words import NAMES

NUMBER = lazy("Write the number as it stands on the person’s own page.")


def _number(value: Any) -> int | None:
    return int(value) if str(value).isdecimal() else None


class Filters(Form):
    """By whom, how, on which day, at whom."""

    reader = SelectField(lazy("Who looked"), [Optional()], coerce=_number)
    what = SelectField(lazy("How"), [Optional()], coerce=lambda value: str(value).strip())
    day = DateField(lazy("Day"), [Optional()])
    person = IntegerField(lazy("The person’s number"), [Optional(), NumberRange(1, 2**31 - 1, NUMBER)])

    def offer(self, readers: list[tuple[int, str]]) -> "Filters":
        """Choose among these readers."""
        everyone, everything = lazy("Everybody"), lazy("Everything")
        self.reader.choices = [("", everyone), *((str(key), name) for key, name in readers)]
        self.what.choices = [("", everything), *((str(what), NAMES[what]) for what in What)]
        return self
