"""Reads: referrals that wait for their group's word, and the links with which contacts give it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from chapter.accounts.models import Account
from chapter.db import db
from chapter.errors import Missing
from chapter.groups import queries
from chapter.groups.models import Group, GroupPlace
from chapter.groups.rules import ANSWERED_BY, ASK_AGAIN, Standing
from chapter.people.models import Person
from chapter.signing import sign, unsign

PURPOSE = "groups.answer"


def may_answer(place: GroupPlace) -> bool:
    """Whether it can still be answered from the mail: they wait, or the mail's own answer put them in the group."""
    return place.standing is Standing.REFERRED or (place.standing is Standing.MEMBER and place.has_come is True)


def silent(now: datetime) -> Sequence[GroupPlace]:
    """The referrals that nobody has answered for a while, and that nobody has been reminded of."""
    query = (
        select(GroupPlace)
        .join(GroupPlace.group)
        .join(GroupPlace.person)
        .where(GroupPlace.standing == Standing.REFERRED, GroupPlace.referred_at <= now - ASK_AGAIN)
        .where(GroupPlace.answered_at.is_(None), GroupPlace.reminded_at.is_(None))
        .where(Group.closed_at.is_(None), Person.left_on.is_(None))
        .options(joinedload(GroupPlace.group), joinedload(GroupPlace.person))
    )
    return db.session.scalars(query.order_by(GroupPlace.referred_at).with_for_update(of=GroupPlace)).all()


def token(place: GroupPlace, account: Account) -> str:
    """What lets ``account`` answer about this very referral without signing in."""
    return sign(PURPOSE, [place.group_id, place.person_id, account.id, _stamp(place)])


def asked(token: str, now: datetime) -> tuple[GroupPlace, Account]:
    """The referral that a link is about, and who got it; raises Missing when it no longer holds for them, or is old."""
    group_id, person_id, account_id, stamp = unsign(PURPOSE, token)
    group, account = db.session.get(Group, group_id), db.session.get(Account, account_id)
    place = queries.place_of(group, person_id) if group else None
    if group is None or account is None or place is None or not queries.looks_after(account, group):
        raise Missing
    if not _holds(place, stamp, now) or place.person.left_on is not None:
        raise Missing
    return place, account


def _holds(place: GroupPlace, stamp: int, now: datetime) -> bool:
    """Whether a link with this ``stamp`` is about the latest referral, and that isn't too long ago."""
    return place.referred_at is not None and _stamp(place) == stamp and now < place.referred_at + ANSWERED_BY


def _stamp(place: GroupPlace) -> int:
    return int(place.referred_at.timestamp()) if place.referred_at else 0
