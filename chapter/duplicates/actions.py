"""Writes: look for pairs, part what only looks alike, merge two people, and undo that."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Table, delete, insert, select, update

from chapter import expiry
from chapter.access import Permission
from chapter.accounts.models import Account
from chapter.calling.actions import settle
from chapter.calling.models import Call
from chapter.calling.queries import OPEN
from chapter.db import db
from chapter.duplicates import hooks, moving
from chapter.duplicates.models import LookAlike, Merge, NotSame
from chapter.duplicates.rules import Pair
from chapter.errors import Refused
from chapter.i18n import lazy
from chapter.people import actions as people
from chapter.people.models import Person, PersonChange
from chapter.people.rules import FIELDS, Facts, How, Number
from chapter.people.rules_looks import What
from chapter.readlog import actions as readlog

DO_NOT_CALL = "do_not_call_at", "do_not_call_why", "do_not_call_by"


class InCall(Refused):
    """Somebody's report would be about whom?"""

    words = lazy("Somebody is ringing one of them just now. Try again in a while.")


class Changed(Refused):
    """What was chosen between isn't what there is now."""

    words = lazy("Somebody changed one of them meanwhile. Look again before you merge.")


def keep(found: Collection[Pair]) -> None:
    """Show these pairs from now on; somebody may have gone since they were found."""
    there = set(db.session.scalars(select(Person.id)))
    pairs = [pair._asdict() for pair in found if {pair.first_id, pair.second_id} <= there]
    db.session.execute(delete(LookAlike))
    if pairs:
        db.session.execute(insert(LookAlike), pairs)
    db.session.flush()


def part(one: Person, other: Person, actor: Account, now: datetime) -> None:
    """They are two people: not to be suggested again."""
    first_id, second_id = sorted((one.id, other.id))
    if db.session.get(NotSame, (first_id, second_id)) is None:
        db.session.add(NotSame(first_id=first_id, second_id=second_id, by=actor.name, at=now))
    pair = LookAlike.first_id == first_id, LookAlike.second_id == second_id
    db.session.execute(delete(LookAlike).where(*pair))
    db.session.flush()


def merge(kept: Person, gone: Person, chosen: Facts, versions: tuple[int, int], actor: Account, now: datetime) -> Merge:
    """Make two people one, with the ``chosen`` facts; what points at the one who goes points at the one kept.

    Raises InCall, Changed.
    """
    if (kept.version, gone.version) != versions:
        raise Changed
    _let_go(kept, gone, now)
    for hook in hooks.on_merge:
        hook(kept, gone)
    before = {"gone": moving.packed(moving.person_row(gone.id)), "kept": moving.packed(moving.person_row(kept.id))}
    name = gone.name
    facts = {field: value for field, value in chosen.items() if field in FIELDS}
    facts |= _wrong(kept, gone, facts) | _protected(kept, gone)
    readlog.write(What.MERGED, [kept.id, gone.id], actor, Permission.REGISTER_CHANGE, now)
    moved = moving.move(gone.id, kept.id)
    db.session.execute(delete(Person).where(Person.id == gone.id), execution_options={"synchronize_session": False})
    db.session.expunge(gone)
    db.session.expire_all()
    _change(kept, facts, actor, now, How.MERGE)
    settle(kept.id)
    record = Merge(kept_id=kept.id, gone_name=name, by=actor.name, at=now)
    record.before = before | {"moved": moved, "facts": moving.packed(facts)}
    db.session.add(record)
    people.remember(kept, "merged", now, name=name, by=actor.name)
    return record


def _let_go(kept: Person, gone: Person, now: datetime) -> None:
    """Nobody may be ringing them; a call that has lapsed is no obstacle."""
    here = Call.person_id.in_((kept.id, gone.id)), OPEN
    if db.session.scalar(select(Call.id).where(*here, Call.lease_until > now)) is not None:
        raise InCall
    db.session.execute(update(Call).where(*here).values(released_at=now))


def _wrong(kept: Person, gone: Person, facts: Facts) -> Facts:
    """Whether the numbers are known to be wrong, which goes with the numbers."""
    found: Facts = {}
    for number in Number:
        flag, theirs = f"{number}_is_wrong", getattr(gone, number)
        if theirs == facts.get(number, getattr(kept, number)):
            same = theirs == getattr(kept, number)
            found[flag] = getattr(gone, flag) or (same and getattr(kept, flag))
    return found


def _protected(kept: Person, gone: Person) -> Facts:
    """What neither may lose: a wish not to be called or to leave, the newer consent, the longer time here."""
    facts: Facts = {"added_at": min(kept.added_at, gone.added_at), "from_file": kept.from_file or gone.from_file}
    if kept.do_not_call_at is None:
        facts |= {name: getattr(gone, name) for name in DO_NOT_CALL}
    if (gone.consent_id or 0) > (kept.consent_id or 0):
        facts |= {"consent_id": gone.consent_id, "consented_at": gone.consented_at}
    facts["leaving_at"] = kept.leaving_at or gone.leaving_at
    facts["missing_since"] = kept.missing_since and gone.missing_since
    if kept.left_on is None or gone.left_on is None:
        facts |= {"left_on": None, "left_why": None}
    return facts


def _change(person: Person, facts: Facts, actor: Account, now: datetime, how: How) -> None:
    """Set all facts; the log has those that people know by name."""
    people.change(person, {field: value for field, value in facts.items() if field in FIELDS}, now, actor, how)
    for name, value in facts.items():
        setattr(person, name, value)
    db.session.flush()


def undo(record: Merge, actor: Account, now: datetime) -> Person:
    """Part them again. What has happened since stays with the one who was kept; gives the one who is back."""
    kept = record.kept
    was, gone, facts = (moving.unpacked(record.before[part]) for part in ("kept", "gone", "facts"))
    said_since = _said_since(record)
    back = {name: was[name] for name, value in facts.items() if getattr(kept, name) == value}
    if said_since:
        back = {name: value for name, value in back.items() if name not in DO_NOT_CALL}
    _change(kept, back, actor, now, How.UNDO)
    person = _back(gone, kept if said_since else None)
    moving.move_back(record.before["moved"], person.id, kept.id)
    for one in (kept, person):
        settle(one.id)
        db.session.expire(one)
        people.remember(one, "parted", now, by=actor.name)
    db.session.delete(record)
    part(kept, person, actor, now)
    return person


def _said_since(record: Merge) -> bool:
    """Whether somebody has said, since they were made one, that they are not to be called."""
    lines = select(PersonChange.id).where(
        PersonChange.person_id == record.kept_id, PersonChange.field == "do_not_call", PersonChange.new == "yes"
    )
    return db.session.scalar(lines.where(PersonChange.at >= record.at).limit(1)) is not None


def _back(row: dict[str, Any], asked: Person | None) -> Person:
    """The person who was gone, as they were; not to be called if they ``asked`` while they were another's."""
    if db.session.get(Person, row["id"]) is not None:
        row.pop("id")
    taken = select(Person.id).where(Person.member_number == row["member_number"])
    if row["member_number"] and db.session.scalar(taken) is not None:
        row["member_number"] = None
    person = Person(**row)
    if asked is not None and person.do_not_call_at is None:
        for name in DO_NOT_CALL:
            setattr(person, name, getattr(asked, name))
    db.session.add(person)
    db.session.flush()
    return person


def forget_moved(kept_id: int, table: Table, column: str | None = None) -> None:
    """Keep nothing of ``table`` (or of one ``column`` of it) for undoing the merges into a person.

    Whoever erases such rows of a person erases those as well that were dropped because both had one.
    """
    for record in db.session.scalars(select(Merge).where(Merge.kept_id == kept_id)):
        record.before = record.before | {"moved": moving.without(record.before["moved"], table, column)}
    db.session.flush()


def forget(now: datetime) -> None:
    """What can't be undone any more is forgotten."""
    expiry.enforce("duplicates.merges", now)
