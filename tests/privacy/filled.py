"""Somebody with a row in every table that may have one, each text of which says so."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import JSON, Column, LargeBinary, String, Table, TypeDecorator, insert, select

from chapter.access import Role
from chapter.accounts.models import Account
from chapter.db import Base, Words, db
from chapter.people import claims
from chapter.people.models import Person
from chapter.privacy.queries import hanging
from tests import factories
from tests.conftest import NOW

MARK = "Ärligtalat"
PLAIN: dict[type, Any] = {int: 1, bool: False, datetime: NOW, date: NOW.date(), time: NOW.time(), bytes: b"x"}
FITTING = {
    "account_role.role": Role.MEMBER,
    "call.answers": {"note": {"answer": "send", "text": MARK}},
    "call.reported_at": NOW,
    "case_step.key": "call",
    "flag.handled_at": NOW,
    "merge.before": {"gone": {"id": 77, "added_at": ["datetime", NOW.isoformat()], "town": MARK}, "moved": []},
    "import_row.kind": "changed",
    "welcome_case.how_came": "",
    "welcome_case.rests": [],
    "welcome_follow_up.came": "yes",
    "welcome_follow_up.result": "active",
}
"""What must make sense, or is no free text."""
LISTS = {"candidates", "cells", "conflicts", "fields", "numbers", "sheets", "headings", "shares", "ticks"}
FREE = 1000
"""A number that no row has got by itself."""
ADDRESSES = {"email", "to_email"}
"""By these a row is somebody's where nothing points at them: a mail to them, a contact whom pages name."""
Rows = dict[str, dict[str, Any]]


def person() -> tuple[Person, Account]:
    """They have left, with an account of their own, and everything that can be known of them is."""
    facts = {"email": f"{MARK}@example.org", "member_number": MARK, "left_on": date(2026, 1, 2), "town": MARK}
    texts = dict.fromkeys(("postcode", "gender", "union", "skills", "interests", "left_why", "do_not_call_why"), MARK)
    someone = factories.person("Åsa", MARK, phone2="+46701740605", joined_on=date(2020, 1, 1), **facts, **texts)
    account = factories.account(name=f"Åsa {MARK}", email=f"{MARK}@example.org".lower(), person_id=someone.id)
    made: Rows = {"person": {"id": someone.id}, "account": {"id": account.id}}
    theirs = hanging(someone, [account])
    for table in Base.metadata.sorted_tables:
        if table in theirs and table.name not in made:
            made[table.name] = _row(table, made, is_theirs=True)
    for table in (Base.metadata.tables[claim.table] for claim in claims.loose()):
        if ADDRESSES & set(table.columns.keys()):
            _row(table, made, is_theirs=True, **({"id": FREE + 1} if "id" in table.columns else {}))
    db.session.commit()
    return someone, account


def _row(table: Table, made: Rows, is_theirs: bool, **facts: Any) -> dict[str, Any]:
    """A row that points at what is there, or the one that there is."""
    there = db.session.execute(select(table).limit(1)).mappings().first()
    if there is not None and not is_theirs:
        return dict(there)
    values = {column.name: _value(column, made, is_theirs) for column in table.columns} | facts
    if table.name in ("look_alike", "not_same"):
        values["second_id"] = factories.person("Nils").id
    db.session.execute(insert(table).values(values))
    return values


def _value(column: Column[Any], made: Rows, is_theirs: bool) -> Any:
    for key in column.foreign_keys:
        if (parent := key.column.table) is column.table:
            return None
        if parent.name not in made:
            made[parent.name] = _row(parent, made, is_theirs=False)
        return made[parent.name][key.column.name]
    if column.name == "id":
        return FREE
    if (name := f"{column.table.name}.{column.name}") in FITTING:
        return FITTING[name]
    if isinstance(column.type, Words):
        return None if column.nullable else next(iter(column.type.words))
    if is_theirs and column.name in ADDRESSES:
        return f"{MARK}@example.org".lower()
    said = MARK if is_theirs else f"{column.name} {len(made)}"
    if isinstance(column.type, JSON):
        return [said] if column.name in LISTS else {"sv": said}
    if isinstance(column.type, String):
        return said
    kind = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
    return None if column.nullable else PLAIN[bytes if isinstance(kind, LargeBinary) else kind.python_type]
