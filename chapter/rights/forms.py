"""Forms: asking, answering, and writing down what somebody asked for in another way."""

from datetime import date
from typing import Any

from wtforms import DateField, HiddenField, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from chapter import clock
from chapter.forms import Email, Form, Phone, needed
from chapter.i18n import lazy, local
from chapter.rights.rules import Kind, Result, Way
from chapter.rights.words import KINDS, WAYS

MOST = 4000
LONG = Length(max=MOST, message=lazy("Keep it under 4,000 characters."))
SHORT = Length(max=200)
CHOOSE = InputRequired(message=lazy("Choose what it is about."))
BY_WRITING = [Kind.CORRECT, Kind.OBJECT, Kind.SEE]
"""What is asked for in words; the others have pages of their own."""
ELSEWHERE = [Way.PHONE, Way.LETTER, Way.MEETING]


def _named(names: Any, chosen: Any) -> list[SelectChoice]:
    return [SelectChoice(each.value, names[each]) for each in chosen]


class Wish(Form):
    """What somebody who is signed in asks for."""

    kind = RadioField(lazy("What is it about?"), [CHOOSE], choices=_named(KINDS, BY_WRITING))
    words = TextAreaField(lazy("In your own words"), [needed(lazy("Write what it is about.")), LONG])


class Outside(Form):
    """The same from somebody who isn't signed in; ``website`` is filled in by robots alone."""

    kind = RadioField(lazy("What is it about?"), [CHOOSE], choices=_named(KINDS, Kind))
    email = Email(lazy("Your e-mail address"), [needed(lazy("Write your e-mail address: the answer goes there."))])
    name = StringField(lazy("Your name"), [needed(lazy("Write your name.")), SHORT])
    words = TextAreaField(lazy("In your own words"), [LONG])
    website = StringField()


class Stop(Form):
    """What somebody says no to, at once."""

    what = RadioField(
        lazy("What should end?"),
        [InputRequired(message=lazy("Choose what should end."))],
        choices=[
            SelectChoice("calls", lazy("Don’t call me any more")),
            SelectChoice("consent", lazy("I take back my yes to what is stored about me")),
        ],
    )


class Answer(Form):
    """What became of it, and words to the person."""

    result = RadioField(
        lazy("What became of it?"),
        [InputRequired(message=lazy("Choose what became of it."))],
        choices=[
            SelectChoice(Result.DONE.value, lazy("It is done")),
            SelectChoice(Result.DECLINED.value, lazy("We don’t do it")),
        ],
    )
    words = TextAreaField(lazy("To the person"), [LONG])

    def validate_words(self, field: Any) -> None:
        """Who says no says why: the law wants it (article 12.4)."""
        if self.result.data == Result.DECLINED and not field.data:
            raise ValidationError(str(lazy("Write why. The person has a right to know.")))


class MoreTime(Form):
    """Why it takes longer."""

    why = TextAreaField(lazy("Why it takes longer"), [needed(lazy("Write why. The person has a right to know.")), LONG])


class Entered(Form):
    """What came on the phone or in a letter, from somebody in the register or not."""

    person = HiddenField()
    kind = RadioField(lazy("What is it about?"), [CHOOSE], choices=_named(KINDS, Kind))
    way = RadioField(
        lazy("How did they ask?"),
        [InputRequired(message=lazy("Choose how they asked."))],
        choices=_named(WAYS, ELSEWHERE),
    )
    received_on = DateField(lazy("On which day?"), [needed(lazy("Choose the day. The month is counted from it."))])
    name = StringField(lazy("Name"), [SHORT])
    email = Email(lazy("E-mail"), [Optional()])
    phone = Phone(lazy("Telephone"), [Optional()])
    words = TextAreaField(lazy("What they said"), [LONG])

    def validate_name(self, field: Any) -> None:
        """Who isn't in the register is told by name."""
        if not field.data and not self.person.data:
            raise ValidationError(str(lazy("Write who asked.")))

    def validate_received_on(self, field: Any) -> None:
        """A day that has been."""
        if isinstance(field.data, date) and field.data > local(clock.now()).date():
            raise ValidationError(str(lazy("The day hasn’t come yet.")))
