"""Reads: links and how they stand, and who signed up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from chapter.accounts.models import Account
from chapter.calling.models import CallAssignment
from chapter.calling.queries import IS_CAMPAIGN
from chapter.db import db
from chapter.errors import Missing
from chapter.settings.queries import consent_text
from chapter.signup import rules
from chapter.signup.models import Signup, SignupLink
from chapter.signup.rules import State


@dataclass(frozen=True)
class Standing:
    """A link and its figures at a moment. ``taken`` counts places: the confirmed, and those held for a while."""

    link: SignupLink
    now: datetime
    signups: int
    confirmed: int
    taken: int

    @property
    def state(self) -> State:
        """Whether one can sign up."""
        link = self.link
        return rules.state(link.opens_at, link.ends_at, link.places, self.taken, self.now)

    @property
    def left(self) -> int | None:
        """How many places are left; None without a limit."""
        return rules.places_left(self.link.places, self.taken)


def holds_place(now: datetime) -> ColumnElement[bool]:
    """Which sign-ups take a place."""
    return or_(Signup.confirmed_at.is_not(None), Signup.held_until > now)


def standing(slug: str, now: datetime) -> Standing | None:
    """How the link at ``slug`` stands, if there is one."""
    return next(iter(_standings(_figures(now).where(SignupLink.slug == slug), now)), None)


def standing_of(link_id: int, now: datetime) -> Standing:
    """How a link stands; raises Missing."""
    found = _standings(_figures(now).where(SignupLink.id == link_id), now)
    if not found:
        raise Missing
    return found[0]


def standings(now: datetime) -> list[Standing]:
    """All links, the newest first."""
    return _standings(_figures(now).order_by(SignupLink.created_at.desc(), SignupLink.id.desc()), now)


def open_links(now: datetime, besides: SignupLink | None = None) -> list[SignupLink]:
    """The links through which one can sign up now."""
    return [s.link for s in standings(now) if s.state is State.OPEN and s.link is not besides]


def _figures(now: datetime) -> Select[SignupLink, int, int, int]:
    return (
        select(
            SignupLink,
            func.count(Signup.id),
            func.count(Signup.confirmed_at),
            func.count(Signup.id).filter(holds_place(now)),
        )
        .outerjoin(Signup, Signup.link_id == SignupLink.id)
        .outerjoin(SignupLink.assignment)
        .group_by(SignupLink.id, CallAssignment.id)
        .options(contains_eager(SignupLink.assignment))
    )


def _standings(query: Select[SignupLink, int, int, int], now: datetime) -> list[Standing]:
    return [Standing(link, now, *counted) for link, *counted in db.session.execute(query)]


def signup_of(link: SignupLink, account: Account) -> Signup | None:
    """The sign-up of ``account`` through ``link``, locked until the transaction ends."""
    query = select(Signup).where(Signup.link_id == link.id, Signup.account_id == account.id)
    return db.session.scalars(query.with_for_update()).one_or_none()


def signups(link: SignupLink) -> Sequence[Signup]:
    """Those who signed up through ``link``, the latest first."""
    query = select(Signup).where(Signup.link_id == link.id).options(joinedload(Signup.account))
    return db.session.scalars(query.order_by(Signup.created_at.desc(), Signup.id.desc())).all()


def pending(account: Account, now: datetime) -> Sequence[Signup]:
    """The sign-ups of ``account`` that are carried out when it signs in, the earliest first."""
    query = (
        select(Signup)
        .where(Signup.account_id == account.id, Signup.confirmed_at.is_(None))
        .where(Signup.created_at > now - rules.CONNECTS)
        .options(joinedload(Signup.link))
    )
    return db.session.scalars(query.order_by(Signup.created_at, Signup.id)).all()


def has_joined(link: SignupLink, account: Account) -> bool:
    """Whether ``account`` has signed up through ``link`` and confirmed it."""
    query = select(Signup.id).where(
        Signup.link_id == link.id, Signup.account_id == account.id, Signup.confirmed_at.is_not(None)
    )
    return db.session.scalar(query) is not None


def needs_consent(account: Account) -> bool:
    """Whether the newest consent text is one that ``account`` hasn't said yes to."""
    return account.person is None or (account.person.consent_id or 0) < consent_text().id


def assignments(now: datetime) -> Sequence[CallAssignment]:
    """The assignments that a link can lead to, the newest first."""
    is_on = or_(CallAssignment.ends_at.is_(None), CallAssignment.ends_at > now)
    query = select(CallAssignment).where(is_on, IS_CAMPAIGN)
    return db.session.scalars(query.order_by(CallAssignment.starts_at.desc())).all()


def slug_is_taken(slug: str, besides: int | None = None) -> bool:
    """Whether another link has the address ``slug``."""
    found = db.session.scalar(select(SignupLink.id).where(SignupLink.slug == slug))
    return found is not None and found != besides
