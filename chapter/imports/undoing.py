"""A whole import is taken back, save for what somebody has changed since."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Column, and_, delete, or_, select, update

from chapter.access import Permission
from chapter.accounts.models import Account
from chapter.calling.models import CallAssignment
from chapter.db import Base, db
from chapter.imports.differing import AT_ONCE, parts
from chapter.imports.models import MISSING, ImportRun, KeptFact
from chapter.imports.rules import Kind, Stage
from chapter.imports.writing import HISTORY, PEOPLE, ROWS, Writing
from chapter.messages.actions import forget_about
from chapter.people import beginnings
from chapter.people.beginnings import Begun
from chapter.people.models import HistoryEntry, Person, PersonChange, Tag, person_tag
from chapter.people.rules import How
from chapter.people.rules_looks import What
from chapter.readlog import actions as readlog
from chapter.searches.models import SavedSearch

NOTHING_HAPPENED = {
    *("person_tag", "history_entry", "person_change", "import_row", "kept_fact"),
    *("queue_place", "exported_person", "look_alike", "read_person"),
}
"""Tables that may name somebody with whom nothing has happened: what an import writes itself, and lists."""


def take_back(run: ImportRun, by: Account | None, now: datetime) -> None:
    """Put everything back that is still as the import left it; ``run.figures`` say what stayed."""
    work = Undoing(run, by, now)
    work.remove_new()
    work.put_back()
    work.make_missing_again()
    work.make_ours_again()
    work.remove_tags()
    run.figures = {**run.figures, **work.figures}
    run.stage, run.undone_at = Stage.UNDONE, now
    db.session.flush()
    db.session.expire_all()


class Undoing:
    """An import on its way out, and what has come of it."""

    def __init__(self, run: ImportRun, by: Account | None, now: datetime) -> None:
        self.run, self.by, self.now = run, by, now
        self.source = f"import:{run.id}"
        self.figures = dict.fromkeys(("removed", "put_back", "stayed_people", "stayed_facts"), 0)

    def put_back(self) -> None:
        """What was changed of people becomes what it was, where it is still what the import set."""
        for part in self._changed():
            writing = self._writing()
            writing.load(row.person_id for row in part)
            for row in part:
                if row.person_id in writing.people:
                    self._put_back(writing, row.person_id, row.done)
            writing.write()
            ids = list(writing.people)
            db.session.execute(delete(HISTORY).where(HISTORY.c.source == self.source, HISTORY.c.person_id.in_(ids)))
            self.figures["put_back"] += len(writing.touched)
            self._log(writing.touched)

    def _writing(self) -> Writing:
        return Writing(self.now, self.by.name if self.by else None, How.UNDO)

    def _log(self, ids: Iterable[int]) -> None:
        """Let the log of who looked at whom say who has changed something about them."""
        readlog.write(What.CHANGED, ids, self.by, Permission.REGISTER_IMPORT, self.now)

    def _put_back(self, writing: Writing, id: int, done: dict[str, Any]) -> None:
        facts, flags = writing.people[id].facts, writing.flags[id]
        writing.untag(id, done.get("tags", ()))
        for name, change in done.items():
            if name in ("tags", "mobile_is_wrong", "phone2_is_wrong"):
                continue
            old, new = change
            is_ours = facts.get(name) == new
            if name == "do_not_call":
                is_ours = flags["do_not_call_at"] == self.run.applied_at and not self._said_so(id)
            if name == "member_number" and is_ours and old:
                is_ours = db.session.scalar(select(Person.id).where(Person.member_number == old)) is None
            if not is_ours:
                self.figures["stayed_facts"] += 1
                continue
            writing.set(id, name, old)
            if f"{name}_is_wrong" in done:
                flags[f"{name}_is_wrong"] = True

    def _said_so(self, id: int) -> bool:
        """Whether somebody has said since that they aren't to be called."""
        said = PersonChange.person_id == id, PersonChange.field == "do_not_call", PersonChange.new.is_not(None)
        since = PersonChange.at >= self.run.applied_at, PersonChange.how.not_in((How.IMPORT, How.UNDO))
        return db.session.scalar(select(PersonChange.id).where(*said, *since).limit(1)) is not None

    def make_missing_again(self) -> None:
        """Who was missing before and came back with the file is missing again; who wasn't, isn't."""
        noted = select(ROWS.c.person_id).where(ROWS.c.run_id == self.run.id, ROWS.c.kind == Kind.MISSING)
        at = self.run.applied_at
        found = select(PEOPLE.c.id).where(PEOPLE.c.id.in_(noted), PEOPLE.c.missing_since == at)
        since: dict[int, Any] = {id: (at, None) for id in db.session.scalars(found)}
        were = {int(id): datetime.fromisoformat(at) for id, at in self.run.figures.get("were_missing", {}).items()}
        here = select(PEOPLE.c.id).where(PEOPLE.c.id.in_(were), PEOPLE.c.missing_since.is_(None))
        since |= {id: (None, were[id]) for id in db.session.scalars(here)}
        self._writing().set_missing(since)
        self._log(since)

    def make_ours_again(self) -> None:
        """Who hadn't come from a file hasn't; who was here whatever files said is."""
        ours = select(ROWS.c.person_id).where(ROWS.c.run_id == self.run.id, ROWS.c.was_ours)
        db.session.execute(update(PEOPLE).where(PEOPLE.c.id.in_(ours)).values(from_file=False))
        kept_here = {int(id): datetime.fromisoformat(at) for id, at in self.run.figures.get("were_kept", {}).items()}
        for id in db.session.scalars(select(PEOPLE.c.id).where(PEOPLE.c.id.in_(kept_here))).all():
            db.session.merge(KeptFact(person_id=id, field=MISSING, against="", at=kept_here[id]))

    def remove_new(self) -> None:
        """Those who came with the import go, with their rows, unless something has happened with them since."""
        brought = self._of(ROWS.c.kind.in_((Kind.NEW, Kind.DOUBTFUL)))
        tags = {row.person_id: row.said.get("tags", []) for row in db.session.execute(brought) if _is_new(row)}
        for part in parts(tags):
            begun = beginnings.untouched(part)
            going = set(part) - self._lived(part, begun) - self._tagged_otherwise({id: tags[id] for id in part})
            forget_about(*(one.source for one in begun if one.person_id in going))
            readlog.let_go(going, self.by, self.now)
            db.session.execute(delete(PEOPLE).where(PEOPLE.c.id.in_(going)))
            self.figures["removed"] += len(going)
            self.figures["stayed_people"] += len(part) - len(going)
        repeated = delete(ROWS).where(ROWS.c.run_id == self.run.id, ROWS.c.kind == Kind.SAME)
        db.session.execute(repeated.where(ROWS.c.person_id.is_(None)))

    def _lived(self, ids: list[int], begun: set[Begun]) -> set[int]:
        """Those with whom something has happened since they came, besides what was ``begun``."""
        found, untouched = self._edited(ids), {(one.table, one.person_id) for one in begun}
        for column in _pointing_at(PEOPLE, NOTHING_HAPPENED):
            there = db.session.scalars(select(column).where(column.in_(ids)).distinct())
            found.update(id for id in there if (column.table.name, id) not in untouched)
        ours = {self.source, *(one.source for one in begun)}
        others = or_(HistoryEntry.source.is_(None), HistoryEntry.source.not_in(ours))
        found.update(db.session.scalars(select(HistoryEntry.person_id).where(HistoryEntry.person_id.in_(ids), others)))
        return found

    def _edited(self, ids: list[int]) -> set[int]:
        """Those who have been changed otherwise than by imports (that were undone again)."""
        log: dict[int, set[tuple[How, datetime]]] = {id: set() for id in ids}
        lines = select(PersonChange.person_id, PersonChange.how, PersonChange.at)
        for id, how, at in db.session.execute(
            lines.where(PersonChange.person_id.in_(ids), PersonChange.field != "missing_since").distinct()
        ):
            log[id].add((how, at))
        versions = db.session.execute(select(Person.id, Person.version).where(Person.id.in_(ids)))
        strange = {id for id, steps in log.items() if any(how not in (How.IMPORT, How.UNDO) for how, _at in steps)}
        return strange | {id for id, version in versions if version != 1 + len(log[id])}

    def _tagged_otherwise(self, tags: dict[int, list[str]]) -> set[int]:
        found: dict[int, set[str]] = {id: set() for id in tags}
        tagged = select(person_tag.c.person_id, Tag.name).join(Tag, Tag.id == person_tag.c.tag_id)
        for id, name in db.session.execute(tagged.where(person_tag.c.person_id.in_(tags))):
            found[id].add(name.casefold())
        return {id for id, names in tags.items() if {name.casefold() for name in names} != found[id]}

    def remove_tags(self) -> None:
        """Tags that came with the import go, if nobody has them and no search asks for them."""
        new = set(self.run.figures.get("new_tags") or ())
        if not new:
            return
        used = {
            id
            for column in _pointing_at(Tag.__table__, set())
            for id in db.session.scalars(select(column).where(column.in_(new)))
        }
        for searched in (SavedSearch.criteria, CallAssignment.target):
            for criteria in db.session.scalars(select(searched)):
                used.update(_numbers(criteria))
        db.session.execute(delete(Tag).where(Tag.id.in_(new - used)))

    def _changed(self) -> Iterator[list[Any]]:
        """The rows by which people were changed, the last first."""
        last: tuple[int, int] | None = None
        while True:
            found = self._of(ROWS.c.kind.in_((Kind.CHANGED, Kind.DOUBTFUL)))
            if last:
                found = found.where(or_(ROWS.c.number < last[0], and_(ROWS.c.number == last[0], ROWS.c.id < last[1])))
            rows = db.session.execute(found.order_by(ROWS.c.number.desc(), ROWS.c.id.desc()).limit(AT_ONCE)).all()
            if not rows:
                return
            last = rows[-1].number, rows[-1].id
            yield [row for row in rows if row.done and not _is_new(row)]

    def _of(self, *which: Any) -> Any:
        return select(ROWS).where(ROWS.c.run_id == self.run.id, ROWS.c.person_id.is_not(None), *which)


def _is_new(row: Any) -> bool:
    return row.kind is Kind.NEW or "new" in row.decision


def _pointing_at(table: Any, but: Iterable[str]) -> list[Column[Any]]:
    """The columns of all tables, save ``but``, that point at rows of ``table``."""
    return [
        key.parent
        for other in Base.metadata.sorted_tables
        if other.name not in but
        for key in other.foreign_keys
        if key.column.table is table
    ]


def _numbers(value: Any) -> Iterator[int]:
    """Every whole number in a search; one of them may be a tag."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _numbers(part)
    elif isinstance(value, int) and not isinstance(value, bool):
        yield value
