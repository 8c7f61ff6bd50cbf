"""Adding somebody by hand, at a stand."""

from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, HiddenField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Regexp, ValidationError

from chapter.forms import Boxes, Email, Form, Phone, needed
from chapter.i18n import lazy
from chapter.people.rules import split_name
from chapter.register.forms_person import at_most, no_id_number

TICK = lazy("Nobody’s details may be kept without their yes. Ask them, and tick the box.")
AGAIN = lazy("The page was too old. Read the text once more, and tick the box again.")


class Add(Form):
    """Name, a way to reach them, and their yes. ``key`` makes two presses one, ``sure`` is what was looked at."""

    name = StringField(lazy("Name"), [needed(lazy("Write the name.")), *at_most(100)])
    mobile = Phone(lazy("Mobile"), [no_id_number])
    email = Email(lazy("E-mail"), [no_id_number])
    tags = Boxes(lazy("Tags"), coerce=int)
    consent = BooleanField(validators=[InputRequired(message=TICK)])
    consent_id = HiddenField(validators=[Regexp(r"\d{1,9}$", message=AGAIN)])
    key = HiddenField(validators=[Regexp(r"[\w-]{8,64}$", message=AGAIN)])
    sure = HiddenField()

    def validate_mobile(self, field: Phone) -> None:
        """There is a number or an address."""
        if not field.data and not self.email.data and not self.email.errors:
            raise ValidationError(str(lazy("Write a mobile number or an e-mail address.")))

    def offer(self, tags: Iterable[Any]) -> "Add":
        """Offer ``tags``; gives the form back."""
        self.tags.choices = [SelectChoice(tag.id, tag.name) for tag in tags]
        return self

    @property
    def first_and_last(self) -> tuple[str, str]:
        """The name in its two parts."""
        return split_name(self.name.data or "")

    def facts(self) -> dict[str, Any]:
        """Who it is, by the columns' names."""
        first, last = self.first_and_last
        reach = {"mobile": self.mobile.data or None, "email": self.email.data or None}
        return {"first_name": first, "last_name": last, **reach}

    def tag_names(self) -> list[str]:
        """The tags that are ticked."""
        return [str(tick.label.text) for tick in self.tags if tick.checked]

    @property
    def typed(self) -> str:
        """Who it is, in one line: what a second press is sure of."""
        return "|".join((self.name.data or "", self.mobile.data or "", self.email.data or ""))
