"""Reads: a caller's assignments and calls, and how far an assignment has come."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Row, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from chapter import i18n
from chapter.access import Permission
from chapter.accounts.models import Account
from chapter.calling.models import AssignmentCaller, Call, CallAssignment, Flag, QueuePlace
from chapter.calling.rules import CORRECTABLE, Outcome, Purpose
from chapter.db import db, rows
from chapter.errors import Missing
from chapter.people.models import Person, Tag, person_tag

OPEN = and_(Call.reported_at.is_(None), Call.released_at.is_(None))
SPOKEN = (Outcome.TALKED, Outcome.DO_NOT_CALL, Outcome.WANTS_TO_LEAVE)
IS_SETTLED = ~Call.flag.has(Flag.handled_at.is_(None))
"""Whether nobody has to act on it any more."""
HAS_WORDS = or_(
    Call.note != "",
    Call.correction.is_not(None),
    Call.versions.any(),
    Call.flag.has(or_(Flag.message != "", Flag.reply != "")),
)
"""Whether anything that was written in it is still kept."""
RECENT = timedelta(days=7)
"""How far back a caller finds their own calls when somebody rings back."""


IS_CAMPAIGN = CallAssignment.purpose == Purpose.CAMPAIGN
READERS = {
    Purpose.WELCOME: Permission.WELCOME_MANAGE,
    Purpose.FOLLOW_UP: Permission.WELCOME_FOLLOW_UP,
    Purpose.LEAVING: Permission.LEAVING_HANDLE,
}
"""Who besides the caller reads the reports of calls that are no campaign's, and handles what is flagged in them."""


def closed_to(account: Account) -> list[Purpose]:
    """The purposes whose calls are not for ``account`` to read."""
    return [purpose for purpose, need in READERS.items() if need not in account.permissions]


def caller_on(account: Account, assignment_id: int) -> AssignmentCaller:
    """``account`` as a caller of a campaign's assignment, if it is one."""
    query = (
        select(AssignmentCaller)
        .join(AssignmentCaller.assignment)
        .where(AssignmentCaller.account_id == account.id, AssignmentCaller.assignment_id == assignment_id, IS_CAMPAIGN)
        .options(
            contains_eager(AssignmentCaller.assignment).joinedload(CallAssignment.leader),
            joinedload(AssignmentCaller.account),
        )
    )
    return _found(db.session.scalars(query).one_or_none())


def caller_of(call: Call) -> AssignmentCaller:
    """The caller of ``call`` as one of its assignment's, whatever that is for; raises Missing if they no longer are."""
    return _found(db.session.get(AssignmentCaller, (call.assignment_id, call.caller_id)))


def assignments_of(account: Account) -> Sequence[CallAssignment]:
    """The campaigns' assignments that ``account`` rings for, with their leaders, the newest first."""
    query = select(CallAssignment).join(CallAssignment.callers)
    query = query.where(AssignmentCaller.account_id == account.id, IS_CAMPAIGN)
    leader = joinedload(CallAssignment.leader)
    return db.session.scalars(query.options(leader).order_by(CallAssignment.starts_at.desc())).all()


_CALL = (
    select(Call).where(Call.id == bindparam("call_id")).options(joinedload(Call.person), joinedload(Call.assignment))
)


def call_for(account: Account, call_id: int, now: datetime) -> Call:
    """A call that ``account`` may open: their own while they hold it and for a day after; a leader, any report.

    Raises Missing, and LetGo for one's own that was passed on.
    """
    call = _found(db.session.scalars(_CALL, {"call_id": call_id}).one_or_none())
    if call.reported_at and _may_lead(account, call):
        return call
    ended = call.reported_at or call.released_at
    if call.caller_id != account.id or (ended and ended + CORRECTABLE <= now):
        raise Missing
    if call.skipped_because or not (call.is_open or call.reported_at or call.has_lapsed):
        raise LetGo(call)
    return call


def _may_lead(account: Account, call: Call) -> bool:
    """A leader opens any report of a campaign; that somebody wants to leave is the member coordinator's."""
    is_leaving = call.outcome is Outcome.WANTS_TO_LEAVE
    need = READERS.get(call.assignment.purpose, Permission.CALLING_LEAD)
    return (Permission.LEAVING_HANDLE if is_leaving else need) in account.permissions


class LetGo(Missing):
    """The caller has passed the person on, or taken a break."""

    def __init__(self, call: Call) -> None:
        super().__init__()
        self.call = call


def open_call(account: Account) -> Call | None:
    """The call that ``account`` is in."""
    query = select(Call).where(Call.caller_id == account.id, OPEN).options(joinedload(Call.person))
    return db.session.scalars(query).one_or_none()


def call_to_finish(account: Account, now: datetime) -> Call | None:
    """The call that ``account`` is in, else the latest report that they had begun when it lapsed, within a day."""
    unreported = select(Call).where(Call.caller_id == account.id, Call.reported_at.is_(None))
    lately = unreported.where(or_(Call.released_at.is_(None), Call.released_at > now - CORRECTABLE))
    open_first = lately.order_by(Call.released_at.is_not(None), Call.released_at.desc())
    found = db.session.scalars(open_first.options(joinedload(Call.person)))
    begun = (call for call in found if call.is_open or (call.has_lapsed and call.is_begun and not call.skipped_because))
    return next(begun, None)


def holder(person_id: int, now: datetime) -> Call | None:
    """The call that holds a person now."""
    return db.session.scalars(
        select(Call).where(Call.person_id == person_id, OPEN, Call.lease_until > now)
    ).one_or_none()


_EARLIER = (
    select(Call.reported_at, Call.outcome, Call.note, Account.name.label("caller"))
    .join(Call.caller)
    .where(Call.person_id == bindparam("person_id"), Call.reported_at.is_not(None), Call.id != bindparam("call_id"))
    .order_by(Call.reported_at.desc())
    .limit(5)
)


def earlier_calls(person: Person, besides: Call | None = None) -> Sequence[Row]:
    """The latest reports on a person, one call's apart: when, how it ended, the note and the caller's name."""
    return rows(_EARLIER, person_id=person.id, call_id=besides.id if besides else 0).all()


_TAGS = (
    select(Tag.name)
    .join(person_tag)
    .where(person_tag.c.person_id == bindparam("person_id"), Tag.shown_to_callers)
    .order_by(Tag.name)
)


def shown_tags(person: Person, facts: Collection[str]) -> Sequence[str]:
    """The tags that callers may see of a person, if tags are among the ``facts`` that they are shown."""
    return rows(_TAGS, person_id=person.id).scalars().all() if "tags" in facts else []


def _own_recent(account: Account, now: datetime) -> Select[Call]:
    """The calls that ``account`` has reported lately, the latest first."""
    query = select(Call).join(Call.person).where(Call.caller_id == account.id, Call.reported_at > now - RECENT)
    return query.options(joinedload(Call.person), joinedload(Call.assignment)).order_by(Call.reported_at.desc())


def recent_calls(account: Account, text: str, now: datetime, limit: int = 10) -> Sequence[Call]:
    """The caller's own recent calls to people whose name or number holds ``text``; none without a text.

    A caller's week is short, so it is searched here: SQLite doesn't know that Å and å are one letter.
    """
    wanted, digits = text.strip().casefold(), "".join(c for c in text if c.isdigit()).lstrip("0")
    if not wanted:
        return []

    def fits(person: Person) -> bool:
        numbers = f"{person.mobile} {person.phone2}"
        return wanted in person.name.casefold() or bool(digits and digits in numbers)

    return [call for call in db.session.scalars(_own_recent(account, now)) if fits(call.person)][:limit]


def own_recent_call(account: Account, call_id: int, now: datetime) -> Call:
    """One of the calls that ``account`` has reported lately."""
    return _found(db.session.scalars(_own_recent(account, now).where(Call.id == call_id)).one_or_none())


def conversations_held(assignment_id: int) -> int:
    """Conversations in an assignment; the team's total, which never runs backwards."""
    query = select(func.count()).where(Call.assignment_id == assignment_id, Call.outcome.in_(SPOKEN))
    return db.session.scalar(query) or 0


_TODAY = select(func.count()).where(Call.caller_id == bindparam("caller_id"), Call.reported_at >= bindparam("since"))
_CONVERSATIONS_TODAY = _TODAY.where(Call.outcome.in_(SPOKEN))


def calls_today(account: Account, now: datetime) -> int:
    """How many calls ``account`` has reported since midnight."""
    return rows(_TODAY, caller_id=account.id, since=i18n.midnight(now)).scalar_one()


def conversations_today(account: Account, now: datetime) -> int:
    """How many of the calls since midnight became conversations."""
    return rows(_CONVERSATIONS_TODAY, caller_id=account.id, since=i18n.midnight(now)).scalar_one()


def promised_by(account: Account, assignment_id: int) -> Sequence[QueuePlace]:
    """The call-backs that ``account`` has promised, the soonest first; without names."""
    query = select(QueuePlace).where(
        QueuePlace.assignment_id == assignment_id,
        QueuePlace.promised_to_id == account.id,
        QueuePlace.call_back_after.is_not(None),
        QueuePlace.done_at.is_(None),
    )
    return db.session.scalars(query.order_by(QueuePlace.call_back_after)).all()


def flags_raised_by(account: Account, assignment_id: int, limit: int = 5) -> Sequence[Flag]:
    """What ``account`` flagged in an assignment, the latest first, with what came of it."""
    query = select(Flag).join(Flag.call).where(Call.caller_id == account.id, Call.assignment_id == assignment_id)
    return db.session.scalars(query.options(joinedload(Flag.person)).order_by(Flag.raised_at.desc()).limit(limit)).all()


def _found(thing):
    if thing is None:
        raise Missing
    return thing
