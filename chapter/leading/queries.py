"""Reads: assignments and how they go, their callers, and their reports."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Row, and_, false, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, contains_eager, joinedload

from chapter import i18n
from chapter.access import GRANTS, Permission
from chapter.accounts.models import Account, AccountRole
from chapter.calling import queries as calling
from chapter.calling import queue
from chapter.calling.models import AssignmentCaller, Call, CallAssignment, CallVersion, Flag, QueuePlace
from chapter.calling.rules import Waiting
from chapter.db import db
from chapter.errors import Missing
from chapter.flags import leaving
from chapter.i18n import in_language
from chapter.leading.rules import Phase, Wanted, phase
from chapter.people.models import Person
from chapter.searches import usage

VOLUNTEERS_SHOWN = 8
REPORTS_PER_PAGE = 25
CHUNK = 500
MANY_SKIPS = 10
"""So many people passed on in a day, and none rung, that the leader had better ask how it goes."""


@dataclass(frozen=True)
class Progress:
    """An assignment, the size of its target group and how many of it are done."""

    assignment: CallAssignment
    target: int
    done: int


def assignment(assignment_id: int, for_change: bool = False) -> CallAssignment:
    """A campaign's assignment; locked when it is loaded for a change. Raises Missing."""
    query = select(CallAssignment).where(CallAssignment.id == assignment_id, calling.IS_CAMPAIGN)
    query = query.options(joinedload(CallAssignment.leader))
    query = query.with_for_update(of=CallAssignment) if for_change else query
    return found(db.session.scalars(query).one_or_none())


def by_phase(now: datetime) -> dict[Phase, list[Progress]]:
    """All campaigns' assignments with how far they have come, the latest first in each phase."""
    query = select(QueuePlace.assignment_id, func.count(), func.count(QueuePlace.done_at))
    tally = {key: (target, done) for key, target, done in db.session.execute(query.group_by(QueuePlace.assignment_id))}
    phases: dict[Phase, list[Progress]] = {phase: [] for phase in Phase}
    campaigns = select(CallAssignment).where(calling.IS_CAMPAIGN)
    for one in db.session.scalars(campaigns.order_by(CallAssignment.starts_at.desc())):
        progress = Progress(one, *tally.get(one.id, (0, 0)))
        phases[phase(one.starts_at, one.ends_at, now)].append(progress)
    return phases


def running(now: datetime) -> Sequence[int]:
    """The ids of the campaigns' assignments that are running."""
    is_on = and_(CallAssignment.starts_at <= now, or_(CallAssignment.ends_at.is_(None), CallAssignment.ends_at > now))
    query = select(CallAssignment.id).where(is_on, calling.IS_CAMPAIGN)
    return db.session.scalars(query.order_by(CallAssignment.id)).all()


def following(search_id: int, now: datetime | None = None) -> Sequence[CallAssignment]:
    """The assignments that use a saved search; with ``now`` only those that aren't over."""
    query = select(CallAssignment).where(CallAssignment.search_id == search_id).order_by(CallAssignment.id)
    if now is not None:
        query = query.where(or_(CallAssignment.ends_at.is_(None), CallAssignment.ends_at > now))
    return db.session.scalars(query.with_for_update(of=CallAssignment)).all()


def uses_of_searches(search_ids: Collection[int]) -> list[usage.Use]:
    """The assignments that use saved searches."""
    query = select(CallAssignment.search_id, CallAssignment.id, CallAssignment.title)
    found = db.session.execute(query.where(CallAssignment.search_id.in_(search_ids)).order_by(CallAssignment.id))
    return [
        usage.Use(search_id, in_language(title), "leading.assignment", {"assignment_id": key})
        for search_id, key, title in found
        if search_id is not None
    ]


@dataclass(frozen=True)
class Live:
    """How an assignment stands this minute."""

    waiting: dict[Waiting, int]
    conversations: int
    done: int
    promised: int
    flags: int
    at_it: Sequence[Row[str, datetime]] = field(default_factory=list)

    @property
    def target(self) -> int:
        """Everybody in the target group."""
        return sum(self.waiting.values())


def live(assignment: CallAssignment, reader: Account, now: datetime) -> Live:
    """The figures of an assignment that ``reader`` may see, in a number of queries that doesn't grow."""
    here = QueuePlace.assignment_id == assignment.id
    places = select(func.count()).select_from(QueuePlace).where(here)
    done = places.where(QueuePlace.done_at.is_not(None))
    promised = places.where(QueuePlace.promised_to_id.is_not(None), QueuePlace.done_at.is_(None))
    flags = select(func.count()).select_from(Flag).join(Flag.call)
    flags = flags.where(Call.assignment_id == assignment.id, Flag.handled_at.is_(None), leaving.visible(reader))
    figures = select(*(query.scalar_subquery() for query in (done, promised, flags)))
    numbers = db.session.execute(figures).one()
    at_it = select(Account.name, Call.claimed_at).join(Call.caller)
    at_it = at_it.where(Call.assignment_id == assignment.id, calling.OPEN, Call.lease_until > now)
    return Live(
        waiting=queue.counts(assignment, now),
        conversations=calling.conversations_held(assignment.id),
        done=numbers[0],
        promised=numbers[1],
        flags=numbers[2],
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
    """One caller of a campaign's assignment; raises Missing."""
    query = select(AssignmentCaller).where(
        AssignmentCaller.assignment_id == assignment_id,
        AssignmentCaller.account_id == account_id,
        AssignmentCaller.assignment.has(calling.IS_CAMPAIGN),
    )
    parts = (AssignmentCaller.account, AssignmentCaller.assignment)
    return found(db.session.scalars(query.options(*(joinedload(part) for part in parts))).one_or_none())


def leafing(assignment: CallAssignment, now: datetime) -> set[int]:
    """The ids of callers who have only passed people on today: many of them, and no report."""
    today = _midnight(i18n.local(now).date())
    here = Call.assignment_id == assignment.id
    passed_on = Call.reported_at.is_(None), Call.skipped_because.is_not(None), Call.claimed_at >= today
    reporters = select(Call.caller_id).where(here, Call.reported_at >= today)
    query = select(Call.caller_id).where(here, *passed_on, Call.caller_id.not_in(reporters))
    return set(db.session.scalars(query.group_by(Call.caller_id).having(func.count() >= MANY_SKIPS)))


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


def _reports(assignment_id: int, wanted: Wanted, reader: Account) -> list[ColumnElement[bool]]:
    conditions = [Call.assignment_id == assignment_id, Call.reported_at.is_not(None)]
    if wanted.outcome:
        conditions.append(Call.outcome == wanted.outcome)
    if wanted.caller_id:
        conditions.append(Call.caller_id == wanted.caller_id)
    if wanted.flagged:
        conditions += [Flag.id.is_not(None), leaving.visible(reader)]
    if wanted.flagged == "open":
        conditions.append(Flag.handled_at.is_(None))
    if wanted.since:
        conditions.append(Call.reported_at >= _midnight(wanted.since))
    if wanted.until:
        conditions.append(Call.reported_at < _midnight(wanted.until + timedelta(days=1)))
    if wanted.name:
        conditions.append(holds(Person.first_name + " " + Person.last_name, wanted.name))
    return conditions


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), i18n.zone())


def reports(assignment_id: int, wanted: Wanted, reader: Account, page: int) -> Pagination:
    """A page of the reports, the latest first."""
    query = select(Call).join(Call.person).join(Call.caller).outerjoin(Call.flag)
    query = query.options(contains_eager(Call.person), contains_eager(Call.caller), contains_eager(Call.flag))
    query = query.where(*_reports(assignment_id, wanted, reader)).order_by(Call.reported_at.desc(), Call.id.desc())
    return db.paginate(query, page=page, per_page=REPORTS_PER_PAGE, error_out=False)


def corrected(calls: Sequence[Call]) -> set[int]:
    """The ids of those calls whose report was sent more than once."""
    query = select(CallVersion.call_id).where(CallVersion.call_id.in_([call.id for call in calls]))
    return set(db.session.scalars(query.group_by(CallVersion.call_id).having(func.count() > 1)))


def reported_on(assignment_id: int, wanted: Wanted, reader: Account) -> Sequence[int]:
    """The ids of those whom the same reports are about."""
    query = select(Call.person_id).join(Call.person).join(Call.caller).outerjoin(Call.flag)
    return db.session.scalars(query.where(*_reports(assignment_id, wanted, reader)).distinct()).all()


def rows(assignment_id: int, wanted: Wanted, reader: Account) -> Iterator[Sequence[Any]]:
    """The reports as plain rows, a chunk at a time, the first first."""
    query = select(
        Person.first_name,
        Person.last_name,
        Account.name.label("caller"),
        Call.outcome,
        Call.call_back_after,
        Call.action_needed,
        func.coalesce(Flag.message, "").label("message"),
        func.coalesce(Flag.is_leaving, false()).label("is_leaving"),
        Call.note,
        Call.claimed_at,
        Call.reported_at,
    )
    query = query.join(Call.person).join(Call.caller).outerjoin(Call.flag)
    query = query.where(*_reports(assignment_id, wanted, reader)).order_by(Call.reported_at, Call.id)
    yield from db.session.execute(query, execution_options={"yield_per": CHUNK}).partitions()


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
