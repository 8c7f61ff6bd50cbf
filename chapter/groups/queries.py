"""Reads: groups, their contacts, and people's places in them, each as far as the reader may know."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, and_, false, func, select
from sqlalchemy.orm import contains_eager, joinedload

from chapter import i18n
from chapter.access import Permission, Role
from chapter.accounts.models import Account, AccountRole
from chapter.db import db
from chapter.errors import Missing
from chapter.groups.models import Group, GroupContact, GroupPlace
from chapter.groups.rules import CURRENT, SHAREABLE, WAITING, Standing, shown
from chapter.i18n import in_language
from chapter.people.models import HistoryEntry, Person
from chapter.people.queries import is_called
from chapter.people.rules import sort_name

PAGE, MOST_FOUND = 50, 20
A_MOMENT = timedelta(minutes=5)
"""So long a page that is open may still show somebody who has been answered meanwhile."""


@dataclass(frozen=True)
class Card:
    """A group as one reader has it. ``waiting`` counts those who wait for an answer, where that is the reader's."""

    group: Group
    standing: Standing | None
    is_contact: bool
    has_contact: bool
    waiting: int
    contacts: list[Account] = field(default_factory=list)

    @property
    def is_own(self) -> bool:
        """Whether the reader has to do with it: is in it, waits for it, or is its contact."""
        return self.is_contact or self.standing in CURRENT


@dataclass(frozen=True)
class Seen:
    """A person as a group's contacts see them: the name, and those of ``facts`` that they agreed to share."""

    person_id: int
    name: str
    standing: Standing
    since: datetime
    by: str
    words: str
    facts: dict[str, str]

    @property
    def waits(self) -> bool:
        """Whether an answer is due."""
        return self.standing in WAITING


def seen(place: GroupPlace) -> Seen:
    """``place`` as contacts see it; pages get this and not the person."""
    person = place.person
    told = shown(facts_of(person), place.shares)
    return Seen(person.id, person.name, place.standing, place.since, place.by, place.words, told)


def facts_of(person: Person) -> dict[str, Any]:
    """What ``rules.shown`` chooses from."""
    return {name: getattr(person, name) for name in (*SHAREABLE, "mobile_is_wrong", "do_not_call_at")}


def _able() -> ColumnElement[bool]:
    """Whether an account can be a contact: it is confirmed, and nobody has taken the role from it."""
    has_role = AccountRole.account_id == Account.id, AccountRole.role == Role.GROUP_CONTACT
    return and_(Account.confirmed_at.is_not(None), select(AccountRole.role).where(*has_role).exists())


def _is_contact(account: Account) -> ColumnElement[bool]:
    if Permission.GROUPS_RECEIVE not in account.permissions:
        return false()
    return select(GroupContact.account_id).where(*_contactship(account)).exists()


def _contactship(account: Account) -> tuple[ColumnElement[bool], ...]:
    return GroupContact.group_id == Group.id, GroupContact.account_id == account.id


def _here(*standings: Standing) -> tuple[ColumnElement[bool], ...]:
    """Places with one of ``standings`` whose person hasn't left the chapter; needs a join with Person."""
    return GroupPlace.standing.in_(standings), Person.left_on.is_(None)


def cards(account: Account, closed: bool = False) -> list[Card]:
    """The groups that are open (or those that have closed) as ``account`` has them, by name; in one query."""
    manages = Permission.GROUPS_MANAGE in account.permissions
    own = and_(GroupPlace.group_id == Group.id, GroupPlace.person_id == (account.person_id or 0))
    waiting = select(func.count()).select_from(GroupPlace).join(Person).where(GroupPlace.group_id == Group.id)
    counted = waiting.where(*_here(*WAITING)).correlate(Group).scalar_subquery()
    named = select(GroupContact.account_id).join(Account).where(GroupContact.group_id == Group.id, _able())
    found = (
        select(Group, GroupPlace.standing, _is_contact(account), named.correlate(Group).exists(), counted)
        .outerjoin(GroupPlace, own)
        .where(Group.closed_at.is_not(None) if closed else Group.closed_at.is_(None))
    )
    made = [
        Card(group, standing, bool(is_contact), has_contact, number if is_contact or manages else 0)
        for group, standing, is_contact, has_contact, number in db.session.execute(found)
    ]
    return sorted(made, key=lambda card: by_name(card.group))


def cards_with_contacts(account: Account) -> list[Card]:
    """The groups that are open as ``account`` has them, each with those through whom it is reached."""
    names = contacts_by_group()
    return [replace(card, contacts=names.get(card.group.id, [])) for card in cards(account)]


def by_name(group: Group) -> str:
    """What groups are sorted by, in the reader's language and the chapter's alphabet."""
    return sort_name("", in_language(group.name), i18n.country())


def contacts_by_group(*group_ids: int) -> dict[int, list[Account]]:
    """Through whom each group can be reached, by name; all groups if none is named."""
    found = select(GroupContact.group_id, Account).join(GroupContact.account).where(_able())
    if group_ids:
        found = found.where(GroupContact.group_id.in_(group_ids))
    made: dict[int, list[Account]] = {}
    for group_id, account in db.session.execute(found.order_by(func.lower(Account.name), Account.id)):
        made.setdefault(group_id, []).append(account)
    return made


def contacts(group: Group) -> list[Account]:
    """Through whom ``group`` can be reached now."""
    return contacts_by_group(group.id).get(group.id, [])


def without_role(group: Group) -> list[Account]:
    """Those who are named as contacts but can’t be: their role was taken away on the page of roles."""
    named = select(Account).join(GroupContact).where(GroupContact.group_id == group.id, ~_able())
    return list(db.session.scalars(named.order_by(func.lower(Account.name)))) if group.closed_at is None else []


def contactships(account: Account) -> int:
    """Of how many open groups ``account`` is named as a contact."""
    open_ones = select(func.count()).select_from(GroupContact).join(Group).where(Group.closed_at.is_(None))
    return db.session.scalar(open_ones.where(GroupContact.account_id == account.id)) or 0


def coordinators() -> list[Account]:
    """The member coordinators, who are told what changes with groups."""
    with_role = Account.given.any(AccountRole.role == Role.MEMBER_COORDINATOR)
    return list(db.session.scalars(select(Account).where(with_role, Account.confirmed_at.is_not(None))))


def group(group_id: int, for_change: bool = False) -> Group:
    """A group, as everybody who is signed in may read of it; locked if it is to be changed. Raises Missing."""
    found = select(Group).where(Group.id == group_id)
    return _one(found.with_for_update().execution_options(populate_existing=True) if for_change else found)


def _one(query: Select[Group]) -> Group:
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise Missing
    return found


def group_for(reader: Account, group_id: int, for_change: bool = False) -> Group:
    """A group whose people are ``reader``'s to see: as its contact while it is open, or as coordinator.

    Raises Missing for everybody else.
    """
    found = group(group_id, for_change)
    if looks_after(reader, found):
        return found
    raise Missing


def looks_after(reader: Account, group: Group) -> bool:
    """Whether ``reader`` is a contact of ``group``, or the coordinator."""
    if Permission.GROUPS_MANAGE in reader.permissions:
        return True
    return group.closed_at is None and is_contact(reader, group)


def is_contact(reader: Account, group: Group) -> bool:
    """Whether ``reader`` is one of those through whom ``group`` is reached."""
    return bool(db.session.scalar(select(_is_contact(reader)).select_from(Group).where(Group.id == group.id)))


def place_for(reader: Account, group_id: int, person_id: int) -> GroupPlace:
    """A person of a group whose people are ``reader``'s to see, locked; raises Missing for everybody else.

    Contacts see those who have asked, are referred, or are in the group; the coordinator also who was.
    """
    return _place_for(reader, group_id, person_id)


def place_to_answer(reader: Account, group_id: int, person_id: int, now: datetime) -> GroupPlace:
    """The same, also when a contact has just said no, or ``reader`` has just pressed the same button."""
    return _place_for(reader, group_id, person_id, now - A_MOMENT)


def _place_for(reader: Account, group_id: int, person_id: int, since: datetime | None = None) -> GroupPlace:
    place = place_of(group_for(reader, group_id), person_id)
    if place is None:
        raise Missing
    is_told = place.standing is Standing.DECLINED or place.by == reader.name
    is_seen = place.standing in CURRENT or (since is not None and place.since > since and is_told)
    if (is_seen and place.person.left_on is None) or Permission.GROUPS_MANAGE in reader.permissions:
        return place
    raise Missing


def place_of(group: Group, person_id: int | None) -> GroupPlace | None:
    """Where a person stands with ``group``, locked until the transaction ends."""
    found = select(GroupPlace).where(GroupPlace.group_id == group.id, GroupPlace.person_id == (person_id or 0))
    locked = found.options(joinedload(GroupPlace.person)).with_for_update(of=GroupPlace)
    return db.session.scalars(locked.execution_options(populate_existing=True)).one_or_none()


def waiting(group: Group) -> list[GroupPlace]:
    """Those who wait for an answer, the longest first."""
    found = _places(group).where(*_here(*WAITING))
    return list(db.session.scalars(found.order_by(GroupPlace.since, Person.sort_name)))


def members(group: Group, page: int) -> Pagination:
    """One page of those in ``group``, by name."""
    found = _places(group).where(*_here(Standing.MEMBER)).order_by(Person.sort_name, Person.id)
    return db.paginate(found, page=page, per_page=PAGE, error_out=False)


def past(group: Group) -> list[GroupPlace]:
    """Those who were turned down or have left, the latest first; for the coordinator."""
    found = _places(group).where(GroupPlace.standing.in_((Standing.DECLINED, Standing.LEFT)))
    return list(db.session.scalars(found.order_by(GroupPlace.since.desc()).limit(PAGE)))


def _places(group: Group) -> Select[GroupPlace]:
    of_group = select(GroupPlace).join(GroupPlace.person).where(GroupPlace.group_id == group.id)
    return of_group.options(contains_eager(GroupPlace.person))


def groups_of(person: Person) -> list[GroupPlace]:
    """Where ``person`` stands with which groups, those they have to do with now first; the groups are loaded."""
    found = select(GroupPlace).join(GroupPlace.group).where(GroupPlace.person_id == person.id)
    places = db.session.scalars(found.options(contains_eager(GroupPlace.group))).all()
    return sorted(places, key=lambda place: (place.standing not in CURRENT, by_name(place.group)))


def open_groups() -> list[Group]:
    """The groups that take people in, by name."""
    return sorted(db.session.scalars(select(Group).where(Group.closed_at.is_(None))), key=by_name)


def all_groups() -> list[Group]:
    """All groups, the closed ones last."""
    return sorted(db.session.scalars(select(Group)), key=lambda group: (group.closed_at is not None, by_name(group)))


def person(person_id: int) -> Person:
    """Somebody in the register, for the coordinator; raises Missing."""
    found = db.session.get(Person, person_id)
    if found is None:
        raise Missing
    return found


def people_called(typed: str, group: Group) -> Sequence[tuple[Person, Standing | None]]:
    """The first of those in the register who are called so, each with where they stand with ``group``."""
    own = and_(GroupPlace.person_id == Person.id, GroupPlace.group_id == group.id)
    found = select(Person, GroupPlace.standing).outerjoin(GroupPlace, own).where(Person.left_on.is_(None))
    rows = found.where(*is_called(typed)).order_by(Person.sort_name, Person.id).limit(MOST_FOUND + 1)
    return [(row[0], row[1]) for row in db.session.execute(rows)]


def asked_since(place: GroupPlace, since: datetime) -> bool:
    """Whether the person of ``place`` has asked to join its group after ``since``, by their history."""
    told = HistoryEntry.kind == "group_asked", HistoryEntry.source == place.source, HistoryEntry.at > since
    found = db.session.scalars(select(HistoryEntry.id).where(HistoryEntry.person_id == place.person_id, *told).limit(1))
    return found.one_or_none() is not None
