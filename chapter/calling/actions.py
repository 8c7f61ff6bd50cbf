"""Writes: claiming a person, reporting the call, and what follows from it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from chapter.accounts.models import Account
from chapter.calling import queries, rules
from chapter.calling.models import AssignmentCaller, Call, CallAssignment, CallVersion, Flag, QueuePlace
from chapter.calling.rules import Outcome, Quick, Skip, Step
from chapter.db import db
from chapter.errors import Refused
from chapter.i18n import lazy
from chapter.people import actions as people
from chapter.people.models import HistoryEntry
from chapter.settings.queries import calling_is_open

LIFT = lazy(
    "The first report said that this person doesn’t want to be called. It has been corrected: "
    "the member coordinator can lift the block."
)


class CallingIsClosed(Refused):
    """Nobody is rung at this hour."""

    words = lazy("Nobody is rung at this hour.")


class NotRunning(Refused):
    """The assignment hasn't begun, or has ended."""

    words = lazy("This assignment isn’t running now.")


class QueueIsEmpty(Refused):
    """There is nobody to ring just now."""

    words = lazy("There is nobody to ring just now.")


class Incomplete(Refused):
    """A question is still open."""

    words = lazy("There is a question left to answer.")


class IsHeld(Refused):
    """Somebody else is ringing that person."""

    words = lazy("Somebody else is ringing that person just now.")


class TooLate(Refused):
    """A report can be corrected for a day."""

    words = lazy("The report can’t be changed any more. Tell your call leader what should be different.")


class Busy(Refused):
    """The caller is in another call."""

    words = lazy("You are in another call. Report it first.")


def add_caller(assignment: CallAssignment, account: Account, now: datetime) -> AssignmentCaller:
    """Put ``account`` on the assignment; does nothing if it is there."""
    caller = db.session.get(AssignmentCaller, (assignment.id, account.id))
    if caller is None:
        caller = AssignmentCaller(assignment=assignment, account=account, added_at=now)
        db.session.add(caller)
        db.session.flush()
    return caller


def claim(caller: AssignmentCaller, now: datetime) -> Call:
    """Hand ``caller`` the next person; whoever is in a call already gets that one again.

    Raises NotRunning, CallingIsClosed, QueueIsEmpty.
    """
    _release_silent(now)
    if (held := queries.open_call(caller.account)) is not None:
        return held
    if not rules.is_running(caller.assignment.starts_at, caller.assignment.ends_at, now):
        raise NotRunning
    if not calling_is_open(now):
        raise CallingIsClosed
    person_id = queries.next_person(caller, now)
    if person_id is None:
        raise QueueIsEmpty
    return _hold(caller.assignment_id, person_id, caller.account_id, now)


def rang_back(account: Account, earlier: Call, now: datetime) -> Call:
    """A new call to report, because a person whom the caller had rung rang back. Raises IsHeld, Busy."""
    _release_silent(now)
    held = queries.holder(earlier.person_id, now)
    if held is not None and held.caller_id == account.id:
        return held
    if held is not None:
        raise IsHeld
    _let_go_of_untouched(account, now)
    return _hold(earlier.assignment_id, earlier.person_id, account.id, now, they_rang=True)


def _hold(assignment_id: int, person_id: int, caller_id: int, now: datetime, they_rang: bool = False) -> Call:
    call = Call(
        assignment_id=assignment_id,
        person_id=person_id,
        caller_id=caller_id,
        they_rang=they_rang,
        claimed_at=now,
        lease_until=now + rules.LEASE,
        answers={"reached": {"answer": "yes"}} if they_rang else {},
    )
    db.session.add(call)
    db.session.flush()
    return call


def _release_silent(now: datetime) -> None:
    """Let go of everybody whose caller has not been heard of for an hour."""
    lapsed = update(Call).where(queries.OPEN, Call.lease_until <= now).values(released_at=Call.lease_until)
    db.session.execute(lapsed, execution_options={"synchronize_session": "fetch"})


def _let_go_of_untouched(account: Account, now: datetime) -> None:
    """Let go of the person whom the caller holds, unless a report on them has begun."""
    if (held := queries.open_call(account)) is not None:
        if held.answers:
            raise Busy
        held.released_at = now
        db.session.flush()


def renew(call: Call, now: datetime) -> None:
    """A sign of life: hold the person for another hour, again if they were let go and nobody else has them."""
    if call.reported_at or call.skipped_because:
        return
    if call.released_at:
        other = queries.open_call(call.caller)
        if queries.holder(call.person_id, now) or other is not None:
            return
        _release_silent(now)
        call.released_at = None
    call.lease_until = now + rules.LEASE
    db.session.flush()


def answer(call: Call, step: Step, given: Mapping[str, Any], now: datetime) -> None:
    """Keep an answer of the report; raises rules.NotAsked."""
    call.answers = rules.give(call.answers, step, given, call.setting)
    renew(call, now)
    db.session.flush()


def quick(call: Call, how: Quick, now: datetime) -> None:
    """The report of one tap; nothing if the call has been reported."""
    if call.reported_at is None:
        call.answers = {step: dict(said) for step, said in rules.QUICK[how].items()}
        send(call, call.caller, now)


def send(call: Call, actor: Account, now: datetime) -> bool:
    """Make the answers the report, once however often; what has changed since it was sent becomes a correction.

    Whether there was anything to send.

    Raises Incomplete, TooLate.
    """
    if not rules.is_complete(call.answers, call.setting):
        raise Incomplete
    if call.versions and not call.is_corrected:
        return False
    is_leader = actor.id != call.caller_id
    if call.reported_at and not rules.may_correct(call.reported_at, now, is_leader):
        raise TooLate
    result = rules.result(call.answers, call.setting)
    before = rules.result(call.versions[-1].answers, call.setting) if call.versions else None
    call.versions.append(CallVersion(answers=call.answers, sent_at=now, sent_by_id=actor.id))
    call.reported_at = call.reported_at or now
    call.outcome, call.call_back_after = result.outcome, result.call_back_after
    call.action_needed, call.note = result.action_needed, result.note
    _flag(call, result, before, now)
    _tell_register(call, result, before, now)
    db.session.flush()
    settle(call.person_id)
    return True


def _flag(call: Call, result: rules.Result, before: rules.Result | None, now: datetime) -> None:
    """Flag the call, or take the flag back; a correction can't lift do-not-call, so the coordinator is asked."""
    was_wrong = before and before.outcome is Outcome.DO_NOT_CALL and result.outcome is not Outcome.DO_NOT_CALL
    if not result.action_needed and not was_wrong:
        if call.flag is not None and call.flag.handled_at is None:
            call.flag = None
        return
    if call.flag is None:
        call.flag = Flag(person_id=call.person_id, raised_at=now)
    call.flag.message = result.message or str(LIFT)
    call.flag.is_leaving = result.outcome is Outcome.WANTS_TO_LEAVE


def _tell_register(call: Call, result: rules.Result, before: rules.Result | None, now: datetime) -> None:
    person, earlier = call.person, before.wrong_numbers if before else frozenset()
    for which in ("first", "second"):
        field = "mobile" if which == "first" else "phone2"
        if getattr(person, field) and (which in result.wrong_numbers or which in earlier):
            setattr(person, f"{field}_is_wrong", which in result.wrong_numbers)
    if result.outcome is Outcome.DO_NOT_CALL and person.do_not_call_at is None:
        people.set_do_not_call(person, "", now)
    entry = _history(call)
    if entry is None:
        entry = people.remember(person, "call", now)
        entry.source = f"call:{call.id}"
    entry.facts = {"outcome": result.outcome, "caller": call.caller.name, "assignment": call.assignment.title}


def _history(call: Call) -> HistoryEntry | None:
    return db.session.scalars(select(HistoryEntry).where(HistoryEntry.source == f"call:{call.id}")).one_or_none()


def undo(call: Call, actor: Account, now: datetime) -> None:
    """Take one's own report back, and hold the person again as if nothing had been said.

    Raises Busy, IsHeld, TooLate. What only the register can lift (do not call) stays.
    """
    if call.reported_at is None:
        return
    if actor.id != call.caller_id or not rules.may_correct(call.reported_at, now, is_leader=False):
        raise TooLate
    if queries.holder(call.person_id, now) is not None:
        raise IsHeld
    _release_silent(now)
    _let_go_of_untouched(call.caller, now)
    if (entry := _history(call)) is not None:
        db.session.delete(entry)
    call.versions, call.flag, call.answers = [], None, {}
    call.reported_at = call.outcome = call.call_back_after = call.released_at = None
    call.action_needed, call.note, call.lease_until = False, "", now + rules.LEASE
    db.session.flush()
    settle(call.person_id)


def skip(call: Call, why: Skip, now: datetime) -> None:
    """Pass the person on; they keep their place, and nothing about it is written on them."""
    if call.reported_at is None:
        call.skipped_because, call.released_at, call.answers = why, call.released_at or now, {}
        db.session.flush()


def take_break(call: Call, now: datetime) -> None:
    """Let go of the person if the report hasn't begun; a report that has is kept for the caller."""
    if call.is_open and not call.answers:
        call.released_at = now
        db.session.flush()


def settle(person_id: int) -> None:
    """Derive a person's places in all queues from the reports there are."""
    places = db.session.scalars(select(QueuePlace).where(QueuePlace.person_id == person_id).with_for_update()).all()
    calls = db.session.scalars(
        select(Call)
        .where(Call.person_id == person_id, Call.reported_at.is_not(None))
        .order_by(Call.reported_at, Call.id)
    ).all()
    for place in places:
        place.last_called_at = calls[-1].reported_at if calls else None
        here = [call for call in calls if call.assignment_id == place.assignment_id]
        place.done_at = next((call.reported_at for call in here if call.outcome in queries.SPOKEN), None)
        last = here[-1] if here else None
        waits = last is not None and last.outcome in (Outcome.CALL_BACK, Outcome.NOT_AVAILABLE)
        place.call_back_after = last.call_back_after if last and waits else None
        place.promised_to_id = last.caller_id if last and last.outcome is Outcome.CALL_BACK else None
    db.session.flush()


def forget_skips(now: datetime) -> None:
    """Delete what was claimed and let go, in assignments that have ended."""
    ended = select(CallAssignment.id).where(CallAssignment.ends_at <= now)
    let_go = Call.reported_at.is_(None), Call.released_at.is_not(None)
    db.session.execute(delete(Call).where(Call.assignment_id.in_(ended), *let_go))
