"""The report's questions, what they lead to, and who waits for what. Source: domain.md, section 4.

Answers are a plain mapping, as stored: ``{"reached": {"answer": "yes"}, "note": {"answer": "send", "text": "…"}}``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

Answers = Mapping[str, Mapping[str, Any]]


class Step(StrEnum):
    """The questions, and the summary that ends them."""

    REACHED = "reached"
    COULD_TALK = "could_talk"
    WHY_NOT = "why_not"
    LEFT_MESSAGE = "left_message"
    CALL_BACK = "call_back"
    WRONG_NUMBER = "wrong_number"
    ACTION_NEEDED = "action_needed"
    ACTION_MESSAGE = "action_message"
    NOTE = "note"
    SUMMARY = "summary"


class Outcome(StrEnum):
    """How a call ended."""

    TALKED = "talked"
    CALL_BACK = "call_back"
    NOT_AVAILABLE = "not_available"
    NO_ANSWER = "no_answer"
    LEFT_MESSAGE = "left_message"
    BUSY = "busy"
    WRONG_NUMBER = "wrong_number"
    DO_NOT_CALL = "do_not_call"
    WANTS_TO_LEAVE = "wants_to_leave"


class Waiting(StrEnum):
    """Why nobody rings a person of the target group just now; ``READY`` is the absence of a reason."""

    READY = "ready"
    IN_CALL = "in_call"
    DONE = "done"
    DO_NOT_CALL = "do_not_call"
    LEAVING = "leaving"
    NO_NUMBER = "no_number"
    FLAGGED = "flagged"
    CALL_BACK = "call_back"
    COOLDOWN = "cooldown"


class Purpose(StrEnum):
    """What an assignment is for. Leaders make campaigns; of each other there is one, for calls that officers make."""

    CAMPAIGN = "campaign"
    WELCOME = "welcome"
    FOLLOW_UP = "follow_up"
    LEAVING = "leaving"


class Skip(StrEnum):
    """Why a caller passes a person on."""

    KNOW_THEM = "know_them"
    RATHER_NOT = "rather_not"
    UNSUITABLE = "unsuitable"


class Quick(StrEnum):
    """The reports of one tap."""

    NO_ANSWER = "no_answer"
    BUSY = "busy"
    LEFT_MESSAGE = "left_message"


class PartOfDay(StrEnum):
    """When on a day to ring back."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


class NotAsked(ValueError):
    """That question isn't asked in this report, or has no such answer."""


CHOICES: dict[Step, tuple[str, ...]] = {
    Step.REACHED: ("yes", "no"),
    Step.COULD_TALK: ("yes", "call_back", "do_not_call", "wants_to_leave"),
    Step.WHY_NOT: ("no_answer", "busy", "not_available", "wrong_number", "not_in_use"),
    Step.LEFT_MESSAGE: ("yes", "no"),
    Step.CALL_BACK: ("later_today", "tomorrow", "next_week", "date"),
    Step.WRONG_NUMBER: ("first", "second", "both"),
    Step.ACTION_NEEDED: ("yes", "no"),
    Step.ACTION_MESSAGE: ("send",),
    Step.NOTE: ("send", "none"),
}
"""Each question's answers. A ``send`` carries a text; a call-back carries the moment, ``until``."""

QUICK: dict[Quick, dict[str, dict[str, str]]] = {
    quick: {
        Step.REACHED: {"answer": "no"},
        Step.WHY_NOT: {"answer": "busy" if quick is Quick.BUSY else "no_answer"},
        **(
            {}
            if quick is Quick.BUSY
            else {Step.LEFT_MESSAGE: {"answer": "yes" if quick is Quick.LEFT_MESSAGE else "no"}}
        ),
        Step.ACTION_NEEDED: {"answer": "no"},
        Step.NOTE: {"answer": "none"},
    }
    for quick in Quick
}
"""What the one-tap reports answer."""

PART_STARTS = {PartOfDay.MORNING: time(9), PartOfDay.AFTERNOON: time(13), PartOfDay.EVENING: time(17)}
LATER = timedelta(hours=2)
CORRECTABLE = timedelta(hours=24)
"""How long a caller may correct a report that was sent, or finish one that lapsed."""
PROMISED = timedelta(hours=1)
"""How long a person whom we promised to ring back is kept for the one who promised it."""
FARTHEST = timedelta(days=365)
"""How far ahead a person can ask to be rung."""
LEASE = timedelta(hours=1)
"""How long a person is held without a sign of life from the caller."""


@dataclass(frozen=True)
class Setting:
    """What a report's course depends on besides its answers.

    ``tells``: whether it asks for a message to somebody responsible, or the one who rings is that and writes elsewhere.
    """

    two_numbers: bool
    notes_on: bool
    tells: bool = True


@dataclass(frozen=True)
class Result:
    """What a whole report comes to."""

    outcome: Outcome
    call_back_after: datetime | None
    action_needed: bool
    message: str
    note: str
    wrong_numbers: frozenset[str]

    @property
    def spoken(self) -> bool:
        """Whether a conversation was held."""
        return self.outcome in (Outcome.TALKED, Outcome.DO_NOT_CALL, Outcome.WANTS_TO_LEAVE)


def following(step: Step, answer: str, setting: Setting) -> Step:
    """The question after ``step`` was answered with ``answer``."""
    ended = Step.NOTE if setting.notes_on else Step.SUMMARY
    needed, message = (Step.ACTION_NEEDED, Step.ACTION_MESSAGE) if setting.tells else (ended, ended)
    match step, answer:
        case Step.REACHED, "yes":
            return Step.COULD_TALK
        case Step.REACHED, _:
            return Step.WHY_NOT
        case (Step.COULD_TALK, "call_back") | (Step.WHY_NOT, "not_available"):
            return Step.CALL_BACK
        case Step.COULD_TALK, "wants_to_leave":
            return message
        case Step.WHY_NOT, "no_answer":
            return Step.LEFT_MESSAGE
        case Step.WHY_NOT, "wrong_number" | "not_in_use":
            return Step.WRONG_NUMBER if setting.two_numbers else message
        case (Step.WRONG_NUMBER, _) | (Step.ACTION_NEEDED, "yes"):
            return message
        case (Step.ACTION_NEEDED, _) | (Step.ACTION_MESSAGE, _):
            return ended
        case Step.NOTE, _:
            return Step.SUMMARY
    return needed


def path(answers: Answers, setting: Setting) -> list[Step]:
    """The questions that have been answered, in the order they were asked."""
    step, taken = Step.REACHED, []
    while step in answers:
        taken.append(step)
        step = following(step, answers[step]["answer"], setting)
    return taken


def current(answers: Answers, setting: Setting) -> Step:
    """The question to ask now; the summary when all are answered."""
    taken = path(answers, setting)
    return following(taken[-1], answers[taken[-1]]["answer"], setting) if taken else Step.REACHED


def give(answers: Answers, step: Step, answer: Mapping[str, Any], setting: Setting) -> dict[str, dict[str, Any]]:
    """The answers with ``step`` answered, anew or for the first time.

    Later answers stay as far as their questions are still asked; so does the note, which always is.
    Raises :class:`NotAsked` for a question that hasn't come up and for an answer it doesn't have.
    """
    if step is not current(answers, setting) and step not in path(answers, setting):
        raise NotAsked(step)
    if answer.get("answer") not in CHOICES.get(step, ()):
        raise NotAsked(step, answer.get("answer"))
    if step is Step.CALL_BACK and "until" not in answer:
        raise NotAsked(step, "until")
    given = {**answers, step: dict(answer)}
    kept = path(given, setting)
    kept += [Step.NOTE] if Step.NOTE in given and Step.NOTE not in kept else []
    return {each: dict(given[each]) for each in kept}


def is_complete(answers: Answers, setting: Setting) -> bool:
    """Whether the report can be sent."""
    return current(answers, setting) is Step.SUMMARY


def result(answers: Answers, setting: Setting) -> Result:
    """What the report comes to; the answers must be complete."""
    said = {step: answers[step]["answer"] for step in path(answers, setting)}
    message = answers.get(Step.ACTION_MESSAGE, {}).get("text", "")
    return Result(
        outcome=_outcome(said),
        call_back_after=datetime.fromisoformat(answers[Step.CALL_BACK]["until"]) if Step.CALL_BACK in said else None,
        action_needed=Step.ACTION_MESSAGE in said,
        message=message,
        note=answers[Step.NOTE].get("text", "") if Step.NOTE in said else "",
        wrong_numbers=_wrong_numbers(said),
    )


def _outcome(said: Mapping[Step, str]) -> Outcome:
    if said[Step.REACHED] == "yes":
        talk = said[Step.COULD_TALK]
        return Outcome.TALKED if talk == "yes" else Outcome(talk)
    why = said[Step.WHY_NOT]
    if why == "no_answer":
        return Outcome.LEFT_MESSAGE if said[Step.LEFT_MESSAGE] == "yes" else Outcome.NO_ANSWER
    return Outcome.WRONG_NUMBER if why == "not_in_use" else Outcome(why)


def _wrong_numbers(said: Mapping[Step, str]) -> frozenset[str]:
    if said.get(Step.WHY_NOT) not in ("wrong_number", "not_in_use"):
        return frozenset()
    which = said.get(Step.WRONG_NUMBER, "both")
    return frozenset({"first", "second"} if which == "both" else {which})


def call_back_moment(
    answer: str, now: datetime, on: date | None = None, part: PartOfDay = PartOfDay.MORNING
) -> datetime:
    """When a person who said ``answer`` may be rung again; ``now`` is on the chapter's clocks.

    Raises :class:`NotAsked` when a date is wanted and none is given, or when it is past or over a year away.
    """
    if answer == "later_today":
        return now + LATER
    if answer == "date":
        if on is None or not now.date() <= on <= now.date() + FARTHEST:
            raise NotAsked(Step.CALL_BACK, "date")
        moment = datetime.combine(on, PART_STARTS[part], now.tzinfo)
        if moment <= now:
            raise NotAsked(Step.CALL_BACK, "part")
        return moment
    days = {"tomorrow": 1, "next_week": 7 - now.weekday()}.get(answer)
    if days is None:
        raise NotAsked(Step.CALL_BACK, answer)
    return datetime.combine(now.date() + timedelta(days=days), PART_STARTS[PartOfDay.MORNING], now.tzinfo)


def may_correct(reported_at: datetime, now: datetime, is_leader: bool) -> bool:
    """Whether a sent report may still be corrected: by its caller for a day, by a leader always."""
    return is_leader or now < reported_at + CORRECTABLE


def age_group(birth_year: int | None, this_year: int) -> str | None:
    """“30–39”; None when the birth year isn't known."""
    if birth_year is None:
        return None
    tens = max(this_year - birth_year, 0) // 10 * 10
    return "90+" if tens >= 90 else f"{tens}–{tens + 9}"


def is_running(starts_at: datetime, ends_at: datetime | None, now: datetime) -> bool:
    """Whether an assignment that starts and ends then is running."""
    return starts_at <= now and (ends_at is None or now < ends_at)
