"""Writes: what a report causes outside the queue, in flags, in the register and in the person's history."""

from datetime import datetime

from sqlalchemy import select

from chapter.calling import rules
from chapter.calling.models import Call, Flag
from chapter.calling.rules import Outcome
from chapter.db import db
from chapter.i18n import lazy
from chapter.people import actions as people
from chapter.people.models import HistoryEntry
from chapter.people.rules import How, Number

LIFT = lazy(
    "The first report said that this person doesn’t want to be called. It has been corrected: "
    "the member coordinator can lift the block."
)


def flag(call: Call, result: rules.Result, before: rules.Result | None, now: datetime) -> None:
    """Flag the call, or take the flag back; a correction can't lift do-not-call, so the coordinator is asked."""
    was_wrong = before and before.outcome is Outcome.DO_NOT_CALL and result.outcome is not Outcome.DO_NOT_CALL
    if not result.action_needed and not was_wrong:
        if before and before.action_needed and call.flag is not None and call.flag.handled_at is None:
            call.flag = None
        return
    if call.flag is None:
        call.flag = Flag(person_id=call.person_id, raised_at=now)
    told = result.message or str(LIFT), result.outcome is Outcome.WANTS_TO_LEAVE
    if (call.flag.message, call.flag.is_leaving) != told:
        call.flag.message, call.flag.is_leaving = told
        call.flag.handled_at = call.flag.handled_by_id = None


def tell_register(call: Call, result: rules.Result, before: rules.Result | None, now: datetime) -> None:
    """Write in the register what the report says anew; what an officer has decided since stays."""
    person, wrong = call.person, _numbers(call, result)
    for which in Number:
        if (number := getattr(person, which)) in wrong ^ _numbers(call, before):
            people.mark_number(person, which, number in wrong, now, call.caller)
    was = before and before.outcome
    if result.outcome is not was and result.outcome is Outcome.DO_NOT_CALL:
        people.set_do_not_call(person, "", now, call.caller, How.CALL)
    if result.outcome is not was and Outcome.WANTS_TO_LEAVE in (result.outcome, was):
        wants_to = result.outcome is Outcome.WANTS_TO_LEAVE
        people.change(person, {"leaving_at": now if wants_to else None}, now, call.caller, How.CALL)
    facts = {"outcome": result.outcome, "caller": call.caller.name, "assignment": call.assignment.title}
    if before is None:
        people.remember(person, "call", now, source=f"call:{call.id}", **facts)
    elif (entry := history_of(call)) is not None:
        entry.facts = facts


def _numbers(call: Call, result: rules.Result | None) -> set[str]:
    """The numbers that a report calls wrong, of those that were rung."""
    places = dict(zip(("first", "second"), call.numbers, strict=False))
    return {places[which] for which in result.wrong_numbers if which in places} if result else set()


def history_of(call: Call) -> HistoryEntry | None:
    """What stands about ``call`` in the person's history."""
    return db.session.scalars(select(HistoryEntry).where(HistoryEntry.source == f"call:{call.id}")).one_or_none()
