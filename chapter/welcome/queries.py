"""Reads: the routine, the cases that somebody may open, and where each of them stands."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from sqlalchemy import ColumnElement, Select, func, or_, select, text, true
from sqlalchemy.orm import joinedload, selectinload

from chapter.access import GRANTS, Permission
from chapter.accounts.models import Account, AccountRole
from chapter.db import db
from chapter.errors import Missing
from chapter.i18n import local
from chapter.people.models import Person
from chapter.settings.queries import chapter, is_holiday
from chapter.welcome import rules
from chapter.welcome.models import CaseStep, Routine, WelcomeCase, Welcomer
from chapter.welcome.rules import OPEN, RINGS, Kind, Point, Step, Turn


class Stand:
    """What the steps of a case come to; ``points`` is where each stands ``today``."""

    points: Sequence[Point]
    today: date

    @cached_property
    def first(self) -> Point | None:
        """What is to be done first."""
        return rules.first_open(self.points)

    @cached_property
    def ahead(self) -> Point | None:
        """What comes next, if nothing is to be done now."""
        return rules.first_ahead(self.points)

    @cached_property
    def turn(self) -> Turn:
        """When it is the case's turn."""
        return rules.turn(self.points)

    @property
    def to_do(self) -> list[Point]:
        """All that can be done now, the most urgent first."""
        return sorted((p for p in self.points if p.state in OPEN), key=lambda p: p.due_on or self.today)

    def find(self, key: str) -> Point | None:
        """The step ``key``, if the case has got it."""
        return next((point for point in self.points if point.step.key == key), None)

    def point(self, key: str) -> Point:
        """The step ``key``; raises Missing if the case hasn't got it."""
        found = self.find(key)
        if found is None:
            raise Missing
        return found


@dataclass(frozen=True)
class Standing(Stand):
    """A case and where its steps stand today."""

    case: WelcomeCase
    points: Sequence[Point]
    today: date


def routine() -> Routine:
    """The chapter's routine; the default, not in the database, until somebody changes it. Read once a transaction."""
    session = db.session()
    transaction, kept = session.info.get("routine", (None, None))
    if kept is None or transaction is not session.get_transaction():
        return remember(session.get(Routine, 1))
    return kept


def remember(read: Routine | None) -> Routine:
    """Let :func:`routine` give what was ``read`` in this transaction, or the default."""
    session, kept = db.session(), read or _default()
    session.info["routine"] = session.get_transaction(), kept
    return kept


def _default() -> Routine:
    return Routine(
        id=1,
        is_on=True,
        steps=rules.kept(rules.DEFAULT),
        sends_letters=True,
        is_campaign=False,
        tries=3,
        keep_days=14,
        links=[],
        version=0,
        changed_by="",
    )


def steps() -> list[Step]:
    """The steps of the routine, in its order."""
    return rules.steps_from(routine().steps)


def is_closed(kind: Kind, day: date) -> bool:
    """Whether a step of this kind can't be due on ``day``."""
    if kind in RINGS:
        return chapter().calling_hours.on(day, is_holiday) is None
    return is_holiday(day)


def standing(case: WelcomeCase, now: datetime, of: Sequence[Step] | None = None) -> Standing:
    """Where ``case`` stands, by the routine or by other steps."""
    today = local(now).date()
    return Standing(case, rules.plan(of or steps(), case.course(), today, is_closed), today)


WHOLE = select(WelcomeCase).options(
    joinedload(WelcomeCase.person), joinedload(WelcomeCase.responsible), selectinload(WelcomeCase.done)
)
"""All cases, each with its person, who is responsible, and its steps."""
HAS_ENDED = or_(
    WelcomeCase.closed_on.is_not(None),
    WelcomeCase.done.any(CaseStep.key == Kind.FOLLOW_UP),
    WelcomeCase.person.has(Person.left_on.is_not(None)),
)
"""Whether it is over with a case, as ``rules.course_of`` says."""


def visible(account: Account) -> Select[WelcomeCase]:
    """The cases that ``account`` may open."""
    return WHOLE.where(open_to(account))


def open_to(account: Account) -> ColumnElement[bool]:
    """Whether ``account`` may open a case: the coordinator any, others those that they are responsible for."""
    is_coordinator = Permission.WELCOME_MANAGE in account.permissions
    return true() if is_coordinator else WelcomeCase.responsible_id.in_([account.id])


def case_for(account: Account, case_id: int, for_change: bool = False) -> WelcomeCase:
    """A case that ``account`` may open; raises Missing."""
    query = visible(account).where(WelcomeCase.id == case_id)
    if for_change:
        query = query.with_for_update(of=WelcomeCase)
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise Missing
    return found


def cases_for(account: Account, case_ids: Collection[int]) -> Sequence[WelcomeCase]:
    """Those of these cases that ``account`` may open, locked."""
    return db.session.scalars(
        visible(account).where(WelcomeCase.id.in_(case_ids)).with_for_update(of=WelcomeCase)
    ).all()


def whole_case(account: Account, case_id: int) -> WelcomeCase:
    """A case as its page shows it, with the tags of its person, in one query; raises Missing."""
    tags = joinedload(WelcomeCase.person).joinedload(Person.tags)
    beside = tags, joinedload(WelcomeCase.responsible), joinedload(WelcomeCase.done)
    query = select(WelcomeCase).where(WelcomeCase.id == case_id, open_to(account)).options(*beside)
    found = db.session.scalars(query).unique().one_or_none()
    if found is None:
        raise Missing
    return found


def case_of(person_id: int) -> WelcomeCase | None:
    """The case of a person, if there is one."""
    return db.session.scalars(WHOLE.where(WelcomeCase.person_id == person_id)).one_or_none()


WELCOMING = [role for role, permissions in GRANTS.items() if Permission.WELCOME_WORK in permissions]


def workers() -> list[Account]:
    """The accounts that may welcome people, by name; with their roles."""
    has_role = Account.given.any(AccountRole.role.in_(WELCOMING))
    query = select(Account).where(has_role, Account.confirmed_at.is_not(None)).options(joinedload(Account.given))
    return list(db.session.scalars(query.order_by(func.lower(Account.name), Account.id)).unique())


def welcomers() -> Sequence[Welcomer]:
    """Those who welcome new members, by name."""
    query = select(Welcomer).join(Welcomer.account).options(joinedload(Welcomer.account))
    return db.session.scalars(query.where(Account.confirmed_at.is_not(None)).order_by(Account.name)).all()


def open_by_sharer() -> dict[int, int]:
    """How many open cases each of those who share has, by account."""
    counted = (
        select(Welcomer.account_id, func.count(WelcomeCase.id))
        .join(Welcomer.account)
        .outerjoin(WelcomeCase, (WelcomeCase.responsible_id == Welcomer.account_id) & ~HAS_ENDED)
        .where(Welcomer.shares, Account.confirmed_at.is_not(None))
    )
    return {account_id: number for account_id, number in db.session.execute(counted.group_by(Welcomer.account_id))}


def has_rested(now: datetime) -> ColumnElement[bool]:
    """Whether a case has rested until the day that was agreed."""
    return WelcomeCase.paused_until <= local(now).date()


def any_has_rested(now: datetime) -> bool:
    """Whether there is a case that is to go on by itself."""
    return db.session.scalar(select(WelcomeCase.id).where(has_rested(now)).limit(1)) is not None


UNSEEN = text("person.is_new")
"""As the index says it: for “is_new = 1”, which is what SQLAlchemy makes of the column, SQLite reads everybody."""


def unseen() -> Sequence[int]:
    """The ids of those in the register of whom nobody has yet asked whether they are new; the oldest first."""
    return db.session.scalars(select(Person.id).where(UNSEEN).order_by(Person.id)).all()


def still_unseen(person_ids: Collection[int]) -> Sequence[Person]:
    """Those of these people of whom nobody has asked meanwhile."""
    return db.session.scalars(select(Person).where(Person.id.in_(person_ids), UNSEEN).order_by(Person.id)).all()


def with_case(person_ids: Collection[int]) -> set[int]:
    """Those of these people who have a case."""
    return set(db.session.scalars(select(WelcomeCase.person_id).where(WelcomeCase.person_id.in_(person_ids))))


def came_and_before(added_at: datetime) -> tuple[int, int]:
    """How many came from a file at that moment, and how many were in the register before."""
    came = func.count().filter(Person.added_at == added_at, Person.from_file)
    earlier = func.count().filter(Person.added_at < added_at)
    found = db.session.execute(select(came, earlier).select_from(Person)).one()
    return found[0], found[1]
