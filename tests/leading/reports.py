"""Calls for tests, made by the program's own actions."""

from datetime import datetime, timedelta
from typing import Any

from chapter import clock
from chapter.accounts.models import Account
from chapter.calling import actions
from chapter.calling.models import Call, CallAssignment
from chapter.calling.rules import Step
from chapter.db import db
from chapter.people.models import Person

TALKED = {"reached": {"answer": "yes"}, "could_talk": {"answer": "yes"}, "action_needed": {"answer": "no"}}
LEAVING = {"reached": {"answer": "yes"}, "could_talk": {"answer": "wants_to_leave"}}
WRONG = {"reached": {"answer": "no"}, "why_not": {"answer": "wrong_number"}}
NO_ANSWER = {"reached": {"answer": "no"}, "why_not": {"answer": "no_answer"}, "left_message": {"answer": "no"}}


def going_on(assignment: CallAssignment, person: Person, caller: Account, **facts: Any) -> Call:
    """A call that is going on."""
    now = clock.now()
    given = {"claimed_at": now, "lease_until": now + timedelta(hours=1), "answers": {}, **facts}
    call = Call(assignment=assignment, person=person, caller=caller, **given)
    db.session.add(call)
    db.session.flush()
    return call


def reported(
    assignment: CallAssignment,
    person: Person,
    caller: Account,
    said: dict[str, Any] = TALKED,
    message: str = "",
    note: str = "",
    at: datetime | None = None,
) -> Call:
    """A call that was reported; with a ``message`` it is flagged."""
    call = going_on(assignment, person, caller)
    needed = {"action_needed": {"answer": "yes" if message else "no"}}
    flagged = {"action_message": {"answer": "send", "text": message}} if message else {}
    ended = {"note": {"answer": "send", "text": note} if note else {"answer": "none"}}
    call.answers = {**said, **needed, **flagged, **ended}
    actions.send(call, caller, at or clock.now())
    return call


def begun(call: Call, by: Account, said: dict[str, Any]) -> None:
    """A correction that ``by`` has begun and not sent."""
    for step, given in said.items():
        actions.answer(call, by, Step(step), given, clock.now())


def corrected(call: Call, by: Account, said: dict[str, Any], at: datetime | None = None) -> None:
    """A correction that was sent."""
    begun(call, by, said)
    actions.send(call, by, at or clock.now())
