"""Writes about one person: editing, adding by hand, notes, leaving and coming back."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from chapter.accounts.models import Account
from chapter.calling.models import Call
from chapter.db import db
from chapter.errors import Refused
from chapter.exports.models import ExportedPerson
from chapter.flags import actions as flags
from chapter.groups.models import GroupPlace
from chapter.i18n import _, lazy, local, speaking
from chapter.imports import actions as imports
from chapter.messages.actions import forget_about
from chapter.people import actions as people
from chapter.people import beginnings
from chapter.people.models import HistoryEntry, Person, PersonChange
from chapter.people.rules import Facts
from chapter.readlog import actions as readlog
from chapter.register import queries_leaving, queries_person, words  # noqa: F401 - words has the history's sentences
from chapter.register.models import LeftTally, MonthTally
from chapter.register.rules_leaving import Why
from chapter.register.rules_person import may_undo_adding

NUMBERS = "mobile", "phone2"


class NumberTaken(Refused):
    """Somebody else has the member number; ``other`` is who."""

    words = lazy("Somebody else has this member number.")

    def __init__(self, other: Person) -> None:
        super().__init__()
        self.other = other


class TooLate(Refused):
    """More has happened with them than being added."""

    words = lazy("It can’t be undone any more. The member coordinator can help.")


def edit(person: Person, facts: Facts, why: str, by: Account, now: datetime) -> list[PersonChange]:
    """Change facts by hand; a number that is replaced is no longer a wrong one. Raises NumberTaken."""
    number = facts.get("member_number")
    other = queries_person.with_member_number(number, besides=person) if number else None
    if other is not None:
        raise NumberTaken(other)
    for which in NUMBERS:
        if which in facts and facts[which] != getattr(person, which):
            facts[f"{which}_is_wrong"] = False
    lines = people.change(person, facts, now, by, why=why or None)
    if lines:
        people.remember(person, "edited", now, by=by.name, fields=[line.field for line in lines])
    return lines


def add_tag(person: Person, name: str, by: Account, now: datetime) -> None:
    """Give ``person`` one more tag."""
    people.change(person, {"tags": [*(tag.name for tag in person.tags), name]}, now, by)


def remove_tag(person: Person, tag_id: int, by: Account, now: datetime) -> None:
    """Take a tag from ``person``."""
    people.change(person, {"tags": [tag.name for tag in person.tags if tag.id != tag_id]}, now, by)


def note(person: Person, text: str, by: Account, now: datetime) -> None:
    """A note in the history; the same words again, the last thing that was noted, are no new note."""
    latest = select(HistoryEntry).where(HistoryEntry.person_id == person.id, HistoryEntry.kind == "note")
    last = db.session.scalars(latest.order_by(HistoryEntry.id.desc()).limit(1)).one_or_none()
    if last is None or last.facts != {"by": by.name, "text": text}:
        people.remember(person, "note", now, by=by.name, text=text)


def add_by_hand(facts: Facts, tags: Collection[str], key: str, by: Account, now: datetime) -> Person:
    """Put somebody into the register who said yes to the text ``consent_id``; once, however often ``key`` is sent."""
    db.session.execute(select(Account.id).where(Account.id == by.id).with_for_update())
    source = f"{_by_hand(by)}{key}"
    if (known := queries_person.added_with(source)) is not None:
        return known
    with speaking(None):
        how = _("by hand")
    given = {**facts, "consented_at": now, "source": how, "tags": tags, "by": by}
    person = people.add(given.pop("first_name"), given.pop("last_name"), now, **given)
    db.session.scalars(_entries(person)).one().source = source
    db.session.flush()
    return person


def is_added(key: str, by: Account) -> bool:
    """Whether the form with ``key`` has been saved before."""
    return queries_person.added_with(f"{_by_hand(by)}{key}") is not None


def _by_hand(by: Account) -> str:
    return f"by-hand:{by.id}:"


def _entries(person: Person) -> Any:
    return select(HistoryEntry).where(HistoryEntry.person_id == person.id)


def undo_adding(person: Person, by: Account, now: datetime) -> None:
    """Remove somebody whom ``by`` has just added by hand, if nothing else has happened with them. Raises TooLate."""
    begun = {one.source for one in beginnings.untouched([person.id])}
    entries = [entry for entry in db.session.scalars(_entries(person)) if entry.source not in begun]
    is_own = len(entries) == 1 and (entries[0].source or "").startswith(_by_hand(by))
    if not is_own or not may_undo_adding(entries[0].at, now) or _has_more(person):
        raise TooLate
    forget_about(*begun)
    readlog.let_go([person.id], by, now)
    db.session.delete(person)
    db.session.flush()


def _has_more(person: Person) -> bool:
    traces = (PersonChange.person_id, Account.person_id, Call.person_id, GroupPlace.person_id, ExportedPerson.person_id)
    return any(db.session.scalar(select(trace).where(trace == person.id).limit(1)) for trace in traces)


def leave(person: Person, why: str, said: str, left_on: date, stays_known: bool, by: Account, now: datetime) -> None:
    """``person`` has left: out of all queues and searches from now on; ``said`` stands in the change log alone.

    ``stays_known``: they have said yes to being kept as a friend of the chapter. Their earlier yes ends here, and is
    kept in the history for :func:`come_back`. Said of somebody who has left, it corrects what was said before.
    """
    is_news, consent = person.left_on is None, [person.consent_id, people.plain(person.consented_at)]
    facts: Facts = {"left_on": left_on, "left_why": why}
    if not stays_known:
        facts |= {"consent_id": None, "consented_at": None}
    elif is_news or person.consent_id is None:
        facts |= {"consent_id": queries_leaving.consent_id(person), "consented_at": now}
    people.change(person, facts, now, by, why=said or None)
    if not is_news:
        return
    people.remember(person, "left", now, by=by.name, consent=consent)
    for flag in queries_leaving.leaving_flags(person):
        flags.handle(flag, by, now)


def stay(person: Person, by: Account, now: datetime) -> None:
    """``person`` is still with us: who is missing in the file, as somebody whom the file doesn't know from now on."""
    if person.missing_since is not None:
        people.change(person, {"missing_since": None, "from_file": False}, now, by)
        people.remember(person, "still_here", now, by=by.name)
        imports.keep_here(person, now)
    if person.leaving_at is not None:
        people.change(person, {"leaving_at": None}, now, by)
        people.remember(person, "stays", now, by=by.name)
        for flag in queries_leaving.leaving_flags(person):
            flags.handle(flag, by, now)


def leave_unpaid(people: Collection[Person], by: Account, now: datetime) -> int:
    """Those who haven't paid and whose time is out have left, on the day on which the fee was due; gives how many."""
    custom, today, left = queries_leaving.custom(), local(now).date(), 0
    for person in people:
        since = custom.unpaid_since(person.fee_paid_for, person.joined_on, today)
        if person.left_on is None and since is not None and custom.unpaid_until(since) <= today:
            leave(person, Why.UNPAID, "", since, False, by, now)
            left += 1
    return left


def pay(person: Person, year: int | None, by: Account, now: datetime) -> None:
    """``person`` has paid the fee for ``year``; or hasn't after all, and ``year`` is the last that they have paid."""
    if people.change(person, {"fee_paid_for": year}, now, by):
        people.remember(person, "paid", now, by=by.name, year=year)


def come_back(person: Person, by: Account, now: datetime) -> None:
    """``person`` hasn't left after all, or is back; the consent that ended when they left holds again."""
    if person.left_on is None:
        return
    facts: Facts = {"left_on": None, "left_why": None}
    consent_id, at = queries_leaving.consent_before(person)
    if person.consent_id is None and consent_id:
        facts |= {"consent_id": consent_id, "consented_at": at}
    people.change(person, facts, now, by)
    people.remember(person, "came_back", now, by=by.name)


def tally(person: Person) -> None:
    """Count ``person``, who is about to be erased, among those who joined and left."""
    if person.left_on is not None:
        why = person.left_why if person.left_why in set(Why) else Why.OTHER if person.left_why else Why.UNKNOWN
        _counted(LeftTally, year=person.left_on.year, why=str(why)).number += 1
    for name, day in (("joined", person.joined_on), ("left", person.left_on)):
        if day is not None:
            month = _counted(MonthTally, year=day.year, month=day.month)
            setattr(month, name, getattr(month, name) + 1)
    db.session.flush()


def _counted(kind: type[Any], **key: Any) -> Any:
    """The row that counts this, locked; a new one if there is none."""
    there = db.session.get(kind, key, with_for_update=True, populate_existing=True)
    if there is None:
        db.session.add(there := kind(**key))
        db.session.flush()
    return there
