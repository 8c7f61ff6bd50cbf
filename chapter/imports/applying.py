"""An import comes into the register: one transaction, few statements, and a line in the log for each change."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, insert, literal, or_, select, update

from chapter import i18n
from chapter.access import Permission
from chapter.accounts.models import Account
from chapter.db import db
from chapter.imports.differing import AT_ONCE, hashed, parts
from chapter.imports.models import MISSING, ImportRow, ImportRun, KeptFact
from chapter.imports.queries import is_in_file, is_missing, stamp
from chapter.imports.rules import Kind, Stage
from chapter.imports.writing import HISTORY, PEOPLE, ROWS, Writing, columns, many, tag_ids
from chapter.people import marks
from chapter.people.models import Person, person_tag
from chapter.people.rules import Facts, How, derived
from chapter.people.rules_looks import What
from chapter.readlog import actions as readlog

OF_ROW = update(ROWS).where(ROWS.c.id == bindparam("_id"))
DONE_WITH, WHO = OF_ROW.values(done=bindparam("done")), OF_ROW.values(person_id=bindparam("person_id"))
BLANK = {
    "from_file": True,
    "version": 1,
    **dict.fromkeys(("mobile_is_wrong", "phone2_is_wrong"), False),
    **dict.fromkeys(("do_not_call_at", "do_not_call_why", "do_not_call_by")),
}


def bring_in(run_id: int, now: datetime) -> str:
    """Bring in what was asked for, if the register is still as it was compared; else it is to be compared again.

    The caller commits it as one transaction, and then deletes what is kept of the file under the name that it gets.
    """
    wanted = select(ImportRun).where(ImportRun.id == run_id, ImportRun.stage == Stage.APPLYING).with_for_update()
    run = db.session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()
    if run is None:
        return ""
    if stamp() != run.register_stamp:
        run.stage = Stage.COMPARING
        return ""
    name = run.path
    _bring_in(run, now)
    db.session.flush()
    db.session.expire_all()
    return name


def _bring_in(run: ImportRun, now: datetime) -> None:
    work = Applying(run, now)
    work.change_people()
    work.see_again()
    work.know_from_file()
    work.note_missing()
    work.add_people()
    more = {
        "left_out": _left_out(run),
        "new_tags": work.new_tags,
        "were_missing": work.were_missing,
        "were_kept": work.were_kept,
    }
    run.figures = {**work.figures, **more}
    run.stage, run.applied_at, run.done, run.path = Stage.DONE, now, run.total, ""


def _left_out(run: ImportRun) -> int:
    return (
        db.session.scalar(select(func.count(ImportRow.id)).where(ImportRow.run_id == run.id, ImportRow.is_undecided))
        or 0
    )


class Applying:
    """An import on its way in, and what has come of it."""

    def __init__(self, run: ImportRun, now: datetime) -> None:
        self.run, self.now, self.country = run, now, i18n.country()
        self.source = f"import:{run.id}"
        self.by = db.session.get(Account, run.by_id) if run.by_id else None
        self.figures = dict.fromkeys(("new", "changed", "missing", "seen_again", "kept"), 0)
        self.new_tags: list[int] = []
        self.were_missing: dict[str, str] = {}
        self.were_kept: dict[str, str] = {}
        self._given: set[str] = set()

    def change_people(self) -> None:
        """Change what is to be changed, and remember where ours was kept."""
        decided = and_(ROWS.c.kind == Kind.DOUBTFUL, ROWS.c.person_id.is_not(None))
        for part in self._parts(or_(ROWS.c.kind == Kind.CHANGED, decided), "person_id", "changes", "conflicts"):
            writing = self.writing()
            writing.load(row.person_id for row in part)
            taken = self._taken([row.changes["member_number"][1] for row in part if "member_number" in row.changes])
            done = []
            for row in part:
                if row.person_id in writing.people:
                    done.append({"_id": row.id, "done": self._change(writing, row, taken)})
            self.new_tags += writing.write()
            many(DONE_WITH, done)
            self._remember(writing.touched, "updated")
            self.figures["changed"] += len(writing.touched)

    def _change(self, writing: Writing, row: Any, taken: dict[str, int]) -> dict[str, Any]:
        """Change a person as a row says; gives what was done."""
        id, chosen = row.person_id, row.decision.get("fields", {})
        done: dict[str, Any] = {}
        for name, (_old, new) in row.changes.items():
            facts = writing.people[id].facts
            old = facts.get(name)
            if name in row.conflicts and chosen.get(name) != "theirs":
                self._keep_ours(id, name, new, is_decided=name in chosen)
            elif name == "tags":
                there = {tag.casefold() for tag in old or ()}
                if added := [tag for tag in new if tag.casefold() not in there]:
                    writing.tag(id, added)
                    done["tags"] = added
            elif name == "member_number" and not self._give(new, id, taken):
                self.figures["kept"] += 1
            elif old != new:
                if writing.flags[id].get(f"{name}_is_wrong"):
                    done[f"{name}_is_wrong"] = True
                writing.set(id, name, new)
                done[name] = [old, new]
                if name == "do_not_call":
                    self._remember([id], "do_not_call", why="")
        return done

    def _keep_ours(self, id: int, name: str, theirs: Any, is_decided: bool) -> None:
        self.figures["kept"] += 1
        if is_decided:
            db.session.merge(KeptFact(person_id=id, field=name, against=hashed(theirs), at=self.now))

    def see_again(self) -> None:
        """Those who were missing and are in the file aren't missing any more."""
        wanted = select(Person.id, Person.missing_since).where(is_missing(), is_in_file(self.run.id))
        again = {id: at for id, at in db.session.execute(wanted)}
        self.writing().set_missing({id: (at, None) for id, at in again.items()})
        self.were_missing = {str(id): at.isoformat() for id, at in again.items() if at}
        self.figures["seen_again"] = len(again)

    def know_from_file(self) -> None:
        """Those whom a row is about come from a file from now on, unless something of ours is kept against it."""
        kept_here = select(KeptFact).join(Person).where(KeptFact.field == MISSING, is_in_file(self.run.id))
        for fact in db.session.scalars(kept_here).all():
            self.were_kept[str(fact.person_id)] = fact.at.isoformat()
            db.session.delete(fact)
        db.session.flush()
        of_run = ROWS.c.run_id == self.run.id
        contested = select(ROWS.c.person_id).where(of_run, ROWS.c.is_contested, ROWS.c.person_id.is_not(None))
        against = PEOPLE.c.id.in_(contested), PEOPLE.c.id.in_(select(KeptFact.person_id))
        ours = select(PEOPLE.c.id).where(~PEOPLE.c.from_file, PEOPLE.c.left_on.is_(None), ~or_(*against))
        about = update(ROWS).where(of_run, ROWS.c.kind != Kind.MISSING, ROWS.c.person_id.in_(ours))
        db.session.execute(about.values(was_ours=True))
        were_ours = select(ROWS.c.person_id).where(of_run, ROWS.c.was_ours)
        db.session.execute(update(PEOPLE).where(PEOPLE.c.id.in_(were_ours)).values(from_file=True))

    def writing(self) -> Writing:
        """People to be written, in the name of whoever brings the file in."""
        return Writing(self.now, self.run.by or None, How.IMPORT)

    def note_missing(self) -> None:
        """Those whom a complete file doesn't have are missing from now on, if they weren't before."""
        rows = select(ROWS.c.person_id).where(ROWS.c.run_id == self.run.id, ROWS.c.kind == Kind.MISSING)
        found = select(PEOPLE.c.id).where(PEOPLE.c.id.in_(rows), PEOPLE.c.missing_since.is_(None))
        gone = list(db.session.scalars(found))
        self.writing().set_missing({id: (None, self.now) for id in gone})
        self.figures["missing"] = len(gone)

    def add_people(self) -> None:
        """Put those who are new into the register."""
        decided = and_(ROWS.c.kind == Kind.DOUBTFUL, ~ROWS.c.is_undecided)
        for part in self._parts(or_(ROWS.c.kind == Kind.NEW, decided), "said"):
            rows = [row for row in part if row.kind is Kind.NEW or row.decision.get("new")]
            taken = self._taken([row.said["member_number"] for row in rows if "member_number" in row.said])
            marked = marks.marked(row.said for row in rows)
            new = zip(rows, marked, strict=True)
            ids = self._insert([self._new(row.said, taken, is_marked) for row, is_marked in new])
            many(WHO, [{"_id": row.id, "person_id": id} for id, row in zip(ids, rows, strict=True)])
            tagged = [(id, tag) for id, row in zip(ids, rows, strict=True) for tag in row.said.get("tags", ())]
            tags, new_tags = tag_ids({tag for _id, tag in tagged})
            pairs = {(id, tags[tag.casefold()]) for id, tag in tagged}
            many(insert(person_tag), [{"person_id": id, "tag_id": tag} for id, tag in pairs])
            self.new_tags += new_tags
            self._remember(ids, "added", how="file")
            self.figures["new"] += len(ids)

    def _insert(self, people: list[dict[str, Any]]) -> list[int]:
        """Insert people in their order; gives their ids. (One by one with RETURNING would take thrice as long.)"""
        last = db.session.scalar(select(func.max(PEOPLE.c.id))) or 0
        many(insert(PEOPLE), people)
        ours = PEOPLE.c.id > last, PEOPLE.c.added_at == self.now, PEOPLE.c.from_file, PEOPLE.c.version == 1
        return list(db.session.scalars(select(PEOPLE.c.id).where(*ours).order_by(PEOPLE.c.id)))

    def _new(self, said: Facts, taken: dict[str, int], is_marked: bool) -> dict[str, Any]:
        facts = {**said}
        if "member_number" in facts and not self._give(facts["member_number"], 0, taken):
            del facts["member_number"]
        person = {**columns(facts), **BLANK, "added_at": self.now, **derived({"last_name": "", **facts}, self.country)}
        if is_marked:
            person |= marks.as_asked(self.now)
        elif facts.get("do_not_call"):
            person |= {"do_not_call_at": self.now, "do_not_call_why": ""}
        return person

    def _taken(self, numbers: list[str]) -> dict[str, int]:
        """Who has these member numbers."""
        found = select(Person.member_number, Person.id).where(Person.member_number.in_(numbers))
        return {number: id for number, id in db.session.execute(found) if number}

    def _give(self, number: str, id: int, taken: dict[str, int]) -> bool:
        """A member number stays with whom has it."""
        if taken.get(number, id) != id or number in self._given:
            return False
        self._given.add(number)
        return True

    def _parts(self, which: Any, *columns: str) -> Iterator[list[Any]]:
        """Rows in the order of the file, so many at a time."""
        needed = "id", "number", "kind", "decision", *columns
        last: tuple[int, int] = (-1, 0)
        while True:
            after = or_(ROWS.c.number > last[0], and_(ROWS.c.number == last[0], ROWS.c.id > last[1]))
            found = select(*(ROWS.c[name] for name in needed)).where(ROWS.c.run_id == self.run.id, which, after)
            part = db.session.execute(found.order_by(ROWS.c.number, ROWS.c.id).limit(AT_ONCE)).all()
            if not part:
                return
            last = part[-1].number, part[-1].id
            yield list(part)

    def _remember(self, ids: Iterable[int], kind: str, **facts: Any) -> None:
        """Write the same in the history of several people."""
        what = [
            literal(self.now, HISTORY.c.at.type),
            literal(kind),
            literal(facts, HISTORY.c.facts.type),
            literal(self.source),
        ]
        for part in parts(ids):
            found = select(PEOPLE.c.id, *what).where(PEOPLE.c.id.in_(part))
            entries = insert(HISTORY).from_select(["person_id", "at", "kind", "facts", "source"], found)
            db.session.execute(entries)
            readlog.write(What.IMPORTED, part, self.by, Permission.REGISTER_IMPORT, self.now)
