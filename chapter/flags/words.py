"""The inbox in words: its shelves, a report told to somebody who wasn't there, and lines for the history."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from chapter.accounts.models import Account
from chapter.calling import words as calling_words
from chapter.calling.models import Call
from chapter.calling.rules import Step
from chapter.flags import leaving
from chapter.flags.rules import Part, Show
from chapter.i18n import _, daytime, lazy, phone
from chapter.people import history
from chapter.people.rules import Shelf

SHELVES = {Show.OPEN: lazy("Open"), Show.MINE: lazy("Mine"), Show.HANDLED: lazy("Handled")}

NOTHING_THERE = {
    Show.OPEN: lazy("Nothing is waiting. What callers pass on shows up here, the oldest first."),
    Show.MINE: lazy("You have taken nothing. Open a flagged call and choose “Take it”: then others see it’s yours."),
    Show.HANDLED: lazy("Nothing has been handled yet."),
}  # fmt: skip

PARTS = {
    Part.NOTE: lazy("The note to later callers"),
    Part.MESSAGE: lazy("The message to the call leader"),
    Part.OURS: lazy("The answer to the caller, and what we noted ourselves"),
}


def told(call: Call, answers: Mapping[str, Mapping[str, Any]], reader: Account) -> list[tuple[str, str]]:
    """A version of a report as questions and what was answered to them, as far as ``reader`` may read it."""
    person, is_open = call.person, leaving.may_read_answers(reader, call, answers)
    questions = calling_words.voice(call.assignment.purpose).questions
    names = {"name": person.first_name, "first": phone(person.mobile), "second": phone(person.phone2)}
    return [
        (calling_words.say(questions[step], **names), _answer(step, answers[step], names, is_open))
        for step in Step
        if step in answers
    ]


def _answer(step: Step, said: Mapping[str, Any], names: dict[str, str], is_open: bool) -> str:
    if said.get("text"):
        return _("“%(text)s”", text=said["text"]) if is_open else str(leaving.CLOSED)
    if said.get("until"):
        return daytime(datetime.fromisoformat(said["until"]))
    if step is Step.ACTION_MESSAGE:
        return "–"
    return calling_words.say(calling_words.SAID[step, said["answer"]], **names)


def named(parts: Collection[Part]) -> list[tuple[Part, str]]:
    """``parts`` with their names, in the order in which they are shown."""
    return [(part, str(PARTS[part])) for part in Part if part in parts]


history.register(
    "flag_note", lambda facts: _("%(name)s noted: “%(text)s”", name=facts["by"], text=facts["text"]), Shelf.CALLS
)
history.register(
    "flag_handled",
    lambda facts: _("%(name)s marked what a caller flagged as handled.", name=facts["by"]),
    Shelf.CALLS,
)
history.register(
    "flag_reopened", lambda facts: _("%(name)s reopened what a caller flagged.", name=facts["by"]), Shelf.CALLS
)
history.register("stays", lambda facts: _("%(name)s noted that they stay in the chapter.", name=facts["by"]))
history.register(
    "redacted", lambda facts: _("%(name)s removed words from the report of a call.", name=facts["by"]), Shelf.CALLS
)
