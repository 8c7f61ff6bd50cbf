"""Writes: claiming a person, reporting the call, and what follows from it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from chapter import expiry
from chapter.access import Permission
from chapter.accounts.models import Account
from chapter.calling import actions_effects, beside, queries, queue, rules
from chapter.calling.models import AssignmentCaller, Call, CallAssignment, CallVersion, QueuePlace
from chapter.calling.refusals import (
    Busy,
    CallingIsClosed,
    Incomplete,
    IsHeld,
    NotRunning,
    NotToBeRung,
    QueueIsEmpty,
    TooLate,
)
from chapter.calling.rules import Outcome, Purpose, Quick, Skip, Step
from chapter.calling.words import FACTS, TITLES
from chapter.db import db
from chapter.i18n import LANGUAGES, speaking
from chapter.people.models import Person
from chapter.people.rules_looks import What
from chapter.readlog import actions as readlog
from chapter.settings.queries import calling_is_open, calling_opens_at


def add_caller(assignment: CallAssignment, account: Account, now: datetime) -> AssignmentCaller:
    """Put ``account`` on the assignment; does nothing if it is there."""
    caller = db.session.get(AssignmentCaller, (assignment.id, account.id))
    if caller is None:
        caller = AssignmentCaller(assignment=assignment, account=account, added_at=now)
        db.session.add(caller)
        db.session.flush()
    return caller


def claim(caller: AssignmentCaller, now: datetime) -> Call:
    """Hand ``caller`` the next person; whoever is in a call, or has a report to finish, gets that one again.

    Raises NotRunning, CallingIsClosed, QueueIsEmpty.
    """
    _release_silent(now)
    if (unfinished := queries.call_to_finish(caller.account, now)) is not None:
        renew(unfinished, now)
        return unfinished
    if not rules.is_running(caller.assignment.starts_at, caller.assignment.ends_at, now):
        raise NotRunning
    if not calling_is_open(now):
        raise CallingIsClosed
    person_id = queue.next_person(caller, now)
    if person_id is None:
        raise QueueIsEmpty
    return _hold(caller, db.session.get_one(Person, person_id), now)


def rang_back(caller: AssignmentCaller, person: Person, now: datetime) -> Call:
    """A new call to report, because a person whom the caller had rung rang back. Raises IsHeld, Busy."""
    _release_silent(now)
    held = queries.holder(person.id, now)
    if held is not None and held.caller_id == caller.account_id:
        return held
    if held is not None:
        raise IsHeld
    _let_go_of_untouched(caller.account, now)
    return _hold(caller, person, now, they_rang=True)


def ring(account: Account, person: Person, purpose: Purpose, now: datetime) -> Call:
    """A call of ``account`` with somebody whom they have chosen; whoever is in it already gets it again.

    What is no campaign has one assignment, made when it is first needed. Raises Busy, CallingIsClosed, NotToBeRung.
    """
    _release_silent(now)
    if (unfinished := queries.call_to_finish(account, now)) is not None:
        if unfinished.person_id == person.id and unfinished.assignment.purpose is purpose:
            renew(unfinished, now)
            return unfinished
        _let_go_of_untouched(account, now)
    if not calling_is_open(now):
        raise CallingIsClosed
    db.session.refresh(person, with_for_update=True)
    if (why := queue.barred(person.id, purpose, now)) is not None:
        raise NotToBeRung(why)
    return _hold(add_caller(_assignment_for(purpose, now), account, now), person, now)


def _assignment_for(purpose: Purpose, now: datetime) -> CallAssignment:
    there = db.session.scalars(select(CallAssignment).where(CallAssignment.purpose == purpose)).one_or_none()
    return there or _made_for(purpose, now)


def _made_for(purpose: Purpose, now: datetime) -> CallAssignment:
    title = {}
    for code in LANGUAGES:
        with speaking(code):
            title[code] = str(TITLES[purpose])
    facts = {"instructions": {}, "script": {}, "target": {}, "notes_on": False, "shown_facts": list(FACTS)}
    made = CallAssignment(purpose=purpose, title=title, starts_at=now, created_at=now, **facts)
    db.session.add(made)
    db.session.flush()
    return made


def _hold(caller: AssignmentCaller, person: Person, now: datetime, they_rang: bool = False) -> Call:
    call = Call(
        assignment_id=caller.assignment_id,
        person_id=person.id,
        caller_id=caller.account_id,
        they_rang=they_rang,
        claimed_at=now,
        lease_until=now + rules.LEASE,
        numbers=person.numbers,
        answers={"reached": {"answer": "yes"}} if they_rang else {},
    )
    db.session.add(call)
    db.session.flush()
    readlog.write(What.CALL, [person.id], caller.account, Permission.CALLING_CALL, now)
    return call


def _release_silent(now: datetime) -> None:
    """Let go of everybody whose caller has not been heard of for an hour."""
    lapsed = update(Call).where(queries.OPEN, Call.lease_until <= now).values(released_at=Call.lease_until)
    db.session.execute(lapsed, execution_options={"synchronize_session": "fetch"})


def _let_go_of_untouched(account: Account, now: datetime) -> None:
    """Let go of the person whom the caller holds, unless a report on them has begun."""
    if (held := queries.open_call(account)) is not None:
        if held.is_begun:
            raise Busy(held)
        held.released_at = now
        db.session.flush()


def renew(call: Call, now: datetime) -> None:
    """A sign of life: hold the person for another hour; one who had lapsed, only if they could be handed out now."""
    if call.released_at or call.lease_until <= now:
        _release_silent(now)
        if call.has_lapsed and not call.skipped_because and _may_hold_again(call, now):
            call.released_at = None
    if call.is_open:
        call.lease_until = now + rules.LEASE
    db.session.flush()


def _may_hold_again(call: Call, now: datetime) -> bool:
    return queries.open_call(call.caller) is None and calling_is_open(now) and queue.is_ready(call, now)


def answer(call: Call, actor: Account, step: Step, given: Mapping[str, Any], now: datetime) -> None:
    """Keep an answer of the report, or of ``actor``'s correction of it; raises rules.NotAsked."""
    answers = rules.give(call.said_by(actor), step, _in_hours(given), call.setting)
    if call.reported_at:
        call.correction = {"by": actor.id, "answers": answers}
    else:
        call.answers = answers
        renew(call, now)
    db.session.flush()


def _in_hours(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """The answer, its time to ring back moved to when calling opens next."""
    if "until" not in given:
        return given
    until = datetime.fromisoformat(given["until"])
    return {**given, "until": (calling_opens_at(until) or until).isoformat()}


def quick(call: Call, how: Quick, now: datetime) -> None:
    """The report of one tap; nothing if the call has been reported."""
    if call.reported_at is None:
        call.answers = {step: dict(said) for step, said in rules.QUICK[how].items()}
        send(call, call.caller, now)


def send(call: Call, actor: Account, now: datetime) -> bool:
    """Make the answers the report, once however often; what ``actor`` has changed since becomes a correction.

    Gives whether there was anything to send. Raises Incomplete, TooLate.
    """
    answers, is_first = call.said_by(actor), call.reported_at is None
    if not is_first and answers == call.answers:
        return False
    if not rules.is_complete(answers, call.setting):
        raise Incomplete
    if call.reported_at and not rules.may_correct(call.reported_at, now, is_leader=actor.id != call.caller_id):
        raise TooLate
    before = None if is_first else rules.result(call.answers, call.setting)
    result = rules.result(answers, call.setting)
    call.answers, call.correction = answers, None
    db.session.add(CallVersion(call_id=call.id, answers=answers, sent_at=now, sent_by_id=actor.id))
    call.reported_at = call.reported_at or now
    call.outcome, call.call_back_after = result.outcome, result.call_back_after
    call.action_needed, call.note = result.action_needed, result.note
    actions_effects.flag(call, result, before, now)
    actions_effects.tell_register(call, result, before, now)
    db.session.flush()
    settle(call.person_id)
    beside.of(call).settle(call)
    return True


def undo(call: Call, actor: Account, now: datetime) -> None:
    """Take one's own report of one tap back, and hold the person again as if nothing had been said.

    Raises Busy, IsHeld, TooLate; the last also when the report has become more than a tap.
    """
    if call.reported_at is None:
        return
    is_one_tap = len(call.versions) == 1 and call.answers in rules.QUICK.values()
    if actor.id != call.caller_id or not is_one_tap or now >= call.reported_at + rules.CORRECTABLE:
        raise TooLate
    if queries.holder(call.person_id, now) is not None:
        raise IsHeld
    _release_silent(now)
    _let_go_of_untouched(call.caller, now)
    if (entry := actions_effects.history_of(call)) is not None:
        db.session.delete(entry)
    call.versions, call.answers, call.correction = [], {}, None
    call.reported_at = call.outcome = call.released_at = None
    call.lease_until = now + rules.LEASE
    db.session.flush()
    settle(call.person_id)
    beside.of(call).settle(call)


def skip(call: Call, why: Skip, now: datetime) -> None:
    """Pass the person on; they keep their place, and nothing about it is written on them."""
    if call.reported_at is None:
        call.skipped_because, call.released_at, call.answers = why, call.released_at or now, {}
        db.session.flush()


def take_break(call: Call, now: datetime) -> None:
    """Let go of the person if the report hasn't begun; a report that has is kept for the caller."""
    if call.is_open and not call.is_begun:
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
        if place.done_at is None or place.done_at in [
            call.reported_at for call in here
        ]:  # else another goal is reached
            place.done_at = next((call.reported_at for call in here if call.outcome in queries.SPOKEN), None)
        last = here[-1] if here else None
        waits = last is not None and last.outcome in (Outcome.CALL_BACK, Outcome.NOT_AVAILABLE)
        place.call_back_after = last.call_back_after if last and waits else None
        place.promised_to_id = last.caller_id if last and last.outcome is Outcome.CALL_BACK else None
        place.promised_at = last.reported_at if last and waits else None
    db.session.flush()


def forget_skips(now: datetime) -> None:
    """Delete what was claimed and let go without a word, in assignments that have ended or have no queue."""
    expiry.enforce("calling.skips", now)
