"""What a call leader fills in."""

from collections.abc import Iterable
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from chapter.calling.words import FACTS, OUTCOMES
from chapter.forms import Boxes, Form, Moment, needed, one_language, show_texts, texts
from chapter.i18n import _, lazy
from chapter.leading.rules import Wanted

TITLE = Length(max=120, message=lazy("Write at most 120 characters."))
LONG = Length(max=20_000, message=lazy("Write at most 20,000 characters."))
HOURS = NumberRange(0, 8760, lazy("Write the hours as a number, from 0 to 8,760."))
TEXTS = ("title", "instructions", "script")
FROZEN = "frozen"
PLAIN = ("cooldown_hours", "starts_at", "ends_at", "notes_on", "shown_facts", "leader_id", "goal")


def options(pairs: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    """What a select offers, from pairs of value and label."""
    return [SelectChoice(value, label) for value, label in pairs]


class AssignmentForm(Form):
    """An assignment; the conditions of its own target group have the builder of searches."""

    title_sv = StringField(lazy("Title in Swedish"), [one_language("title"), TITLE])
    title_nb = StringField(lazy("Title in Norwegian"), [TITLE])
    instructions_sv = TextAreaField(lazy("Instructions in Swedish"), [LONG])
    instructions_nb = TextAreaField(lazy("Instructions in Norwegian"), [LONG])
    script_sv = TextAreaField(lazy("Call script in Swedish"), [LONG])
    script_nb = TextAreaField(lazy("Call script in Norwegian"), [LONG])
    search_id = SelectField(lazy("Which people"), coerce=int, default=0)
    stays = RadioField(
        lazy("When the register changes"),
        default="live",
        choices=options(
            [
                ("live", lazy("Those who come to fit come into the queue, and those who no longer fit leave it.")),
                (FROZEN, lazy("Those who are found when I save stay, and nobody else comes in.")),
            ]
        ),
    )
    starts_at = Moment(lazy("Starts"), [needed(lazy("Write when calling starts."))])
    ends_at = Moment(lazy("Ends"), [Optional()])
    cooldown_hours = IntegerField(
        lazy("Hours of rest between two calls to the same person"), [InputRequired(HOURS.message), HOURS]
    )
    shown_facts = Boxes(lazy("What callers see of a person, besides the name"), choices=options(FACTS.items()))
    notes_on = BooleanField(lazy("Callers may leave a note to those who ring later"))
    goal = RadioField(lazy("Goal"), default="spoken")
    leader_id = SelectField(lazy("Call leader, whom callers turn to"), coerce=int)

    def validate_ends_at(self, field: Moment) -> None:
        """It ends after it starts."""
        if field.data and self.starts_at.data and field.data <= self.starts_at.data:
            raise ValidationError(_("It must end after it starts."))

    def show(self, assignment: Any) -> None:
        """Fill the form with what is kept."""
        for name in TEXTS:
            show_texts(self, name, getattr(assignment, name))
        for name in PLAIN:
            self[name].process_data(getattr(assignment, name))
        self.search_id.data = assignment.search_id or 0
        self.stays.data = FROZEN if assignment.frozen_at else "live"

    def facts(self) -> dict[str, Any]:
        """What was filled in, by the columns' names."""
        of_group = {"search_id": self.search_id.data or None, "is_frozen": self.stays.data == FROZEN}
        return {name: texts(self, name) for name in TEXTS} | {name: self[name].data for name in PLAIN} | of_group


class Tags(Form):
    """The tags that a caller rings first, and those they are never given."""

    first = Boxes(lazy("Rings these first"), coerce=int)
    never = Boxes(lazy("Is never given these"), coerce=int)

    def validate_never(self, field: Boxes) -> None:
        """A tag can't be both."""
        if set(field.data or ()) & set(self.first.data or ()):
            raise ValidationError(_("A tag can’t be both first and never."))


class Filters(Form):
    """Which reports to list; stands in the address."""

    class Meta(Form.Meta):
        """Reading needs no protection."""

        csrf = False

    name = StringField(lazy("Name"))
    outcome = SelectField(lazy("How it ended"), choices=options([("", lazy("All")), *OUTCOMES.items()]))
    caller = SelectField(lazy("Caller"), coerce=lambda value: int(value or 0))
    flagged = SelectField(
        lazy("Flagged"),
        choices=options(
            [("", lazy("All")), ("any", lazy("Only flagged")), ("open", lazy("Flagged and not yet handled"))]
        ),
    )
    since = DateField(lazy("From day"), [Optional()])
    until = DateField(lazy("Up to day"), [Optional()])

    def wanted(self) -> Wanted:
        """What was filled in; what can't be understood is left out."""
        fine = {name: field.data for name, field in self._fields.items() if not field.errors}
        return Wanted(
            outcome=fine.get("outcome") or "",
            caller_id=fine.get("caller") or 0,
            flagged=fine.get("flagged") or "",
            since=fine.get("since"),
            until=fine.get("until"),
            name=fine.get("name") or "",
        )
