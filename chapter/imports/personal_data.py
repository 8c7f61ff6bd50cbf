"""Rows of files that came in, about somebody whom they don't point at: in doubt, unusable, or the same once more."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, delete, func, or_, select

from chapter.access import Permission
from chapter.db import db
from chapter.i18n import lazy
from chapter.imports.models import ImportRow, ImportRun
from chapter.imports.rules import UNDO_DAYS
from chapter.people import stored, traces
from chapter.people.claims import claim, signed
from chapter.people.traces import Somebody
from chapter.people.words import FIELD_NAMES

NOTED = "were_missing", "were_kept"
"""What a run keeps of people by their ids, so that it can be undone."""


def _number(who: Somebody) -> int:
    return db.session.scalar(select(func.count(ImportRow.id)).where(_loose(who))) or 0


def _erase(who: Somebody, _now: datetime) -> None:
    """The rows go; an import that waits is compared again anyway, as the register has changed."""
    db.session.execute(delete(ImportRow).where(_loose(who)))
    key = str(who.person.id)
    for run in db.session.scalars(select(ImportRun).where(_has(ImportRun.figures, key))):
        run.figures = {name: _without(noted, key) if name in NOTED else noted for name, noted in run.figures.items()}
    db.session.flush()


def _without(noted: dict[str, Any], key: str) -> dict[str, Any]:
    return {id: at for id, at in noted.items() if id != key}


def _loose(who: Somebody) -> ColumnElement[bool]:
    person, stated = who.person, (ImportRow.said, ImportRow.cells)
    first, last = person.first_name, person.last_name
    signs = {person.member_number, *who.emails, *who.numbers, *who.names, f"{last} {first}", f"{last}, {first}"} - {
        None
    }
    said = [_has(column, sign) for column in stated for sign in signs if sign]
    named = [and_(_has(column, first), _has(column, last)) for column in stated if last]
    candidates = cast(ImportRow.candidates, String)
    meant = [candidates.contains(f"{before}{person.id}{after}") for before in "[ " for after in ",]"]
    return and_(ImportRow.person_id.is_(None), or_(*said, *named, *meant))


def _has(column: Any, text: str) -> ColumnElement[bool]:
    """Whether JSON holds ``text`` as a whole, as it is written there."""
    return cast(column, String).contains(json.dumps(text), autoescape=True)


traces.register(lazy("Rows of files that were imported"), _number, _erase)

stored.describe(
    "imports",
    100,
    *("import_run", "import_row", "kept_fact"),
    title=lazy("When a list of members comes in"),
    what=lazy("What the list says of you, until it has been compared with the register. Also what was kept as it was."),
    why=lazy("So that the register is right, and mistakes can be undone."),
    basis=stored.Basis.MEMBERS,
    kept=lazy("%(days)s days. A file that nobody brings in goes after a day.", days=UNDO_DAYS),
    seen_by=lazy("Those who look after the register."),
    may=[Permission.REGISTER_IMPORT],
)


def _facts(said: Any, _row: Mapping[str, Any]) -> str:
    return "; ".join(f"{FIELD_NAMES.get(field, field)}: {value}" for field, value in said.items() if value)


claim(
    "import_row",
    lazy("Rows about you in lists that came in"),
    labels={
        "run_id.started_at": lazy("When"),
        "run_id.file_name": lazy("File"),
        "number": lazy("Row"),
        "said": lazy("What it says"),
        "cells": lazy("What stood there"),
    },
    words={"said": _facts},
    newest="run_id.started_at",
    inner="id person_id kind why candidates decision is_undecided is_contested is_settled was_ours",
    twice="changes conflicts problems done",
)
claim(
    "kept_fact",
    lazy("What we kept though a list said something else"),
    "at",
    labels={"field": lazy("What")},
    words={"field": FIELD_NAMES},
    inner="person_id",
    secret="against",
)
signed("import_run", lazy("Lists that you brought in"))
