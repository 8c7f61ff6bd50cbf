"""The queue: why each person of a target group waits, who is handed out next, and who may be rung at all."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from chapter.calling.models import AssignmentCaller, Call, CallAssignment, Flag, QueuePlace
from chapter.calling.queries import OPEN
from chapter.calling.rules import PROMISED, Purpose, Waiting
from chapter.db import db
from chapter.people.models import Person, person_tag


def status(assignment: CallAssignment, now: datetime) -> ColumnElement[str]:
    """Why a person (``QueuePlace`` joined with ``Person``) waits, as a word of :class:`Waiting`.

    The one place that says who may be handed out; the first reason that holds is the one given.
    """
    held, *barred = _bars(QueuePlace.person_id, now)
    rests = and_(
        QueuePlace.last_called_at > now - timedelta(hours=assignment.cooldown_hours),
        or_(QueuePlace.promised_at.is_(None), QueuePlace.promised_at != QueuePlace.last_called_at),
    )
    return case(
        held,
        (QueuePlace.done_at.is_not(None), Waiting.DONE),
        *barred,
        (QueuePlace.call_back_after > now, Waiting.CALL_BACK),
        (rests, Waiting.COOLDOWN),
        else_=Waiting.READY,
    )


def _bars(person_id: InstrumentedAttribute[int], now: datetime, is_leaving: bool = False) -> list[tuple[Any, Waiting]]:
    """What forbids to ring a person in whatever assignment; that they are leaving does not, if the call is about it."""
    usable = or_(
        and_(Person.mobile.is_not(None), Person.mobile_is_wrong.is_(False)),
        and_(Person.phone2.is_not(None), Person.phone2_is_wrong.is_(False)),
    )
    held = exists().where(Call.person_id == person_id, OPEN, Call.lease_until > now)
    flagged = exists().where(Flag.person_id == person_id, Flag.handled_at.is_(None))
    leaving = or_(Person.leaving_at.is_not(None), Person.left_on.is_not(None))
    return [
        (held, Waiting.IN_CALL),
        (Person.do_not_call_at.is_not(None), Waiting.DO_NOT_CALL),
        (false() if is_leaving else leaving, Waiting.LEAVING),
        (flagged.where(~Flag.is_leaving) if is_leaving else flagged, Waiting.FLAGGED),
        (~usable, Waiting.NO_NUMBER),
    ]


def barred(person_id: int, purpose: Purpose, now: datetime) -> Waiting | None:
    """Why nobody may ring a person whom an officer has chosen, if so."""
    reason = case(*_bars(Person.id, now, purpose is Purpose.LEAVING), else_=None)
    found = db.session.scalar(select(reason).where(Person.id == person_id))
    return found and Waiting(found)


def counts(assignment: CallAssignment, now: datetime) -> dict[Waiting, int]:
    """How many of the target group are in each state; all states are there."""
    state = status(assignment, now)
    rows = db.session.execute(
        select(state, func.count())
        .select_from(QueuePlace)
        .join(Person, Person.id == QueuePlace.person_id)
        .where(QueuePlace.assignment_id == assignment.id)
        .group_by(state)
    )
    return dict.fromkeys(Waiting, 0) | {Waiting(word): number for word, number in rows}


def next_person(caller: AssignmentCaller, now: datetime) -> int | None:
    """The id of the next person: the caller's due call-backs, their tags, never called, least recently called."""
    ready = _ready_for(caller, now)
    promised = ready.where(QueuePlace.promised_to_id == caller.account_id)
    tries = [promised.order_by(QueuePlace.call_back_after)]
    if tags := caller.tag_ids(excluded=False):
        tries.append(_in_turn(ready.where(_tagged(tags))))
    tries.append(_in_turn(ready))
    return next((found for query in tries if (found := db.session.scalar(_lock(query))) is not None), None)


def _ready_for(caller: AssignmentCaller, now: datetime) -> Select[int]:
    skipped = exists().where(
        Call.person_id == QueuePlace.person_id,
        Call.caller_id == caller.account_id,
        Call.assignment_id == caller.assignment_id,
        Call.skipped_because.is_not(None),
    )
    query = (
        select(QueuePlace.person_id)
        .join(Person, Person.id == QueuePlace.person_id)
        .where(
            QueuePlace.assignment_id == caller.assignment_id,
            QueuePlace.done_at.is_(None),
            status(caller.assignment, now) == Waiting.READY,
            ~skipped,
            ~and_(
                QueuePlace.promised_to_id.is_not(None),
                QueuePlace.promised_to_id != caller.account_id,
                QueuePlace.call_back_after > now - PROMISED,
            ),
        )
    )
    if caller.account.person_id is not None:
        query = query.where(QueuePlace.person_id != caller.account.person_id)
    if tags := caller.tag_ids(excluded=True):
        query = query.where(~_tagged(tags))
    return query


def _tagged(tag_ids: Sequence[int]) -> ColumnElement[bool]:
    return exists().where(person_tag.c.person_id == QueuePlace.person_id, person_tag.c.tag_id.in_(tag_ids))


def _in_turn(query: Select[int]) -> Select[int]:
    return query.order_by(QueuePlace.last_called_at.asc().nulls_first(), QueuePlace.person_id)


def _lock(query: Select[int]) -> Select[int]:
    return query.limit(1).with_for_update(of=Person, skip_locked=True)


def next_free(assignment: CallAssignment, now: datetime) -> datetime | None:
    """When the next person who only rests (cooldown, call-back) may be rung."""
    state = status(assignment, now)
    waits = (
        select(state, func.min(QueuePlace.call_back_after), func.min(QueuePlace.last_called_at))
        .join(Person, Person.id == QueuePlace.person_id)
        .where(QueuePlace.assignment_id == assignment.id, QueuePlace.done_at.is_(None))
        .group_by(state)
    )
    first = {word: (call_back, called) for word, call_back, called in db.session.execute(waits)}
    call_back, _called = first.get(Waiting.CALL_BACK, (None, None))
    _promised, called = first.get(Waiting.COOLDOWN, (None, None))
    rested = called and called + timedelta(hours=assignment.cooldown_hours)
    return min((moment for moment in (call_back, rested) if moment is not None), default=None)


def is_ready(call: Call, now: datetime) -> bool:
    """Whether the person of ``call`` could be handed to its caller again."""
    if call.assignment.purpose is not Purpose.CAMPAIGN:
        return barred(call.person_id, call.assignment.purpose, now) is None
    on = db.session.get(AssignmentCaller, (call.assignment_id, call.caller_id))
    return (
        on is not None
        and db.session.scalar(_ready_for(on, now).where(QueuePlace.person_id == call.person_id)) is not None
    )
