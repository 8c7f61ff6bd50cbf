"""Reads about one person: what is known of them, their history and change log, and who may be the same."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, String, and_, cast, func, literal, or_, select, true
from sqlalchemy.orm import aliased, joinedload, selectinload

from chapter.access import Permission
from chapter.accounts.models import Account
from chapter.calling.models import CallAssignment, Flag, QueuePlace
from chapter.db import db
from chapter.duplicates.models import LookAlike
from chapter.errors import Missing
from chapter.flags import leaving
from chapter.people.history import shelf_of
from chapter.people.models import HistoryEntry, Person, PersonChange, Tag, person_tag
from chapter.people.rules import Shelf
from chapter.settings.models import ConsentText

PAGE, LATEST, TAGS_OFFERED, MOST_ALIKE = 20, 5, 8, 5


class Known(NamedTuple):
    """A person with what belongs to them elsewhere."""

    person: Person
    consent: ConsentText | None
    account: Account | None


def person(person_id: int, for_change: bool = False) -> Person:
    """Somebody in the register, locked if they are to be changed; raises Missing."""
    found = select(Person).where(Person.id == person_id).options(selectinload(Person.tags))
    locked = found.with_for_update(of=Person).execution_options(populate_existing=True) if for_change else found
    if (someone := db.session.scalars(locked).one_or_none()) is None:
        raise Missing
    return someone


def known(person_id: int) -> Known:
    """The same with the text they consented to and their account; raises Missing."""
    found = (
        select(Person, ConsentText, Account)
        .outerjoin(ConsentText, ConsentText.id == Person.consent_id)
        .outerjoin(Account, Account.person_id == Person.id)
        .where(Person.id == person_id)
        .options(joinedload(Account.given))
        .order_by(Account.id)
    )
    row = db.session.execute(found).unique().first()
    if row is None:
        raise Missing
    return Known(*row)


def tags(person: Person) -> tuple[list[Tag], list[Tag]]:
    """The tags of ``person``, and all there are, by name."""
    own = and_(person_tag.c.tag_id == Tag.id, person_tag.c.person_id == person.id)
    found = select(Tag, person_tag.c.person_id).outerjoin(person_tag, own).order_by(Tag.name)
    rows = db.session.execute(found).all()
    return [tag for tag, has in rows if has], [tag for tag, _has in rows]


class Entries(Pagination):
    """A page of a person's history; how many there are is known before."""

    def _query_items(self) -> list[HistoryEntry]:
        entries = select(HistoryEntry).where(*self._query_args["where"])
        latest = entries.order_by(HistoryEntry.at.desc(), HistoryEntry.id.desc())
        return list(db.session.scalars(latest.limit(self.per_page).offset(self._query_offset)))

    def _query_count(self) -> int:
        return self._query_args["total"]


def history(reader: Account, person: Person, shelf: Shelf | None, page: int) -> tuple[Entries, dict[Shelf, int]]:
    """A page of what happened with ``person`` (all of it, or a shelf), and how much is on each shelf.

    Without what was written about those who want to leave, if that isn't for ``reader``.
    """
    where = [HistoryEntry.person_id == person.id, _open_to(reader, person)]
    by_kind = db.session.execute(select(HistoryEntry.kind, func.count()).where(*where).group_by(HistoryEntry.kind))
    number = {kind: count for kind, count in by_kind}
    shelves: dict[Shelf, int] = {}
    for kind, count in number.items():
        shelves[shelf_of(kind)] = shelves.get(shelf_of(kind), 0) + count
    if shelf:
        where.append(HistoryEntry.kind.in_([kind for kind in number if shelf_of(kind) is shelf]))
    total = shelves.get(shelf, 0) if shelf else sum(number.values())
    there = min(page, max(1, -(-total // PAGE)))
    return Entries(page=there, per_page=PAGE, error_out=False, where=where, total=total), shelves


def _open_to(reader: Account, person: Person) -> ColumnElement[bool]:
    if Permission.LEAVING_HANDLE in reader.permissions:
        return true()
    sources = select(literal("flag:") + cast(Flag.id, String))
    closed = sources.where(Flag.person_id == person.id, ~leaving.visible(reader))
    return or_(HistoryEntry.source.is_(None), HistoryEntry.source.not_in(closed))


def changes(person: Person, page: int) -> Pagination:
    """A page of what was changed about ``person``, the latest first."""
    return db.paginate(_changes(person), page=page, per_page=PAGE * 2, error_out=False)


def latest_changes(person: Person) -> Sequence[PersonChange]:
    """The latest changes, and one more than is shown, which says that there are more."""
    return db.session.scalars(_changes(person).limit(LATEST + 1)).all()


def _changes(person: Person) -> Any:
    return select(PersonChange).where(PersonChange.person_id == person.id).order_by(PersonChange.id.desc())


def last_changes(person: Person, fields: Collection[str]) -> dict[str, PersonChange]:
    """The latest change of each of ``fields``."""
    found = _changes(person).where(PersonChange.field.in_(fields)).limit(100)
    return {change.field: change for change in reversed(db.session.scalars(found).all())}


def with_member_number(number: str, besides: Person | None = None) -> Person | None:
    """Who has the member number, ``besides`` apart."""
    found = db.session.scalars(select(Person).where(Person.member_number == number)).one_or_none()
    return found if found is not besides else None


def sharing(person: Person) -> Sequence[Person]:
    """Others with the same address or number: a family, or the same person twice."""
    ways = [Person.email == person.email] if person.email else []
    for number in {person.mobile, person.phone2} - {None, ""}:
        ways += [Person.mobile == number, Person.phone2 == number]
    if not ways:
        return []
    others = select(Person).where(or_(*ways), Person.id != person.id).order_by(Person.id)
    return db.session.scalars(others.limit(MOST_ALIKE)).all()


def alike(sort_name: str, email: str | None, mobile: str | None) -> Sequence[Person]:
    """Who may be meant by somebody about to be added: same address, number, or name. The surest come first."""
    reach = [Person.email == email] if email else []
    reach += [Person.mobile == mobile, Person.phone2 == mobile] if mobile else []
    found = select(Person).where(or_(Person.sort_name == sort_name, *reach))
    surest = or_(*reach).desc() if reach else Person.id
    return db.session.scalars(found.order_by(surest, Person.id).limit(MOST_ALIKE)).all()


def usual_tags() -> Sequence[Tag]:
    """The tags that most people have."""
    used = select(person_tag.c.tag_id, func.count().label("number")).group_by(person_tag.c.tag_id).subquery()
    most = select(Tag).outerjoin(used, used.c.tag_id == Tag.id).order_by(used.c.number.desc().nulls_last(), Tag.name)
    return db.session.scalars(most.limit(TAGS_OFFERED)).all()


def added_with(source: str) -> Person | None:
    """Who was added by a press of the button that ``source`` names."""
    entry = select(HistoryEntry).where(HistoryEntry.source == source).options(joinedload(HistoryEntry.person))
    found = db.session.scalars(entry.limit(1)).one_or_none()
    return found.person if found else None


def found_about(reader: Account, person: Person) -> tuple[list[Flag], list[Person]]:
    """What callers flagged about ``person`` and nobody has handled, as far as it is ``reader``'s to see; and those who
    were found to look like them. One query for both."""
    waits = and_(Flag.person_id == Person.id, Flag.handled_at.is_(None), leaving.visible(reader))
    pair = or_(LookAlike.first_id == Person.id, LookAlike.second_id == Person.id)
    other = aliased(Person)
    found = (
        select(Flag, other)
        .select_from(Person)
        .outerjoin(Flag, waits)
        .outerjoin(LookAlike, pair)
        .outerjoin(other, other.id == LookAlike.first_id + LookAlike.second_id - Person.id)
        .where(Person.id == person.id)
        .order_by(Flag.raised_at, other.id)
    )
    rows = db.session.execute(found).all()
    flags = {flag.id: flag for flag, _other in rows if flag}
    others = {other.id: other for _flag, other in rows if other}
    return list(flags.values()), list(others.values())[:MOST_ALIKE]


def promises(person: Person, now: datetime) -> Sequence[tuple[QueuePlace, CallAssignment, str | None]]:
    """When ``person`` was promised a call: the place, its assignment, and by whom."""
    found = (
        select(QueuePlace, CallAssignment, Account.name)
        .join(CallAssignment, CallAssignment.id == QueuePlace.assignment_id)
        .outerjoin(Account, Account.id == QueuePlace.promised_to_id)
        .where(
            QueuePlace.person_id == person.id,
            QueuePlace.call_back_after.is_not(None),
            QueuePlace.done_at.is_(None),
            or_(CallAssignment.ends_at.is_(None), CallAssignment.ends_at > now),
        )
    )
    rows = db.session.execute(found.order_by(QueuePlace.call_back_after))
    return [(place, assignment, name) for place, assignment, name in rows]
