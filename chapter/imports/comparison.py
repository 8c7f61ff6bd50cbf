"""What each row of a file is to the register, worked out row by row.

Everybody is known by hashes of what they can be recognised on, so that a large register fits in little memory; whom
a row may be about is read with their facts, a thousand rows at a time.
"""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import or_, select

from chapter.db import db
from chapter.files.rules_cells import Said
from chapter.imports import recognising
from chapter.imports.differing import AT_ONCE, Kept, changes, contest, kept, plainly
from chapter.imports.models import MISSING, ImportRow, KeptFact
from chapter.imports.recognising import Keys, Match, Ref
from chapter.imports.rules import Doubt, Kind
from chapter.people.models import Person
from chapter.people.rules import FIELDS, Facts, fold

Line = dict[str, Any]
KEYS = Person.member_number, Person.email, Person.mobile, Person.first_name, Person.last_name, Person.birth_year
BLANK: Line = {
    **{"person_id": None, "why": None},
    **{name: {} for name in ("said", "changes", "problems", "decision", "done")},
    **{name: [] for name in ("conflicts", "candidates", "cells")},
    **dict.fromkeys(("is_undecided", "is_contested", "is_settled", "was_ours"), False),
}


class Comparison:
    """What has been seen of a file so far, and of the register."""

    def __init__(self, run_id: int) -> None:
        self.run_id = run_id
        self.amended: dict[int, Line] = {}
        self._keys = Keys()
        self._people: dict[int, Kept] = {}
        self._said: dict[int, str] = {}
        self._rows: dict[Ref, int] = {}
        self._same: dict[int, int] = {}
        self._named: set[int] = set()
        self._lines: dict[int, Line] = {}

    def know_everybody(self) -> None:
        """Read what everybody in the register can be recognised on."""
        names = [column.key for column in KEYS]
        everybody = select(Person.id, *KEYS).order_by(Person.id).execution_options(yield_per=AT_ONCE)
        for id, *values in db.session.execute(everybody):
            self._keys.learn(id, dict(zip(names, values, strict=True)))

    def take(self, rows: Iterable[tuple[int, list[str], Said]]) -> list[Line]:
        """What some rows are to the register, as lines to insert."""
        all_said = [(number, cells, said, plain(said.facts)) for number, cells, said in rows]
        found = {ref for *_, facts in all_said for ref in recognising.looked_at(facts, self._find(facts)) if ref > 0}
        self._people, self._lines, self.amended = kept(found), {}, {}
        for number, cells, said, facts in all_said:
            self._lines[number] = self._line(number, cells, said, facts)
        self._contest([*self._lines.values(), *self.amended.values()])
        return list(self._lines.values())

    def missing(self) -> list[Line]:
        """Those who should be in a complete file and whom no row is about."""
        stays = select(KeptFact.person_id).where(KeptFact.field == MISSING)
        wanted = select(Person.id, Person.first_name, Person.last_name).where(
            Person.left_on.is_(None),
            Person.id.not_in(stays),
            or_(Person.member_number.is_not(None), Person.joined_on.is_not(None)),
        )
        return [
            self._blank(0, Kind.MISSING, person_id=id, said={"first_name": first, "last_name": last})
            for id, first, last in db.session.execute(wanted.order_by(Person.sort_name, Person.id))
            if id not in self._rows and id not in self._named
        ]

    def _line(self, number: int, cells: list[str], said: Said, facts: Facts) -> Line:
        if said.problems:
            if known := self._given_out(cells, said, facts):
                return self._keep(known, number, facts, self._blank(number, Kind.SAME, said=facts, person_id=known))
            self._name(facts)
            problems = {problem.column: problem.reason for problem in said.problems}
            return self._blank(number, Kind.UNUSABLE, said=facts, problems=problems, cells=cells)
        written = json.dumps(facts, sort_keys=True)
        first = self._same.setdefault(hash(written), number)
        match = recognising.whom(facts, self._find(facts), self._known, lambda ref: ref not in self._rows)
        if first != number and not self._is_just_so(match.ref, facts):
            return self._blank(number, Kind.SAME, said=facts, person_id=self._person_of(first))
        if match.doubt:
            return self._doubtful(number, facts, match)
        if match.ref is None:
            return self._keep(-number, number, facts, self._blank(number, Kind.NEW, said=facts))
        if match.ref in self._rows:
            return self._again(number, facts, match.ref)
        if match.ref > 0 and "left_on" in self._person(match.ref).facts:
            return self._doubtful(number, facts, Match(match.ref, Doubt.LEFT, [match.ref]))
        differing = changes(facts, self._person(match.ref).facts)
        kind = Kind.CHANGED if differing else Kind.SAME
        line = self._blank(number, kind, said=facts, person_id=match.ref, changes=differing)
        return self._keep(match.ref, number, facts, line)

    def _keep(self, ref: Ref, number: int, facts: Facts, line: Line) -> Line:
        """Remember that a row is about ``ref``, who is recognised by what it says from now on."""
        self._keys.learn(ref, facts)
        self._rows[ref], self._said[number] = number, json.dumps(facts, sort_keys=True)
        return line

    def _is_just_so(self, ref: Ref | None, facts: Facts) -> bool:
        """Whether a row that stands in the file again is about somebody else, who is just the same."""
        return ref is not None and ref > 0 and ref not in self._rows and not changes(facts, self._person(ref).facts)

    def _given_out(self, cells: list[str], said: Said, facts: Facts) -> int | None:
        """Whom a row that can't be used has the number of, if all that it says is so: we gave it out like that."""
        for ref in self._find(facts).get("number", []):
            known = self._person(ref).facts if ref > 0 else {}
            as_known = (stands_as(cells[problem.index], known, problem.column) for problem in said.problems)
            if known and not changes(facts, known) and all(as_known):
                return ref
        return None

    def _doubtful(self, number: int, facts: Facts, match: Match) -> Line:
        people = [ref for ref in match.candidates if ref > 0]
        self._named.update(people)
        doubt = Doubt.CONTRADICTS if match.doubt is Doubt.NUMBER and not people else match.doubt
        line = self._blank(number, Kind.DOUBTFUL, said=facts, why=doubt, candidates=people, is_undecided=True)
        return self._keep(match.ref or -number, number, facts, line)

    def _again(self, number: int, facts: Facts, ref: Ref) -> Line:
        """A further row about somebody: what it adds is added to the first; if it says otherwise, it is in doubt."""
        first = self._rows[ref]
        before: Facts = json.loads(self._said[first])
        if any(_contradicts(before.get(field), facts.get(field)) for field in FIELDS):
            return self._doubtful(number, facts, Match(doubt=Doubt.CONTRADICTS, candidates=[ref]))
        together = _together(before, facts)
        if together != before:
            self._amend(first, ref, together)
        return self._blank(number, Kind.SAME, said=facts, person_id=ref if ref > 0 else None)

    def _amend(self, number: int, ref: Ref, facts: Facts) -> None:
        self._said[number] = json.dumps(facts, sort_keys=True)
        self._keys.learn(ref, facts)
        line = self._lines.get(number) or self.amended.get(number)
        if line is None:
            found = select(ImportRow).where(ImportRow.run_id == self.run_id, ImportRow.number == number)
            row = db.session.scalars(found).one()
            line = self.amended[number] = {name: getattr(row, name) for name in ("id", "number", "kind", *BLANK)}
        line["said"] = facts
        if ref > 0 and line["kind"] in (Kind.SAME, Kind.CHANGED):
            line["changes"] = changes(facts, self._person(ref).facts)
            line["kind"] = Kind.CHANGED if line["changes"] else Kind.SAME
            line |= {"conflicts": [], "is_contested": False}

    def _contest(self, lines: list[Line]) -> None:
        """Find what was edited here since; a row in which nothing is left to change says the same."""
        changed = {line["number"]: line for line in lines if line["kind"] is Kind.CHANGED}
        found = {number: (self._person(line["person_id"]), line["changes"]) for number, line in changed.items()}
        for number, fields in contest(found).items():
            line = changed[number]
            line |= {"conflicts": fields, "is_contested": bool(fields)}
            if not line["changes"]:
                line["kind"] = Kind.SAME

    def _name(self, facts: Facts) -> None:
        """Note whom a row names that can't be used, so that they aren't missing."""
        if facts.get("first_name"):
            found = self._find(facts)
            about = [ref for key in ("number", "named address", "mobile") for ref in found.get(key, [])]
            self._named.update(ref for ref in about or found["name"] if ref > 0)
        elif facts.get("member_number"):
            self._named.update(ref for ref in self._find(facts)["number"] if ref > 0)

    def _known(self, ref: Ref) -> Facts:
        """What is known of somebody, with what the file has said of them so far."""
        said = json.loads(self._said[self._rows[ref]]) if ref in self._rows else {}
        return {**self._person(ref).facts, **said} if ref > 0 else said

    def _person(self, id: int) -> Kept:
        if id not in self._people:
            self._people |= kept([id])
        return self._people[id]

    def _person_of(self, number: int) -> int | None:
        line = self._lines.get(number)
        if line is not None:
            return line["person_id"]
        return None

    def _find(self, facts: Facts) -> dict[str, list[Ref]]:
        return self._keys.find(facts)

    def _blank(self, number: int, kind: Kind, **more: Any) -> Line:
        return BLANK | {"run_id": self.run_id, "number": number, "kind": kind} | more


def plain(facts: Facts) -> Facts:
    """What a row says as JSON keeps it, without what it leaves empty."""
    return {field: plainly(value) for field, value in facts.items() if value not in (None, "", [], False)}


def stands_as(cell: str, known: Facts, field: str) -> bool:
    """Whether a cell has what is known, letter by letter; the apostrophe is the reading's."""
    name = f"{known.get('first_name', '')} {known.get('last_name', '')}".strip()
    value = name if field == "name" else str(known.get(field, ""))
    return cell in (value, f"'{value}")


def _contradicts(one: Any, other: Any) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return fold(one) != fold(other)
    return one is not None and other is not None and one != other


def _together(first: Facts, second: Facts) -> Facts:
    """What two rows say of one person."""
    tags = {tag.casefold(): tag for tag in [*second.get("tags", ()), *first.get("tags", ())]}
    return {**second, **first, **({"tags": sorted(tags.values())} if tags else {})}
