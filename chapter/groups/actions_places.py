"""Writes: people ask to join groups, are referred and answered, and leave. Each step is in the person's history."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from chapter.accounts.models import Account
from chapter.db import db
from chapter.errors import Refused
from chapter.groups import lines, mails, queries  # noqa: F401 - the history's sentences
from chapter.groups.models import Group, GroupPlace
from chapter.groups.rules import CURRENT, SHAREABLE, WAITING, Standing, may_step
from chapter.groups.rules import source as source_of
from chapter.groups.words import STANDINGS
from chapter.i18n import _, lazy
from chapter.mail import quoted
from chapter.people import actions as people
from chapter.people.models import Person

TELL_AGAIN = timedelta(hours=1)
"""Who takes a request back and asks again so soon causes no second mail."""


class NotInRegister(Refused):
    """An account without a person can’t stand anywhere."""

    words = lazy("You are not in the register, so you can’t ask to join. Sign out and in again, and you are.")


class HasClosed(Refused):
    """A closed group takes nobody in."""

    words = lazy("This group has closed.")


class HasLeft(Refused):
    """A group is for those who are in the chapter."""

    words = lazy("Who has left the chapter can’t join a group. The member coordinator can take them in again.")


class Answered(Refused):
    """Somebody else was faster; the words say who, and what they answered."""

    def __init__(self, place: GroupPlace) -> None:
        standing = STANDINGS[place.standing]
        self.words = _(
            "%(by)s was faster: %(name)s is noted as “%(standing)s”.",
            by=place.by,
            name=place.person.name,
            standing=standing,
        )


def ask(account: Account, group: Group, shares: Collection[str], words: str, now: datetime) -> GroupPlace:
    """Ask to join ``group``; its contacts are told. Who has to do with it already stays as they are.

    Raises NotInRegister, HasClosed, HasLeft.
    """
    person = account.person
    if person is None:
        raise NotInRegister
    place = _place(group, person)
    if place.standing in CURRENT:
        return place
    tells = not queries.asked_since(place, now - TELL_AGAIN)
    _stand(place, Standing.ASKED, person.name, now, shares=_kept(shares), words=words, note="")
    note(person, group, "group_asked", now, shares=place.shares)
    if tells:
        mails.tell_contacts(place, "groups/mail/asked.md", now)
    return place


def share(place: GroupPlace, shares: Collection[str], now: datetime) -> None:
    """Change what the contacts see of the person who does it."""
    if place.shares != _kept(shares):
        place.shares = _kept(shares)
        note(place.person, place.group, "group_shares", now, shares=place.shares)


def withdraw(place: GroupPlace, now: datetime) -> None:
    """A person takes their request back, says no to a referral, or leaves the group."""
    if place.standing is Standing.ASKED:
        note(place.person, place.group, "group_withdrawn", now)
        db.session.delete(place)
        db.session.flush()
    elif place.standing in CURRENT:
        _leave(place, place.person.name, now)


def refer(
    group: Group,
    person: Person,
    to: Standing,
    shares: Collection[str],
    yes: str,
    actor: Account,
    now: datetime,
    source: str | None = None,
) -> GroupPlace:
    """Refer ``person`` to ``group``, or put them into it; ``yes`` says how they agreed. Both sides are told, each
    how to reach the other; ``source`` is what those mails are about, if not the place itself.

    Raises HasClosed, HasLeft, and Answered if they stand there already. Pressed twice it does it once.
    """
    place = _place(group, person)
    if place.standing is to:
        return place
    if not may_step(place.standing, to):
        raise Answered(place)
    anew = {"referred_at": now, "has_come": None, "answered_at": None, "reminded_at": None}
    _stand(place, to, actor.name, now, shares=_kept(shares), note=yes, **anew)
    kind = "referred" if to is Standing.REFERRED else "added"
    note(person, group, f"group_{kind}", now, by=actor.name, shares=place.shares)
    mails.tell_contacts(place, f"groups/mail/{kind}.md", now, source)
    if to is Standing.REFERRED:
        mails.tell_referred(place, actor, now, source)
    return place


def welcome(place: GroupPlace, actor: Account, now: datetime) -> bool:
    """Take the person into the group and tell them; False if they have no address. Raises HasLeft, Answered."""
    if place.person.left_on is not None:
        raise HasLeft
    if not _answer(place, Standing.MEMBER, actor, now):
        return True
    note(place.person, place.group, "group_joined", now, by=actor.name)
    contacts = queries.contacts(place.group)
    return mails.tell_person(place, "groups/mail/welcome.md", now, by=actor.name, contacts=contacts)


def not_now(place: GroupPlace, words: str, actor: Account, now: datetime) -> bool:
    """Say no for now, with a few words; False if the person has no address to send them to. Raises Answered."""
    if not _answer(place, Standing.DECLINED, actor, now):
        return True
    note(place.person, place.group, "group_declined", now, by=actor.name)
    return mails.tell_person(place, "groups/mail/not_now.md", now, by=actor.name, words=quoted(words))


def left(place: GroupPlace, actor: Account, now: datetime) -> None:
    """Note that a member comes no more. Raises Answered."""
    if place.standing is not Standing.LEFT:
        if not may_step(place.standing, Standing.LEFT):
            raise Answered(place)
        _leave(place, actor.name, now)


def is_closing(place: GroupPlace, actor: Account, now: datetime) -> None:
    """Tell somebody who waits that the group takes nobody in any more."""
    _stand(place, Standing.DECLINED, actor.name, now)
    note(place.person, place.group, "group_declined", now, by=actor.name)
    mails.tell_person(place, "groups/mail/closed.md", now)


def note(person: Person | None, group: Group, kind: str, now: datetime, **facts: Any) -> None:
    """Write in a person's history; an account need not have a person."""
    if person is not None:
        people.remember(person, kind, now, source=source_of(group.id, person.id), group=group.name, **facts)


def _kept(shares: Collection[str]) -> list[str]:
    return [name for name in SHAREABLE if name in shares]


def _place(group: Group, person: Person) -> GroupPlace:
    """Where ``person`` stands with ``group``, or a place that is yet to be taken. Raises HasClosed, HasLeft."""
    if group.closed_at is not None:
        raise HasClosed
    if person.left_on is not None:
        raise HasLeft
    return queries.place_of(group, person.id) or GroupPlace(group_id=group.id, person_id=person.id, shares=[])


def _answer(place: GroupPlace, to: Standing, actor: Account, now: datetime) -> bool:
    """Answer somebody who waits; False if ``actor`` has just given that answer. Raises Answered."""
    if place.standing in WAITING:
        _stand(place, to, actor.name, now)
        return True
    if place.standing is to and place.by == actor.name:
        return False
    raise Answered(place)


def _leave(place: GroupPlace, by: str, now: datetime) -> None:
    _stand(place, Standing.LEFT, by, now)
    note(place.person, place.group, "group_left", now, by=by)


def _stand(place: GroupPlace, standing: Standing, by: str, now: datetime, **facts: Any) -> None:
    """Take a step. What was shared and written for the contacts goes when they need it no more."""
    place.standing, place.by, place.since = standing, by, now
    if standing not in CURRENT:
        facts = {"shares": [], "words": "", "note": "", **facts}
    for name, value in facts.items():
        setattr(place, name, value)
    db.session.add(place)
    db.session.flush()
