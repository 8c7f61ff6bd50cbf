"""What is filled in beside the welcome call."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional, ValidationError

from chapter import clock
from chapter.forms import Boxes, Careful, Form, Moment, careful, needed
from chapter.i18n import _, lazy, local
from chapter.welcome.rules_call import Tick, Time, Wish
from chapter.welcome.words_call import ANSWERS, CHECKLIST, TIMES, WISHES

LONG = Length(max=500, message=lazy("Write at most 500 characters."))
LINE = Length(max=120, message=lazy("Write at most 120 characters."))


class Ticks(Form):
    """The checklist; ``seen`` is what was ticked on it before, with spaces between."""

    seen = HiddenField(default="")
    ticks = Boxes(
        lazy("A good call"), choices=[SelectChoice(tick.value, advice.title) for tick, advice in CHECKLIST.items()]
    )

    def ticked(self) -> list[str]:
        """What is ticked; what isn't on the list is nothing."""
        return [name for name in self.ticks.data or [] if name in set(Tick)]

    def ticked_before(self) -> list[str]:
        """What was ticked when the writer looked."""
        return (self.seen.data or "").split()


class Wishes(Careful):
    """What a new member wishes for; ``kept`` if the register is to remember some of it.

    ``seen`` is what the form showed; ``told`` the same with what was written meanwhile, of which the writer was told.
    """

    expectations = TextAreaField(WISHES[Wish.EXPECTATIONS], [LONG, careful])
    interests = TextAreaField(WISHES[Wish.INTERESTS], [LONG, careful])
    skills = TextAreaField(WISHES[Wish.SKILLS], [LONG, careful])
    time = SelectField(
        WISHES[Wish.TIME],
        choices=[
            SelectChoice("", lazy("We didn’t talk about it")),
            *(SelectChoice(t.value, w) for t, w in TIMES.items()),
        ],
        default="",
    )
    other = TextAreaField(WISHES[Wish.OTHER], [LONG, careful])
    kept = BooleanField()
    seen = HiddenField()
    told = HiddenField()

    def show(self, known: Mapping[str, Any]) -> "Wishes":
        """Fill the form with what is known; gives the form back."""
        for name, words in known.items():
            self[name].process_data(words)
        return self.is_saved()

    def is_saved(self) -> "Wishes":
        """What stands in the form is what the writer has seen from now on; gives the form back."""
        self.seen.data, self.told.data = json.dumps({**self.wishes(), "kept": self.kept.data}), ""
        return self

    def known(self) -> dict[str, Any]:
        """What the writer knows to have stood there before; nothing if that can't be read."""
        try:
            seen = json.loads(self.told.data or self.seen.data or "{}")
        except (ValueError, RecursionError):
            return {}
        return seen if isinstance(seen, dict) else {}

    def tell(self, there: Mapping[str, str]) -> None:
        """Say beside the fields what was written there meanwhile; the button puts what was typed in its place."""
        for name, words in there.items():
            shown = TIMES[Time(words)] if name == Wish.TIME else words
            meanwhile = _(
                "Meanwhile this was written here: “%(words)s”. Press Save to put yours in its place.", words=shown
            )
            self[name].errors = [meanwhile]
        self.told.data = json.dumps({**self.known(), **there})

    def wishes(self) -> dict[str, str]:
        """What was filled in."""
        return {wish.value: self[wish.value].data or "" for wish in Wish}


class Invite(Careful):
    """A definite invitation, and what they answer."""

    step = SelectField(lazy("To what?"), default="")
    what = StringField(lazy("What is it?"), [LINE, careful])
    at = Moment(lazy("When?"), [needed(lazy("Write the day and the time. Without them, few come."))])
    place = StringField(lazy("Where?"), [LINE, careful])
    answer = RadioField(
        lazy("What do they answer?"),
        [needed(lazy("Choose what they answered."))],
        choices=[SelectChoice(answer.value, words) for answer, words in ANSWERS.items()],
    )

    def offer(self, steps: Iterable[tuple[str, str]]) -> "Invite":
        """Offer the steps of the routine that one is invited to; gives the form back."""
        self.step.choices = [SelectChoice("", _("Something else")), *(SelectChoice(*step) for step in steps)]
        return self

    def validate_what(self, field: StringField) -> None:
        """It has a name, if only that of the step."""
        if not field.data and not self.step.data:
            raise ValidationError(_("Write what you invite them to."))

    def validate_at(self, field: Moment) -> None:
        """Nobody is invited to what has been."""
        if field.data and local(field.data).date() < _today():
            raise ValidationError(_("That day has been already."))

    def facts(self) -> dict[str, Any]:
        """What was filled in, by the columns' names."""
        names = {choice.value: choice.label for choice in self.step.choices or ()}
        what = self.what.data or str(names[self.step.data])
        given = {name: self[name].data or "" for name in ("step", "place", "answer")}
        return {"what": what, "at": self.at.data, **given}


class Came(Form):
    """Whether they came; nothing if we don't know after all."""

    came = RadioField(validators=[Optional()], choices=["yes", "no", ""])

    def answer(self) -> bool | None:
        """What was answered."""
        return {"yes": True, "no": False}.get(self.came.data or "")


def _today() -> date:
    return local(clock.now()).date()
