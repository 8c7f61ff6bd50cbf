"""What happened when somebody of the demo was rung: calls with whole, valid reports."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from chapter.calling import rules
from chapter.calling.models import CallAssignment
from chapter.calling.rules import Outcome, Setting, Step
from chapter.i18n import ZONES
from chapter.settings.demo import Plan

CALLED_BACK = {Outcome.CALL_BACK, Outcome.NOT_AVAILABLE}
ENDS = {Outcome.TALKED, Outcome.DO_NOT_CALL, Outcome.WANTS_TO_LEAVE}
LIKELY = {
    Outcome.TALKED: 40,
    Outcome.NO_ANSWER: 33,
    Outcome.LEFT_MESSAGE: 9,
    Outcome.BUSY: 5,
    Outcome.CALL_BACK: 5,
    Outcome.NOT_AVAILABLE: 6.5,
    Outcome.DO_NOT_CALL: 1.5,
}
SAID: dict[Outcome, dict[Step, str]] = {
    Outcome.TALKED: {Step.REACHED: "yes", Step.COULD_TALK: "yes"},
    Outcome.CALL_BACK: {Step.REACHED: "yes", Step.COULD_TALK: "call_back"},
    Outcome.DO_NOT_CALL: {Step.REACHED: "yes", Step.COULD_TALK: "do_not_call"},
    Outcome.WANTS_TO_LEAVE: {Step.REACHED: "yes", Step.COULD_TALK: "wants_to_leave"},
    Outcome.NOT_AVAILABLE: {Step.REACHED: "no", Step.WHY_NOT: "not_available"},
    Outcome.NO_ANSWER: {Step.REACHED: "no", Step.WHY_NOT: "no_answer", Step.LEFT_MESSAGE: "no"},
    Outcome.LEFT_MESSAGE: {Step.REACHED: "no", Step.WHY_NOT: "no_answer", Step.LEFT_MESSAGE: "yes"},
    Outcome.BUSY: {Step.REACHED: "no", Step.WHY_NOT: "busy"},
    Outcome.WRONG_NUMBER: {Step.REACHED: "no", Step.WHY_NOT: "wrong_number", Step.WRONG_NUMBER: "first"},
}
"""The answers that lead to each outcome."""


@cache
def words() -> dict[str, Any]:
    """The texts of assignments, notes and flags, in both languages."""
    return json.loads((Path(__file__).parent / "demo_words.json").read_text())


@dataclass(frozen=True)
class Part:
    """Something that must happen to somebody: so long ago, or on an evening so many ``days`` ago; what it came to."""

    outcome: Outcome
    ago: timedelta = timedelta()
    days: int = 0
    caller_id: int | None = None
    call_back: str = "tomorrow"
    flag: Mapping[str, Any] | None = None


@dataclass
class Teller:
    """Makes calls as rows for the database, numbered from 1."""

    plan: Plan
    callers: Sequence[int]
    numbers: Any = field(default_factory=lambda: count(1))

    def call(
        self, assignment: CallAssignment, person: Any, caller_id: int, at: datetime, answers: Mapping[str, Any]
    ) -> dict[str, Any]:
        """A call that was reported ``at`` with whole ``answers``."""
        result = rules.result(answers, setting(person, assignment))
        began = at - timedelta(seconds=self.plan.random.randint(60, 660 if result.spoken else 140))
        return self.open_call(assignment, person, caller_id, began, answers) | {
            "reported_at": at,
            "outcome": result.outcome,
            "call_back_after": result.call_back_after,
            "action_needed": result.action_needed,
            "note": result.note,
        }

    def open_call(
        self, assignment: CallAssignment, person: Any, caller_id: int, began: datetime, answers: Mapping[str, Any]
    ) -> dict[str, Any]:
        """A call that goes on."""
        return {
            "id": next(self.numbers),
            "assignment_id": assignment.id,
            "person_id": person.id,
            "caller_id": caller_id,
            "claimed_at": began,
            "lease_until": began + rules.LEASE,
            "numbers": [number for number in (person.mobile, person.phone2) if number],
            "answers": answers,
            "reported_at": None,
            "outcome": None,
            "call_back_after": None,
            "action_needed": False,
            "note": "",
        }

    def attempts(self, assignment: CallAssignment, person: Any, start: datetime, days: int) -> list[dict[str, Any]]:
        """Up to three calls on different evenings from ``start`` on, until there was a conversation."""
        pick, made = self.plan.random, list[dict[str, Any]]()
        weekdays = [day for n in range(days) if (day := start + timedelta(days=n)).weekday() < 5]
        rested = weekdays[pick.randrange(2) :: 2]
        for day in sorted(pick.sample(rested, min(pick.choice((1, 2, 2, 3)), len(rested)))):
            at = self.evening(day)
            outcome = pick.choices(list(LIKELY), list(LIKELY.values()))[0]
            answers = self.answers(outcome, at, setting(person, assignment))
            made.append(self.call(assignment, person, pick.choice(self.callers), at, answers))
            if outcome in ENDS:
                break
        return made

    def happens(self, part: Part, assignment: CallAssignment, person: Any) -> dict[str, Any]:
        """``part``, to ``person``."""
        at = self.evening(self.plan.now - timedelta(days=part.days)) if part.days else self.plan.now - part.ago
        text = part.flag[self.plan.language] if part.flag else ""
        answers = self.answers(part.outcome, at, setting(person, assignment), text, part.call_back)
        caller_id = part.caller_id or self.plan.random.choice(self.callers)
        return self.call(assignment, person, caller_id, at, answers)

    def answers(
        self, outcome: Outcome, at: datetime, setting: Setting, message: str = "", call_back: str = "tomorrow"
    ) -> dict[str, dict[str, Any]]:
        """The whole report that comes to ``outcome``, as the rules ask for it."""
        until = rules.call_back_moment(call_back, at.astimezone(ZONES[self.plan.country]))
        note = self._note(outcome)
        given: dict[Step, dict[str, Any]] = {step: {"answer": answer} for step, answer in SAID[outcome].items()} | {
            Step.CALL_BACK: {"answer": call_back, "until": until.isoformat()},
            Step.ACTION_NEEDED: {"answer": "yes" if message else "no"},
            Step.ACTION_MESSAGE: {"answer": "send", "text": message},
            Step.NOTE: {"answer": "send", "text": note} if note else {"answer": "none"},
        }
        made: dict[str, dict[str, Any]] = {}
        while (step := rules.current(made, setting)) is not Step.SUMMARY:
            made = rules.give(made, step, given[step], setting)
        return made

    def _note(self, outcome: Outcome) -> str:
        notes, pick = words()["notes"].get(outcome, []), self.plan.random
        return pick.choice(notes)[self.plan.language] if notes and pick.random() < 0.45 else ""

    def evening(self, day: datetime) -> datetime:
        """A moment between 17 and 20.30 of ``day``, or of the Friday before it, on the chapter's clocks."""
        local = day.astimezone(ZONES[self.plan.country])
        opens = local.replace(hour=17, minute=0) - timedelta(days=max(local.weekday() - 4, 0))
        return opens + timedelta(seconds=self.plan.random.randint(0, 12_600))


def setting(person: Any, assignment: CallAssignment) -> Setting:
    """What the course of a report on ``person`` depends on."""
    return Setting(two_numbers=bool(person.mobile and person.phone2), notes_on=assignment.notes_on)
