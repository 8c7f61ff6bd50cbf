"""A file becomes people: found again by e-mail and name, then by mobile and name, and never doubled.

Reading the rows takes long and needs no database. What follows is one short transaction: the register is read,
compared and written in a few statements, so that nobody who is calling waits for it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlalchemy import insert, select, update

from chapter import i18n
from chapter.db import db
from chapter.imports.rules_legacy import Facts, Number, Reason, Sheet, Unusable, facts
from chapter.people import queries
from chapter.people.models import HistoryEntry, Person, Tag, person_tag
from chapter.people.rules import derived
from chapter.settings.queries import chapter

COLUMNS = (
    *("first_name", "last_name", "email", "mobile", "phone2"),
    *("town", "postcode", "birth_year", "joined_on"),
)
Rows = list[tuple[int, Facts]]
Phone = Callable[[str], str | None]


@dataclass
class Report:
    """What an import did with the rows."""

    new: int = 0
    changed: int = 0
    same: int = 0
    unusable: list[Unusable] = field(default_factory=list)


@dataclass(eq=False)
class Entry:
    """Somebody as the register (or, without an ``id``, a row above) has them, and what the file says differently."""

    kept: Facts
    tags: set[str] = field(default_factory=set)
    id: int | None = None
    changes: Facts = field(default_factory=dict)
    new_tags: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """First and last name, however their capitals are."""
        return _name(self.kept)

    def is_called(self, said: Facts) -> bool:
        """Whether a row's name is this one's; a row may leave the last name out."""
        first = said["first_name"].casefold()
        return self.name == _name(said) or (not said["last_name"] and self.kept["first_name"].casefold() == first)

    def learn(self, said: Facts) -> bool:
        """Take in what a row says; gives whether it was news. Empty cells take nothing away."""
        tags = {name.casefold(): name for name in said.get("tags", ()) if name.casefold() not in self.tags}
        told = {column: said[column] for column in COLUMNS if said.get(column)}
        news = {column: value for column, value in told.items() if self.kept.get(column) != value}
        self.changes |= news | {f"{column}_is_wrong": False for column in news if column in set(Number)}
        self.kept |= news
        self.new_tags |= tags
        self.tags |= tags.keys()
        return bool(news or tags)


class Register:
    """Everybody, by what a row can be recognised on."""

    def __init__(self, entries: list[Entry]) -> None:
        self.entries: list[Entry] = []
        self.by_email: dict[str, list[Entry]] = {}
        self.by_mobile: dict[tuple[str, str], Entry] = {}
        for entry in entries:
            self.keep(entry)

    def keep(self, entry: Entry) -> None:
        """Recognise ``entry`` in the rows that follow."""
        self.entries.append(entry)
        if email := entry.kept.get("email"):
            self.by_email.setdefault(email, []).append(entry)
        if mobile := entry.kept.get("mobile"):
            self.by_mobile.setdefault((mobile, entry.name), entry)

    def find(self, said: Facts) -> Entry | None:
        """Whom a row is about. A family may share an address: a new name there is never the old one renamed."""
        at_address = self.by_email.get(said.get("email", ""), [])
        named = next((entry for entry in at_address if entry.is_called(said)), None)
        known = named or self.by_mobile.get((said.get("mobile", ""), _name(said)))
        if known is None and at_address:
            raise Unusable("email", Reason.ADDRESS_TAKEN if at_address[0].id else Reason.SAME_ADDRESS)
        return known


def bring_in(sheet: Sheet, now: datetime, told: Callable[[], object] = lambda: None) -> Report:
    """Add and update people from ``sheet``; ``told`` is called for every row read. The caller commits."""
    report, today, country = Report(), i18n.local(now).date(), chapter().country
    db.session.rollback()
    rows = _read(sheet, today, report, told, partial(i18n.parse_phone, region=country))
    register = _register()
    for number, said in rows:
        try:
            _compare(said, register, report)
        except Unusable as error:
            report.unusable.append(Unusable(error.column, error.reason, number))
    report.unusable.sort(key=lambda bad: bad.row)
    _write(register, now)
    return report


def _read(sheet: Sheet, today: date, report: Report, told: Callable[[], object], phone: Phone) -> Rows:
    rows: Rows = []
    for number, row in sheet.rows:
        try:
            rows.append((number, facts(sheet, row, today, phone)))
        except Unusable as error:
            report.unusable.append(Unusable(error.column, error.reason, number))
        told()
    return rows


def _compare(said: Facts, register: Register, report: Report) -> None:
    known = register.find(said)
    if known is None:
        known = Entry({"first_name": said["first_name"], "last_name": said["last_name"]})
        known.learn(said)
        register.keep(known)
        report.new += 1
    elif known.learn(said):
        report.changed += 1
    else:
        report.same += 1


def _register() -> Register:
    tags: dict[int, set[str]] = {}
    tagged = select(person_tag.c.person_id, Tag.name).join(Tag, Tag.id == person_tag.c.tag_id)
    for person_id, name in db.session.execute(tagged):
        tags.setdefault(person_id, set()).add(name.casefold())
    columns = [getattr(Person, column) for column in COLUMNS]
    people = db.session.execute(select(Person.id, *columns).order_by(Person.id).with_for_update())
    entries = [Entry(dict(zip(COLUMNS, row, strict=True)), tags.get(id, set()), id) for id, *row in people]
    return Register(entries)


def _write(register: Register, now: datetime) -> None:
    """Insert the new, change the changed, and write both in their histories."""
    new = [entry for entry in register.entries if entry.id is None]
    changed = [entry for entry in register.entries if entry.id and (entry.changes or entry.new_tags)]
    _insert(new, now)
    _many(update(Person), [{"id": e.id, **e.changes, **derived(e.kept, i18n.country())} for e in changed if e.changes])
    ids = _tag_ids([*new, *changed])
    _many(insert(person_tag), [{"person_id": e.id, "tag_id": ids[t]} for e in [*new, *changed] for t in e.new_tags])
    _many(insert(HistoryEntry), [_noted(e, "added", now, how="file") for e in new])
    _many(insert(HistoryEntry), [_noted(e, "updated", now) for e in changed])
    db.session.expire_all()


def _insert(new: list[Entry], now: datetime) -> None:
    blank = dict.fromkeys(COLUMNS) | {"source": "file", "added_at": now}
    ids = insert(Person).returning(Person.id, sort_by_parameter_order=True)
    if new:
        for entry, id in zip(
            new, db.session.scalars(ids, [blank | e.kept | derived(e.kept, i18n.country()) for e in new]), strict=True
        ):
            entry.id = id


def _tag_ids(entries: list[Entry]) -> dict[str, int]:
    """The tags that there are, and those that the file brings."""
    known = {tag.name.casefold(): tag.id for tag in queries.tags()}
    wanted = {key: name for entry in entries for key, name in entry.new_tags.items() if key not in known}
    _many(insert(Tag), [{"name": name} for name in wanted.values()])
    return {tag.name.casefold(): tag.id for tag in queries.tags()} if wanted else known


def _noted(entry: Entry, kind: str, now: datetime, **facts: Any) -> dict[str, Any]:
    return {"person_id": entry.id, "at": now, "kind": kind, "facts": facts}


def _many(statement: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        db.session.execute(statement, rows)


def _name(said: Facts) -> str:
    return f"{said['first_name']} {said['last_name'] or ''}".strip().casefold()
