"""What a row says differently from the register, and which of it was edited here and isn't the file's to overwrite."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import select

from chapter.db import db
from chapter.files.rules_cells import same
from chapter.imports.models import KeptFact
from chapter.people.models import Person, PersonChange, Tag, person_tag
from chapter.people.rules import FIELDS, REGISTER_FIELDS, Facts, How

OWN_FIELDS = tuple(field for field in FIELDS if field not in REGISTER_FIELDS)
"""Of these the party doesn't know: a file only fills them in where there is nothing."""
LEAVING = "left_on", "left_why"
"""That somebody has left is taken back when they stand in a file again and a person says that they're back."""
AT_ONCE = 1_000
Changes = dict[str, list[Any]]


@dataclass(slots=True)
class Kept:
    """A person as the register has them; ``facts`` are plain values.

    ``tags`` and ``do_not_call`` are among them, and ``LEAVING`` of those who have left.
    """

    id: int
    facts: Facts
    is_from_file: bool
    is_missing: bool


def parts(things: Iterable[Any]) -> Iterator[list[Any]]:
    """``things``, ``AT_ONCE`` at a time."""
    rest = iter(things)
    while part := list(islice(rest, AT_ONCE)):
        yield part


def plainly(value: Any) -> Any:
    """A fact as JSON keeps it: days in ISO."""
    return value.isoformat() if isinstance(value, date) else value


def kept(ids: Iterable[int]) -> dict[int, Kept]:
    """People by id, as the register has them."""
    found: dict[int, Kept] = {}
    fields = *FIELDS, *LEAVING
    columns = [getattr(Person, field) for field in fields]
    more = Person.id, Person.from_file, Person.missing_since, Person.do_not_call_at
    for part in parts(sorted(ids)):
        for id, from_file, missing, do_not_call, *values in db.session.execute(
            select(*more, *columns).where(Person.id.in_(part))
        ):
            facts: Facts = {field: plainly(value) for field, value in zip(fields, values, strict=True) if value}
            facts |= {"tags": [], "do_not_call": do_not_call is not None}
            found[id] = Kept(id, facts, from_file, missing is not None)
        tagged = select(person_tag.c.person_id, Tag.name).join(Tag, Tag.id == person_tag.c.tag_id)
        for id, name in db.session.execute(tagged.where(person_tag.c.person_id.in_(part)).order_by(Tag.name)):
            found[id].facts["tags"].append(name)
    return found


def changes(said: Facts, facts: Facts) -> Changes:
    """What a row would change of a person: the old and the new value by field. Empty cells take nothing away."""
    found: Changes = {}
    for field, value in said.items():
        old = facts.get(field)
        if field == "tags":
            there = {tag.casefold() for tag in old or ()}
            if news := [tag for tag in value if tag.casefold() not in there]:
                found[field] = [old or [], [*(old or []), *news]]
        elif field == "do_not_call":
            if value and not old:
                found[field] = [False, True]
        elif not same(field, old, value) and not (old and field in OWN_FIELDS):
            found[field] = [old, value]
    return found


def edited_here(wanted: Mapping[int, dict[str, bool]]) -> set[tuple[int, str]]:
    """The (person, field) that somebody here wrote last, not a file.

    ``wanted`` has the fields of each person, and whether what isn't in the log was written here.
    """
    found = set()
    for part in parts(wanted):
        log: dict[tuple[int, str], list[How]] = {}
        lines = select(PersonChange.person_id, PersonChange.field, PersonChange.how)
        for id, field, how in db.session.execute(
            lines.where(PersonChange.person_id.in_(part), PersonChange.field.in_(REGISTER_FIELDS)).order_by(
                PersonChange.id.desc()
            )
        ):
            log.setdefault((id, field), []).append(how)
        for id in part:
            found |= {(id, field) for field, ours in wanted[id].items() if _is_ours(log.get((id, field), []), ours)}
    return found


def _is_ours(log: list[How], unless_logged: bool) -> bool:
    """``log`` is the latest first; what was undone counts as little as its being undone."""
    latest = 0
    while latest < len(log) and log[latest] is How.UNDO:
        latest += 2
    return log[latest] is not How.IMPORT if latest < len(log) else unless_logged


def kept_against(ids: Iterable[int]) -> dict[tuple[int, str], str]:
    """By person and field: against which value (hashed) ours was kept before."""
    facts = select(KeptFact.person_id, KeptFact.field, KeptFact.against)
    return {
        (id, field): against
        for part in parts(ids)
        for id, field, against in db.session.execute(facts.where(KeptFact.person_id.in_(part)))
    }


def hashed(value: Any) -> str:
    """A value, so that it can be compared but not read."""
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()[:32]


def contest(found: Mapping[int, tuple[Kept, Changes]]) -> dict[int, list[str]]:
    """By key: the fields of the changes in which somebody here wrote last. Drops those in which ours was kept before.

    ``found`` has the person and the changes of each row.
    """
    wanted: dict[int, dict[str, bool]] = {}
    for person, changed in found.values():
        for field in REGISTER_FIELDS:
            if field in changed:
                ours = bool(changed[field][0]) and not person.is_from_file
                wanted.setdefault(person.id, {})[field] = ours
    edited, before = edited_here(wanted), kept_against(wanted)
    conflicts: dict[int, list[str]] = {}
    for key, (person, changed) in found.items():
        fields = [field for field in changed if (person.id, field) in edited]
        for field in fields:
            if before.get((person.id, field)) == hashed(changed[field][1]):
                del changed[field]
        conflicts[key] = [field for field in fields if field in changed]
    return conflicts
