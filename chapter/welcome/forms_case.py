"""Forms of the board, of a case, and of its plain steps."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Protocol, Self, TypeVar

from wtforms import DateField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from chapter import clock
from chapter.forms import Boxes, Careful, Form, careful, needed
from chapter.i18n import _, day, lazy, local

LONG = Length(max=2000, message=lazy("Write at most 2,000 characters."))
SHORT = Length(max=300, message=lazy("Write at most 300 characters."))
NO_DAY = lazy("Choose a day.")


class Note(Careful):
    """A note on a case."""

    text = TextAreaField(lazy("Note"), [needed(lazy("Write something first.")), LONG, careful])


class Done(Careful):
    """A plain step is done."""

    on = DateField(lazy("On which day?"), [needed(NO_DAY)])
    words = TextAreaField(lazy("A few words"), [SHORT, careful])

    def validate_on(self, field: Any) -> None:
        """What is done isn't still to come."""
        if field.data > local(clock.now()).date():
            raise ValidationError(_("That day is still to come. Note it when it is done."))


class LeaveOut(Careful):
    """A step is left out."""

    words = TextAreaField(
        lazy("Why?"), [needed(lazy("Write why, so that nobody wonders why it wasn’t done.")), SHORT, careful]
    )


class Worker(Protocol):
    """Somebody who may be responsible; an account."""

    id: Any
    name: Any


W = TypeVar("W", bound=Worker)


class HandOver(Form):
    """Who is to be responsible; nobody is somebody to choose, too."""

    to = SelectField(lazy("To whom?"), [needed(lazy("Choose to whom."))])

    def choose_among(self, workers: Iterable[Worker]) -> Self:
        """Offer those who may welcome people, and nobody."""
        people = [SelectChoice(str(worker.id), worker.name) for worker in workers]
        self.to.choices = [SelectChoice("", _("Choose to whom")), *people, SelectChoice("nobody", _("Nobody"))]
        return self

    def chosen(self, workers: Iterable[W]) -> W | None:
        """Who was chosen of them; None is nobody."""
        return next((worker for worker in workers if str(worker.id) == self.to.data), None)


class HandOverMany(HandOver):
    """The same for several cases."""

    case = Boxes(validators=[needed(lazy("Tick those that you want to hand over."))], coerce=int, validate_choice=False)


class Pause(Form):
    """Until when a case rests."""

    until = DateField(lazy("Until which day?"), [Optional()])

    def end_before(self, erased_on: date) -> Self:
        """Let it rest only as long as it is there."""
        self.last = erased_on - timedelta(days=1)
        return self

    def validate_until(self, field: Any) -> None:
        """A day to come, before the case is forgotten."""
        if field.data and field.data <= local(clock.now()).date():
            raise ValidationError(_("Choose a day that is still to come."))
        if field.data and field.data > self.last:
            words = _("Choose %(day)s at the latest. After that, everything here is erased.", day=day(self.last))
            raise ValidationError(words)


class Close(Form):
    """Why a case is closed."""

    why = RadioField(lazy("Why?"), [InputRequired(lazy("Choose why."))])

    def choose_among(self, reasons: Mapping[Any, Any]) -> Self:
        """Offer the ``reasons``, by word and what it is called."""
        self.why.choices = [SelectChoice(why.value, words) for why, words in reasons.items()]
        return self
