"""Reads: when cases are forgotten, what goes with them, and what they count as when they are gone."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, literal, or_, select
from sqlalchemy.orm import joinedload, selectinload

from chapter.calling.models import Call, CallAssignment, Flag
from chapter.calling.rules import Purpose
from chapter.db import db
from chapter.expiry import GRACE, SOON, Outlook
from chapter.groups.models import GroupPlace
from chapter.groups.rules import Standing
from chapter.i18n import local
from chapter.messages.models import Message
from chapter.people.models import HistoryEntry, Person
from chapter.welcome import queries, rules
from chapter.welcome.models import CaseNote, FollowUp, Invitation, WelcomeCase
from chapter.welcome.rules import LAST_DAY, Kind, erase_day
from chapter.welcome.rules_figures import NO_GROUP, Facts, Promise, Stage, promises, stage_of
from chapter.welcome.rules_follow_up import COMMON, WARN_DAYS, Came, Result

WELCOMING = Purpose.WELCOME, Purpose.FOLLOW_UP
"""What calls to new members are for."""


class Closing(NamedTuple):
    """A case that is forgotten soon, though nobody has followed it up."""

    case: WelcomeCase
    erase_on: date


class Going(NamedTuple):
    """How much goes with a case. ``flags`` are on calls that stay until somebody has seen to them."""

    notes: int
    invitations: int
    mails: int
    calls: int
    flags: int
    follow_up: int


class Counted(NamedTuple):
    """What remains of a case: a stage (None: it isn't counted) and the promises, without a person."""

    year: int
    group_id: int
    how_came: str
    stage: Stage | None
    promises: Sequence[Promise]
    is_over: bool
    """Whether nothing more will come of it."""


_COUNTS = (
    *(joinedload(part) for part in (WelcomeCase.person, WelcomeCase.follow_up)),
    *(selectinload(part) for part in (WelcomeCase.referrals, WelcomeCase.done)),
)
"""What a case is counted by."""


def ended(case: WelcomeCase) -> date | None:
    """The day on which ``case`` was followed up or closed."""
    end = case.course().end
    return end.on if end else None


def erase_on(case: WelcomeCase) -> date:
    """The day on which ``case`` is forgotten, as things are now."""
    return erase_day(case.started_on, ended(case), queries.routine().keep_days)


def due(today: date) -> list[int]:
    """The cases whose day has come, the longest ago first."""
    may_be = or_(queries.HAS_ENDED, WelcomeCase.started_on <= today - timedelta(days=LAST_DAY))
    days = {case.id: erase_on(case) for case in db.session.scalars(queries.WHOLE.where(may_be))}
    return sorted((case_id for case_id, day in days.items() if day <= today), key=lambda case_id: days[case_id])


def outlook(now: datetime) -> Outlook:
    """How many cases there are, and when they go."""
    today = local(now).date()
    days = sorted(erase_on(case) for case in db.session.scalars(queries.WHOLE))
    soon, late = (sum(day <= today + span for day in days) for span in (SOON, -GRACE))
    return Outlook(len(days), soon, days[0] if days else None, late)


def to_forget(case_id: int) -> WelcomeCase | None:
    """A case, locked, with all that it counts as; None if somebody has forgotten it meanwhile."""
    found = select(WelcomeCase).where(WelcomeCase.id == case_id).options(*_COUNTS)
    locked = found.with_for_update(of=WelcomeCase).execution_options(populate_existing=True)
    return db.session.scalars(locked).one_or_none()


def closing_in(now: datetime) -> list[Closing]:
    """The cases that are forgotten within two weeks though nobody has followed them up, the soonest first."""
    begun_by = local(now).date() - timedelta(days=LAST_DAY - WARN_DAYS)
    old = WelcomeCase.started_on <= begun_by, ~queries.HAS_ENDED
    found = select(WelcomeCase).where(*old).options(joinedload(WelcomeCase.person))
    cases = db.session.scalars(found.order_by(WelcomeCase.started_on, WelcomeCase.id))
    return [Closing(case, erase_day(case.started_on, None, 0)) for case in cases]


def calls_of(person_id: int) -> Select[Call]:
    """The calls that were made to somebody to welcome them and to follow it up."""
    made_for = CallAssignment.purpose.in_(WELCOMING)
    return select(Call).join(CallAssignment).where(made_for, Call.person_id == person_id)


def is_done_with(now: datetime) -> ColumnElement[bool]:
    """Whether nobody needs a call any more: it is over, and what was flagged in it has been seen to."""
    is_over = or_(Call.reported_at.is_not(None), Call.released_at.is_not(None), Call.lease_until <= now)
    return and_(is_over, ~Call.flag.has(Flag.handled_at.is_(None)))


def left_behind(now: datetime) -> Sequence[int]:
    """Whose welcome calls are still here though their case is gone, and can go now."""
    has_case = select(WelcomeCase.id).where(WelcomeCase.person_id == Call.person_id).exists()
    found = select(Call.person_id).join(CallAssignment).where(CallAssignment.purpose.in_(WELCOMING), ~has_case)
    return db.session.scalars(found.where(is_done_with(now)).distinct()).all()


def of_no_case(source: Any) -> ColumnElement[bool]:
    """Whether ``source`` names a case that isn't there: its person is gone, or was made one with somebody else."""
    there = select(literal("case:") + cast(WelcomeCase.id, String))
    return and_(source.between("case:", "case:~"), source.not_in(there))


def referred(person_id: int) -> Select[str | None]:
    """What the mails about somebody's referrals say they are about, reminders and answers too."""
    theirs = HistoryEntry.person_id == person_id, HistoryEntry.kind == "group_referred"
    return select(HistoryEntry.source).where(*theirs, HistoryEntry.source.is_not(None)).distinct()


def going(case: WelcomeCase) -> Going:
    """How much goes with ``case``; in one query."""
    of_case = (select(func.count()).where(model.case_id == case.id) for model in (CaseNote, Invitation))
    about = or_(Message.source == case.source, Message.source.in_(referred(case.person_id)))
    mails = select(func.count()).select_from(Message).where(about)
    calls = calls_of(case.person_id).where(or_(Call.reported_at.is_not(None), Call.released_at.is_(None)))
    flagged = calls.join(Call.flag).where(Flag.handled_at.is_(None))
    numbers = [select(func.count()).select_from(found.subquery()) for found in (calls, flagged)]
    follow_up = select(func.count()).where(FollowUp.case_id == case.id)
    counts = (*of_case, mails, *numbers, follow_up)
    return Going(*db.session.execute(select(*(count.scalar_subquery() for count in counts))).one())


def counted_now(now: datetime) -> list[Counted]:
    """What each of the cases that are there counts as now; in as many queries as for one."""
    return _counted(db.session.scalars(select(WelcomeCase).options(*_COUNTS)).all(), now)


def counted(case: WelcomeCase, now: datetime) -> Counted:
    """What remains of ``case`` if it is forgotten now."""
    return _counted([case], now)[0]


def _counted(cases: Collection[WelcomeCase], now: datetime) -> list[Counted]:
    came, common, steps, today = _came(cases), _common(cases), queries.steps(), local(now).date()
    made = []
    for case in cases:
        groups = [referral.group_id for referral in case.referrals]
        arrived = [group_id for group_id in groups if (case.person_id, group_id) in came]
        stage = stage_of(_facts(case, bool(arrived)))
        kept = promises(steps, case.course(), today, queries.is_closed) if stage else []
        group_id = (arrived or groups or [NO_GROUP])[-1]
        how_came = case.how_came if case.how_came in common else ""
        made.append(Counted(case.started_on.year, group_id, how_came, stage, kept, ended(case) is not None))
    return made


def _came(cases: Collection[WelcomeCase]) -> set[tuple[int, int]]:
    """Who is in, or has come to, which of the groups that they were referred to."""
    groups = {referral.group_id for case in cases for referral in case.referrals}
    people = {case.person_id for case in cases if case.referrals}
    is_there = or_(GroupPlace.has_come.is_(True), GroupPlace.standing == Standing.MEMBER)
    found = select(GroupPlace.person_id, GroupPlace.group_id).where(is_there, GroupPlace.group_id.in_(groups))
    return {(row[0], row[1]) for row in db.session.execute(found.where(GroupPlace.person_id.in_(people)))}


def _common(cases: Collection[WelcomeCase]) -> set[str]:
    """The ways in which so many people came that they say nothing about one of them; some write whole stories."""
    ways = {case.how_came for case in cases}
    found = select(Person.source).where(Person.source.in_(ways)).group_by(Person.source)
    return set(db.session.scalars(found.having(func.count() >= COMMON)))


def _facts(case: WelcomeCase, has_come: bool) -> Facts:
    done, said = {key for key, trace in case.traces().items() if not trace.is_skipped}, case.follow_up
    return Facts(
        has_letter=Kind.LETTER in done,
        has_spoken=Kind.CALL in done,
        is_referred=bool(case.referrals),
        has_come=has_come or (said is not None and said.came == Came.YES),
        result=Result(said.result) if said and said.result else None,
        closing=case.closed_why or (rules.Closing.LEFT if case.person.left_on else None),
    )
