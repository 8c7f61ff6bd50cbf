"""The form of the routine: its steps, what happens by itself, and other ways in."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import Any

from wtforms import BooleanField, FieldList, FormField, HiddenField, IntegerField, StringField, URLField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp

from chapter.forms import Boxes, Form, Versioned, show_texts, texts
from chapter.i18n import lazy
from chapter.welcome.rules import NEEDED, Kind, Step, kept, own_key, steps_from
from chapter.welcome.rules_routine import MOST_DAYS, Problem, problems

SHORT = Length(max=80, message=lazy("Write at most 80 characters."))
MOST_LINKS = 6
SAID = {
    Problem.DAYS: lazy("Choose a number of days from 0 to %(most)s.", most=MOST_DAYS),
    Problem.OPENS: lazy("It can’t begin after it is due."),
    Problem.NEEDED: lazy("This step belongs to every routine."),
    Problem.NAME: lazy("Write what the step is called, in at least one language."),
    Problem.AFTER: lazy("It comes after the meeting for new members, which is switched off."),
    Problem.TOO_MANY: lazy("There are as many steps of your own as there can be."),
}
FIELD_OF = {Problem.OPENS: "opens", Problem.NAME: "name_sv", Problem.NEEDED: "is_on", Problem.AFTER: "is_on"}
WHOLE = lazy("Write a whole number.")


class StepForm(Form):
    """One step. ``place`` is where in the routine it stands."""

    key = HiddenField()
    is_on = BooleanField(lazy("Is part of the routine"))
    name_sv = StringField(lazy("What it is called, in Swedish"), [SHORT])
    name_nb = StringField(lazy("What it is called, in Norwegian"), [SHORT])
    days = IntegerField(lazy("Done within so many days"), [InputRequired(WHOLE)])
    opens = IntegerField(lazy("Not before so many days"), [Optional()])
    place = IntegerField(lazy("Place in the order"), [Optional()])
    goes = BooleanField(lazy("Remove this step"))

    @property
    def is_blank(self) -> bool:
        """Whether it is the empty step at the end, which nobody has filled in."""
        return not self.key.data and not self.name_sv.data and not self.name_nb.data

    def is_removed(self, known: dict[str, Step]) -> bool:
        """Whether it is one of the chapter's own, and ticked to be removed."""
        step = known.get(self.key.data or "")
        return bool(self.goes.data) and (step is None or step.kind is Kind.OWN)

    def step(self, before: dict[str, Step]) -> Step:
        """The step as filled in; what can't be changed stays as it was ``before``."""
        old = before.get(self.key.data or "") or Step(self.key.data or "", Kind.OWN, 0)
        name = texts(self, "name") if old.kind is Kind.OWN else old.name
        opens = old.opens if self.opens.data is None else self.opens.data
        is_on = old.kind in NEEDED or self.is_on.data
        return replace(old, days=self.days.data or 0, opens=opens, is_on=is_on, name=name)


class LinkForm(Form):
    """Another way in, with where to read more."""

    text_sv = StringField(lazy("In Swedish"), [SHORT])
    text_nb = StringField(lazy("In Norwegian"), [SHORT])
    url = URLField(
        lazy("Address"),
        [
            Optional(),
            Length(max=300),
            Regexp(r"https?://\S+\Z", message=lazy("The address begins with https:// and has no spaces.")),
        ],
    )


class RoutineForm(Versioned):
    """All of the routine. ``shown`` is of the steps whose effects the writer has seen."""

    is_on = BooleanField(lazy("Open a case for everyone who is new in the register"))
    sends_letters = BooleanField(lazy("Send the letter by itself on the last day, if nobody has"))
    is_campaign = BooleanField(lazy("We are in a campaign: tell what is due every day, not every week"))
    tries = IntegerField(
        lazy("Calls without an answer before we suggest to write"),
        [InputRequired(WHOLE), NumberRange(1, 10, message=lazy("Choose a number from 1 to 10."))],
    )
    keep_days = IntegerField(
        lazy("Days from the follow-up until everything is erased"),
        [InputRequired(WHOLE), NumberRange(0, 60, message=lazy("Choose a number of days from 0 to 60."))],
    )
    shares = Boxes(lazy("Who shares the new members?"), coerce=int)
    steps = FieldList(FormField(StepForm))
    links = FieldList(FormField(LinkForm), max_entries=MOST_LINKS + 1)
    shown = HiddenField()

    def offer(self, welcomers: Iterable[Any]) -> "RoutineForm":
        """Let one choose among the accounts that may welcome people."""
        self.shares.choices = [SelectChoice(account.id, account.name) for account in welcomers]
        return self

    def show(self, routine: Any, sharing: Iterable[int]) -> "RoutineForm":
        """Fill the form with what is kept, and an empty step and an empty link at the end."""
        for name in ("is_on", "sends_letters", "is_campaign", "tries", "keep_days", "version"):
            self[name].data = getattr(routine, name)
        self.shares.data = list(sharing)
        there = [step for step in steps_from(routine.steps) if not step.is_removed]
        for place, step in enumerate(there, 1):
            self.steps.append_entry({**asdict(step), "place": place})
            show_texts(self.steps[-1].form, "name", step.name)
        for link in routine.links:
            self.links.append_entry({"url": link["url"]})
            show_texts(self.links[-1].form, "text", link["text"])
        return self.open()

    def open(self) -> "RoutineForm":
        """See that there is an empty step and an empty link to fill in."""
        if not self.steps or not self.steps[-1].form.is_blank:
            self.steps.append_entry({"days": 30, "is_on": True})
        if len(self.links) < MOST_LINKS and (not self.links or any(texts(self.links[-1].form, "text").values())):
            self.links.append_entry({})
        return self

    def read(self, before: list[Step]) -> list[Step]:
        """The steps as filled in, in their new order; the chapter's own go when they are ticked to be removed."""
        known = {step.key: step for step in before}
        rows = [row for entry in self.steps if not (row := entry.form).is_blank and not row.is_removed(known)]
        for row in rows:
            if row.key.data not in known:
                row.key.data = own_key(row.key.data or "")
        rows.sort(key=lambda row: len(known) + 1 if row.place.data is None else row.place.data)
        found = [row.step(known) for row in rows]
        keys = {step.key for step in found}
        return found + [_gone(step) for step in before if step.key not in keys]

    def is_sound(self, steps: list[Step]) -> bool:
        """Whether the steps make a routine; says beside the fields what doesn't."""
        wrong = problems(steps)
        rows = {entry.form.key.data: entry.form for entry in self.steps}
        for key, problem in wrong:
            rows[key][FIELD_OF.get(problem, "days")].errors = [str(SAID[problem])]
        return not wrong

    def facts(self, steps: list[Step]) -> dict[str, Any]:
        """The routine's columns."""
        names = "is_on", "sends_letters", "is_campaign", "tries", "keep_days"
        links = [(texts(entry.form, "text"), entry.form.url.data or "") for entry in self.links]
        return {
            **{name: self[name].data for name in names},
            "steps": kept(steps),
            "links": [{"text": text, "url": url} for text, url in links if any(text.values())],
        }


def _gone(step: Step) -> Step:
    """A step that wasn't sent back: one of the chapter's own is removed, the others can't be."""
    return replace(step, is_on=False, is_removed=True) if step.kind is Kind.OWN else step


def digest(facts: dict[str, Any]) -> str:
    """A short word for what was filled in, so that what is saved is what the writer has seen the effects of."""
    return hashlib.sha256(json.dumps(facts["steps"], sort_keys=True).encode()).hexdigest()[:16]
