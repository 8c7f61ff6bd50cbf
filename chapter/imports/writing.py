"""People written by the hundred: few statements, and a line in the change log for each field."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, bindparam, delete, insert, select, update

from chapter import i18n
from chapter.db import db
from chapter.imports.differing import LEAVING, Kept, kept
from chapter.imports.models import ImportRow
from chapter.people.actions import plain
from chapter.people.models import HistoryEntry, Person, PersonChange, Tag, person_tag
from chapter.people.rules import FIELDS, FOUND_BY, Facts, How, Number, derived


def table(model: Any) -> Table:
    """The table of ``model``, for statements that know nothing of objects."""
    return model.__table__


FLAGS = "mobile_is_wrong", "phone2_is_wrong", "do_not_call_at", "do_not_call_why", "do_not_call_by"
PEOPLE, ROWS, HISTORY, LOG = map(table, (Person, ImportRow, HistoryEntry, PersonChange))
DERIVED = "find_text", "sort_name"
COLUMNS: dict[str, tuple[str, ...]] = {
    "tags": (),
    "do_not_call": ("do_not_call_at", "do_not_call_why", "do_not_call_by"),
    **{name: (name, f"{name}_is_wrong") for name in Number},
}
"""What is written when a fact changes, where that isn't just its column."""
DAYS = "joined_on", "left_on"
WRITTEN = *FIELDS, *LEAVING
NULLABLE = {name for name in WRITTEN if PEOPLE.c[name].nullable}


@dataclass
class Writing:
    """Some people as they are, what is to become of them, and the lines of the log. Locked until the end."""

    at: datetime
    by: str | None
    how: How
    people: dict[int, Kept] = field(default_factory=dict)
    flags: dict[int, dict[str, Any]] = field(default_factory=dict)
    touched: dict[int, set[str]] = field(default_factory=dict)
    log: list[dict[str, Any]] = field(default_factory=list)
    tags_to_add: set[tuple[int, str]] = field(default_factory=set)
    tags_to_go: set[tuple[int, str]] = field(default_factory=set)

    def load(self, ids: Iterable[int]) -> None:
        """Read and lock people."""
        wanted = sorted(set(ids))
        columns = select(PEOPLE.c.id, *(PEOPLE.c[name] for name in FLAGS)).where(PEOPLE.c.id.in_(wanted))
        for id, *flags in db.session.execute(columns.with_for_update()):
            self.flags[id] = dict(zip(FLAGS, flags, strict=True))
        self.people = kept(wanted)

    def set(self, id: int, name: str, value: Any) -> None:
        """Set a field; a number that is new isn't known to be wrong."""
        facts, flags = self.people[id].facts, self.flags[id]
        old = facts.get(name)
        if name in set(Number):
            flags[f"{name}_is_wrong"] = False
        if name == "do_not_call":
            flags |= {"do_not_call_at": self.at if value else None, "do_not_call_why": "" if value else None}
            flags["do_not_call_by"] = None
        self._note(id, name, old, value)
        facts[name] = value

    def tag(self, id: int, names: Iterable[str]) -> None:
        """Give tags besides those that there are."""
        facts = self.people[id].facts
        self.tags_to_add.update((id, name) for name in names)
        self._set_tags(id, [*facts["tags"], *names])

    def untag(self, id: int, names: Iterable[str]) -> None:
        """Take tags away."""
        gone = {name.casefold() for name in names}
        facts = self.people[id].facts
        self.tags_to_go.update((id, name) for name in facts["tags"] if name.casefold() in gone)
        self._set_tags(id, [name for name in facts["tags"] if name.casefold() not in gone])

    def _set_tags(self, id: int, names: list[str]) -> None:
        facts = self.people[id].facts
        if facts["tags"] != names:
            self._note(id, "tags", facts["tags"], names)
            facts["tags"] = names

    def _note(self, id: int, name: str, old: Any, new: Any) -> None:
        self.touched.setdefault(id, set()).update(COLUMNS.get(name, (name,)))
        self.log.append(self._line(id, name, old, new))

    def _line(self, id: int, name: str, old: Any, new: Any) -> dict[str, Any]:
        line = {"person_id": id, "at": self.at, "by": self.by, "how": self.how, "field": name, "why": None}
        return line | {"old": plain(old), "new": plain(new)}

    def set_missing(self, since: Mapping[int, tuple[datetime | None, datetime | None]]) -> None:
        """Write since when people are missing: what it was, and what it becomes."""
        noting = update(PEOPLE).where(PEOPLE.c.id == bindparam("_id")).values(missing_since=bindparam("_since"))
        many(noting, [{"_id": id, "_since": new} for id, (_old, new) in since.items()])
        many(insert(LOG), [self._line(id, "missing_since", old, new) for id, (old, new) in since.items()])

    def write(self) -> list[int]:
        """Write all of it; gives the ids of the tags that had to be made."""
        alike: dict[frozenset[str], list[int]] = {}
        for id, names in self.touched.items():
            alike.setdefault(frozenset(names), []).append(id)
        for together, people in alike.items():
            self._update(people, sorted(together))
        many(insert(LOG), self.log)
        ids, made = tag_ids({name for _id, name in self.tags_to_add})
        many(insert(person_tag), [{"person_id": id, "tag_id": ids[name.casefold()]} for id, name in self.tags_to_add])
        if self.tags_to_go:
            ids, _none = tag_ids({name for _id, name in self.tags_to_go})
            going = delete(person_tag).where(
                person_tag.c.person_id == bindparam("_person"), person_tag.c.tag_id == bindparam("_tag")
            )
            many(going, [{"_person": id, "_tag": ids[name.casefold()]} for id, name in self.tags_to_go])
        return made

    def _update(self, people: list[int], names: list[str]) -> None:
        """Write the same columns of several people; an index isn't touched for the sake of another column."""
        country = i18n.country()
        new = {id: {**columns(self.people[id].facts), **self.flags[id]} for id in people}
        if not set(names).isdisjoint(FOUND_BY):
            names = [*names, *DERIVED]
            for facts in new.values():
                facts |= derived(facts, country)
        values: dict[str, Any] = {name: bindparam(name) for name in names} | {"version": PEOPLE.c.version + 1}
        statement = update(PEOPLE).where(PEOPLE.c.id == bindparam("_id")).values(values)
        many(statement, [{"_id": id, **{name: facts[name] for name in names}} for id, facts in new.items()])


def columns(facts: Facts) -> dict[str, Any]:
    """A person's facts as columns: days are days, and nothing is what each column has for it."""
    found: Facts = {name: facts.get(name) or (None if name in NULLABLE else "") for name in WRITTEN}
    for name in DAYS:
        found[name] = date.fromisoformat(found[name]) if found[name] else None
    return found


def tag_ids(names: Iterable[str]) -> tuple[dict[str, int], list[int]]:
    """Tags by their folded names, those that weren't there made; and the ids of these."""
    known = {name.casefold(): id for id, name in db.session.execute(select(Tag.id, Tag.name))}
    new = {name.casefold(): name for name in sorted(names, reverse=True) if name.casefold() not in known}
    if not new:
        return known, []
    made = db.session.execute(insert(Tag).returning(Tag.id, Tag.name), [{"name": name} for name in new.values()]).all()
    return known | {name.casefold(): id for id, name in made}, [id for id, _name in made]


def many(statement: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    """Run ``statement`` for each of ``rows``, if there are any."""
    if rows:
        db.session.execute(statement, rows)
