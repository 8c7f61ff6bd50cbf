"""Reads: assignments and how they go, their callers, and their reports."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, contains_eager, joinedload

from chapter import i18n
from chapter.access import GRANTS, Permission
from chapter.accounts.models import Account, AccountRole
from chapter.calling import queries as calling
from chapter.calling.models import AssignmentCaller, Call, CallAssignment, CallVersion, Flag, QueuePlace
from chapter.calling.rules import Waiting
from chapter.db import db
from chapter.errors import Missing
from chapter.leading.rules import Phase, Wanted, phase
from chapter.people.models import Person

VOLUNTEERS_SHOWN = 8
REPORTS_PER_PAGE = 25


@dataclass(frozen=True)
class Progress:
    """An assignment, the size of its target group and the conversations held."""

    assignment: CallAssignment
    target: int
    conversations: int


def assignment(assignment_id: int) -> CallAssignment:
    """An assignment, locked for a change; raises Missing."""
    query = select(CallAssignment).where(CallAssignment.id == assignment_id)
    query = query.options(joinedload(CallAssignment.leader)).with_for_update(of=CallAssignment)
    return found(db.session.scalars(query).one_or_none())


def by_phase(now: datetime) -> dict[Phase, list[Progress]]:
    """All assignments with how far they have come, the latest first in each phase."""
    people = _tally(select(QueuePlace.assignment_id, func.count()).group_by(QueuePlace.assignment_id))
    spoken = select(Call.assignment_id, func.count()).where(Call.outcome.in_(calling.SPOKEN))
    talks = _tally(spoken.group_by(Call.assignment_id))
    phases: dict[Phase, list[Progress]] = {phase: [] for phase in Phase}
    for one in db.session.scalars(select(CallAssignment).order_by(CallAssignment.starts_at.desc())):
        progress = Progress(one, people.get(one.id, 0), talks.get(one.id, 0))
        phases[phase(one.starts_at, one.ends_at, now)].append(progress)
    return phases


def _tally(query: Select[int, int]) -> dict[int, int]:
    return {key: number for key, number in db.session.execute(query)}


def running(now: datetime) -> Sequence[CallAssignment]:
    """The assignments that are running."""
    is_on = and_(CallAssignment.starts_at <= now, or_(CallAssignment.ends_at.is_(None), CallAssignment.ends_at > now))
    return db.session.scalars(select(CallAssignment).where(is_on).order_by(CallAssignment.id)).all()


@dataclass(frozen=True)
class Live:
    """How an assignment stands this minute."""

    waiting: dict[Waiting, int]
    conversations: int
    promised: int
    flags: int
    at_it: Sequence[Row[str, datetime]] = field(default_factory=list)

    @property
    def target(self) -> int:
        """Everybody in the target group."""
        return sum(self.waiting.values())


def live(assignment: CallAssignment, now: datetime) -> Live:
    """The figures of an assignment, in a number of queries that doesn't grow."""
    here = QueuePlace.assignment_id == assignment.id
    promised = select(func.count()).where(here, QueuePlace.promised_to_id.is_not(None), QueuePlace.done_at.is_(None))
    flags = select(func.count()).select_from(Flag).join(Flag.call)
    flags = flags.where(Call.assignment_id == assignment.id, Flag.handled_at.is_(None))
    at_it = select(Account.name, Call.claimed_at).join(Call.caller)
    at_it = at_it.where(Call.assignment_id == assignment.id, calling.OPEN, Call.lease_until > now)
    return Live(
        waiting=calling.counts(assignment, now),
        conversations=calling.conversations_held(assignment.id),
        promised=db.session.scalar(promised) or 0,
        flags=db.session.scalar(flags) or 0,
        at_it=db.session.execute(at_it.order_by(func.lower(Account.name))).all(),
    )


def leaders() -> list[Account]:
    """Everybody who may lead callers, by name."""
    roles = [role for role, granted in GRANTS.items() if Permission.CALLING_LEAD in granted]
    query = select(Account).where(Account.given.any(AccountRole.role.in_(roles)))
    return list(db.session.scalars(query.order_by(func.lower(Account.name))))


def callers(assignment: CallAssignment) -> Sequence[AssignmentCaller]:
    """The callers of an assignment, by name: there is no ranking of people."""
    query = select(AssignmentCaller).join(AssignmentCaller.account)
    query = query.where(AssignmentCaller.assignment_id == assignment.id)
    query = query.options(contains_eager(AssignmentCaller.account))
    return db.session.scalars(query.order_by(func.lower(Account.name))).all()


def caller(assignment_id: int, account_id: int) -> AssignmentCaller:
    """One caller of an assignment; raises Missing."""
    query = select(AssignmentCaller).where(
        AssignmentCaller.assignment_id == assignment_id, AssignmentCaller.account_id == account_id
    )
    parts = (AssignmentCaller.account, AssignmentCaller.assignment)
    return found(db.session.scalars(query.options(*(joinedload(part) for part in parts))).one_or_none())


def volunteers(assignment: CallAssignment, text: str) -> Sequence[Account]:
    """Confirmed accounts that are not yet on the assignment and whose name holds ``text``; one more than is shown."""
    here = select(AssignmentCaller.account_id).where(AssignmentCaller.assignment_id == assignment.id)
    query = select(Account).where(Account.confirmed_at.is_not(None), Account.id.not_in(here), holds(Account.name, text))
    return db.session.scalars(query.order_by(func.lower(Account.name)).limit(VOLUNTEERS_SHOWN + 1)).all()


def volunteer(account_id: int) -> Account:
    """An account that can be put on an assignment; raises Missing."""
    query = select(Account).where(Account.id == account_id, Account.confirmed_at.is_not(None))
    return found(db.session.scalars(query).one_or_none())


def holds(column: InstrumentedAttribute[str] | ColumnElement[str], text: str) -> ColumnElement[bool]:
    """Whether ``column`` holds ``text``, in whatever case; SQLite's own LIKE knows that of A–Z only, not of Å."""
    text = " ".join(text.split())
    return or_(*(column.icontains(form, autoescape=True) for form in {text, text.lower(), text.upper(), text.title()}))


def _reports(assignment_id: int, wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions = [Call.assignment_id == assignment_id, Call.reported_at.is_not(None)]
    if wanted.outcome:
        conditions.append(Call.outcome == wanted.outcome)
    if wanted.caller_id:
        conditions.append(Call.caller_id == wanted.caller_id)
    if wanted.flagged:
        conditions.append(
            Flag.id.is_not(None) if wanted.flagged == "any" else Flag.handled_at.is_(None) & Flag.id.is_not(None)
        )
    if wanted.since:
        conditions.append(Call.reported_at >= _midnight(wanted.since))
    if wanted.until:
        conditions.append(Call.reported_at < _midnight(wanted.until + timedelta(days=1)))
    if wanted.name:
        conditions.append(holds(Person.first_name + " " + Person.last_name, wanted.name))
    return conditions


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), i18n.zone())


def reports(assignment_id: int, wanted: Wanted, page: int) -> Pagination:
    """A page of the reports, the latest first."""
    query = select(Call).join(Call.person).join(Call.caller).outerjoin(Call.flag)
    query = query.options(contains_eager(Call.person), contains_eager(Call.caller), contains_eager(Call.flag))
    query = query.where(*_reports(assignment_id, wanted)).order_by(Call.reported_at.desc(), Call.id.desc())
    return db.paginate(query, page=page, per_page=REPORTS_PER_PAGE, error_out=False)


def corrected(calls: Sequence[Call]) -> set[int]:
    """The ids of those calls whose report was sent more than once."""
    query = select(CallVersion.call_id).where(CallVersion.call_id.in_([call.id for call in calls]))
    return set(db.session.scalars(query.group_by(CallVersion.call_id).having(func.count() > 1)))


def rows(assignment_id: int, wanted: Wanted) -> Iterator[Any]:
    """The reports as plain rows, a few at a time, the first first."""
    query = select(
        Person.first_name,
        Person.last_name,
        Account.name,
        Call.outcome,
        Call.call_back_after,
        Call.action_needed,
        func.coalesce(Flag.message, ""),
        Call.note,
        Call.claimed_at,
        Call.reported_at,
    )
    query = query.join(Call.person).join(Call.caller).outerjoin(Call.flag).where(*_reports(assignment_id, wanted))
    query = query.order_by(Call.reported_at, Call.id).execution_options(yield_per=500)
    yield from db.session.execute(query)


def reporters(assignment_id: int) -> Sequence[Row[int, str]]:
    """Id and name of everybody who has reported in an assignment, by name."""
    here = select(Call.caller_id).where(Call.assignment_id == assignment_id, Call.reported_at.is_not(None))
    query = select(Account.id, Account.name).where(Account.id.in_(here)).order_by(func.lower(Account.name))
    return db.session.execute(query).all()


def senders(call: Call) -> dict[int, str]:
    """The names of those who sent the versions of a report, by id."""
    ids = {version.sent_by_id for version in call.versions}
    query = select(Account.id, Account.name).where(Account.id.in_(ids))
    return {account_id: name for account_id, name in db.session.execute(query)}


def found(thing: Any) -> Any:
    """``thing``; raises Missing when it is None."""
    if thing is None:
        raise Missing
    return thing
