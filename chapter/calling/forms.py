"""What a caller sends: an answer, a reason, a search."""

from datetime import datetime
from typing import Any

from wtforms import BooleanField, DateField, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import AnyOf, Length, Optional

from chapter import freetext, i18n
from chapter.calling.rules import NotAsked, PartOfDay, Quick, Skip, Step, call_back_moment
from chapter.calling.words import PARTS_OF_DAY, SKIPS
from chapter.forms import Form, too_sensitive
from chapter.i18n import lazy


class AnswerForm(Form):
    """One answer of the report. ``error`` says, in words, why it couldn't be kept."""

    step = StringField(validators=[AnyOf(list(Step))])
    answer = StringField(validators=[Length(min=1, max=40)])
    text = TextAreaField(
        validators=[Length(max=2000, message=lazy("That’s too long: write at most 2,000 characters."))]
    )
    date = DateField(lazy("Day"), validators=[Optional()])
    part = RadioField(
        lazy("Time of day"),
        choices=[SelectChoice(p.value, words) for p, words in PARTS_OF_DAY.items()],
        default=PartOfDay.MORNING.value,
    )
    sure = BooleanField()
    error: Any = None
    is_sensitive = False

    def given(self, now: datetime) -> dict[str, Any] | None:
        """The answer as it is stored, or None when something is wrong with it; ``now`` is aware."""
        if not self.validate():
            self.error = next((words[0] for words in self.errors.values() if words), None)
            return None
        said: dict[str, Any] = {"answer": self.answer.data}
        if self.step.data == Step.CALL_BACK:
            return self._call_back(said, now)
        if self.step.data in (Step.ACTION_MESSAGE, Step.NOTE) and self.answer.data == "send":
            return self._text(said)
        return said

    def _call_back(self, said: dict[str, Any], now: datetime) -> dict[str, Any] | None:
        try:
            part = PartOfDay(self.part.data or PartOfDay.MORNING)
            moment = call_back_moment(self.answer.data, i18n.local(now), self.date.data, part)
        except NotAsked as wrong:
            is_past = wrong.args[1:] == ("part",)
            self.error = (
                lazy("That time has been already.") if is_past else lazy("Choose a day within a year from now.")
            )
            return None
        return said | {"until": moment.isoformat()}

    def _text(self, said: dict[str, Any]) -> dict[str, Any] | None:
        text = self.text.data or ""
        if not text:
            self.error = lazy("Write a few words first.") if self.step.data == Step.ACTION_MESSAGE else None
            return None if self.error else {"answer": "none"}
        if not self.sure.data and (words := freetext.found(text)):
            self.is_sensitive = True
            self.error = too_sensitive(words)
            return None
        return said | {"text": text}


class QuickForm(Form):
    """A report of one tap."""

    quick = StringField(validators=[AnyOf(list(Quick))])


class SkipForm(Form):
    """Why a caller passes somebody on."""

    why = RadioField(lazy("Why?"), choices=[SelectChoice(s.value, SKIPS[s]) for s in Skip])


class SearchForm(Form):
    """Whom the caller had rung."""

    q = StringField(lazy("Name or number"), validators=[Length(max=80)])
