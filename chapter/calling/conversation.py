"""The report as it stands on the screen: what has been said, and the question at hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from chapter.calling import rules
from chapter.calling.models import Call, CallAssignment
from chapter.calling.rules import CHOICES, Answers, Outcome, Setting, Step
from chapter.calling.words import LABELS, OUTCOMES, PREFILLED, Voice, say, voice
from chapter.i18n import LANGUAGES, LazyString, _, daytime, in_language, local, month, phone
from chapter.people import history
from chapter.people.models import Person
from chapter.people.rules import Shelf
from chapter.settings.queries import calling_is_open, calling_opens_at

USUAL = {
    Step.REACHED: "yes",
    Step.COULD_TALK: "yes",
    Step.WHY_NOT: "no_answer",
    Step.LEFT_MESSAGE: "no",
    Step.CALL_BACK: "tomorrow",
    Step.ACTION_NEEDED: "no",
}
"""The answer that most calls give; it is the filled button."""


@dataclass(frozen=True)
class Said:
    """A question that was answered, folded to a sentence with its effect."""

    step: Step
    sentence: str
    effect: str


@dataclass(frozen=True)
class Choice:
    """A button."""

    value: str
    label: str
    is_usual: bool


@dataclass(frozen=True)
class Conversation:
    """The report's state; ``step`` is the question at hand and ``text`` what stands in its field."""

    step: Step
    question: str
    choices: list[Choice]
    said: list[Said]
    text: str
    is_change: bool


def converse(
    call: Call, answers: Answers, now: datetime, change: str | None = None, typed: str | None = None
) -> Conversation:
    """The conversation about a call so far; ``change`` asks an answered question again, with what was ``typed``."""
    setting = call.setting
    taken = rules.path(answers, setting)
    step = Step(change) if change in taken else rules.current(answers, setting)
    facts, sentences = _facts(call.person, call.numbers, call.assignment, now), voice(call.assignment.purpose)
    before = taken[: taken.index(step)] if step in taken else taken
    kept = answers.get(step, {}).get("text")
    return Conversation(
        step=step,
        question=say(sentences.questions[step], **facts),
        choices=[Choice(c, say(LABELS[step, c], **facts), USUAL.get(step) == c) for c in _offered(step, now)],
        said=[_said(s, answers[s], facts, sentences) for s in before],
        text=typed if typed is not None else kept if kept is not None else _prefilled(step, answers, setting, facts),
        is_change=step in taken,
    )


def _facts(person: Person, numbers: list[str], assignment: CallAssignment, now: datetime) -> dict[str, Any]:
    first, second = [*map(phone, numbers), "", ""][:2]
    rested = now + timedelta(hours=assignment.cooldown_hours)
    return {
        "name": person.first_name,
        "first": first,
        "second": second,
        "only": first,
        "rested": LazyString(_when_open, rested),  # few sentences say it
    }


def _when_open(earliest: datetime) -> str:
    return daytime(calling_opens_at(earliest) or earliest)


def _offered(step: Step, now: datetime) -> tuple[str, ...]:
    """The choices, without “later today” when nobody is rung that late."""
    choices = CHOICES.get(step, ())
    return tuple(c for c in choices if c != "later_today" or calling_is_open(now + rules.LATER))


def _said(step: Step, answer: Mapping[str, Any], facts: Mapping[str, Any], sentences: Voice) -> Said:
    key = step, answer["answer"]
    until = daytime(datetime.fromisoformat(answer["until"])) if "until" in answer else ""
    own = {**facts, "until": until, "text": answer.get("text", "")}
    effect = sentences.effects.get(key)
    return Said(step, say(sentences.said[key], **own), say(effect, **own) if effect else "")


def _prefilled(step: Step, answers: Answers, setting: Setting, facts: Mapping[str, Any]) -> str:
    """What the message to the call leader begins with after a wrong number."""
    wrong = answers.get(Step.WHY_NOT, {}).get("answer") in ("wrong_number", "not_in_use")
    if step is not Step.ACTION_MESSAGE or not wrong:
        return ""
    which = answers.get(Step.WRONG_NUMBER, {}).get("answer", "only") if setting.two_numbers else "only"
    return say(PREFILLED[which], **facts)


def facts_of(person: Person, shown: list[str], now: datetime) -> list[str]:
    """What callers may see of a person, as short phrases."""
    group = rules.age_group(person.birth_year, local(now).year)
    joined = person.joined_on and month(person.joined_on)
    phrases = {
        "age_group": group and _("%(group)s years old", group=group),
        "gender": person.gender,
        "town": person.town,
        "joined": joined and _("member since %(month)s", month=joined),
        "interests": person.interests,
        "language": person.language and LANGUAGES.get(person.language),
    }
    return [phrase for fact, phrase in phrases.items() if fact in shown and phrase]


def _told(facts: dict[str, Any]) -> str:
    outcome = str(OUTCOMES[Outcome(facts["outcome"])])
    return _(
        "%(caller)s rang: %(outcome)s (%(assignment)s).",
        caller=facts["caller"],
        outcome=outcome,
        assignment=in_language(facts["assignment"]),
    )


history.register("call", _told, Shelf.CALLS)
