"""Reads: what has been asked for, by whom, and who answers it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from chapter.access import GRANTS, Permission, Role
from chapter.accounts.models import Account, AccountRole
from chapter.db import db
from chapter.errors import Missing
from chapter.people.models import Person
from chapter.people.queries import is_called
from chapter.people.traces import Somebody
from chapter.rights.models import Answered, Request
from chapter.rights.rules import Kind

IS_OPEN = and_(Request.answered_at.is_(None), Request.confirmed_at.is_not(None))


def waiting() -> Select[Any]:
    """How many wait for an answer."""
    return select(func.count(Request.id)).where(IS_OPEN)


def queue() -> Sequence[Request]:
    """Those that wait, the most urgent first."""
    people = joinedload(Request.person), joinedload(Request.account)
    return db.session.scalars(
        select(Request).where(IS_OPEN).options(*people).order_by(Request.due_on, Request.id)
    ).all()


def answered(most: int = 20) -> Sequence[Request]:
    """The latest that have been answered, while it is kept who asked."""
    people = joinedload(Request.person), joinedload(Request.account)
    done = select(Request).where(Request.answered_at.is_not(None)).options(*people)
    return db.session.scalars(done.order_by(Request.answered_at.desc()).limit(most)).all()


def in_time() -> tuple[int, int]:
    """How many were answered in the last year, and how many of them in time."""
    row = db.session.execute(
        select(func.count(Answered.id), func.count(Answered.id).filter(Answered.answered_on <= Answered.due_on))
    ).one()
    return row[0], row[1]


def request(request_id: int, for_change: bool = False) -> Request:
    """One that was confirmed; locked when it is loaded for a change. Raises Missing."""
    found = select(Request).where(Request.id == request_id, Request.confirmed_at.is_not(None))
    if for_change:
        found = found.with_for_update(of=Request).execution_options(populate_existing=True)
    if (one := db.session.scalars(found).one_or_none()) is None:
        raise Missing
    return one


def of_account(account: Account) -> Sequence[Request]:
    """What somebody has asked for, the latest first."""
    return db.session.scalars(select(Request).where(_is(account)).order_by(Request.id.desc())).all()


def own_open(account: Account, kind: Kind) -> Request | None:
    """What they have asked for already and nobody has answered."""
    same = select(Request).where(_is(account), Request.kind == kind, Request.answered_at.is_(None))
    return db.session.scalars(same.order_by(Request.id).limit(1)).one_or_none()


def own_request(account: Account, request_id: int) -> Request:
    """One of theirs, locked; raises Missing."""
    found = select(Request).where(Request.id == request_id, _is(account)).with_for_update(of=Request)
    if (one := db.session.scalars(found.execution_options(populate_existing=True)).one_or_none()) is None:
        raise Missing
    return one


def _is(account: Account) -> ColumnElement[bool]:
    """Theirs. What came without an account isn't shown: others may share the address."""
    return and_(Request.confirmed_at.is_not(None), Request.account_id == account.id)


def alone_at(email: str) -> Person | None:
    """Who has this address in the register, and nobody else."""
    found = db.session.scalars(select(Person).where(Person.email == email).limit(2)).all()
    return found[0] if len(found) == 1 else None


def unconfirmed(request_id: int) -> Request:
    """One that waits for its own address to confirm it, or that has; raises Missing."""
    found = select(Request).where(Request.id == request_id).with_for_update(of=Request)
    if (one := db.session.scalars(found.execution_options(populate_existing=True)).one_or_none()) is None:
        raise Missing
    return one


def answerers() -> Sequence[Account]:
    """Those who answer; the administrators, if nobody else does."""
    return _holding(_roles(Permission.RIGHTS_HANDLE)) or _holding({Role.ADMINISTRATOR})


def _roles(need: Permission) -> set[Role]:
    return {role for role, granted in GRANTS.items() if need in granted}


def _holding(roles: set[Role]) -> Sequence[Account]:
    theirs = select(AccountRole.account_id).where(AccountRole.role.in_(roles))
    found = select(Account).where(Account.id.in_(theirs), Account.confirmed_at.is_not(None))
    return db.session.scalars(found.order_by(Account.id)).all()


def loose(who: Somebody) -> ColumnElement[bool]:
    """What came from their address, or in their name if others share it, and leads to nobody in the register."""
    shared = exists().where(Person.email == func.lower(Request.email), Person.id != who.person.id)
    is_theirs = or_(~shared, Request.name.in_(who.names))
    return and_(Request.person_id.is_(None), func.lower(Request.email).in_(who.emails), is_theirs)


def open_of(who: Somebody) -> Sequence[Request]:
    """What they have asked for and nobody has answered, also from an address alone."""
    theirs = or_(Request.person_id == who.person.id, loose(who))
    return db.session.scalars(select(Request).where(IS_OPEN, theirs)).all()


def people_called(words: str, most: int = 10) -> Sequence[Person]:
    """Those in the register who may be meant."""
    if not words.strip():
        return []
    return db.session.scalars(select(Person).where(*is_called(words)).order_by(Person.sort_name).limit(most)).all()
