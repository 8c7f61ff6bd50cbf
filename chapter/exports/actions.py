"""Writes: what goes out is noted before it goes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, insert, literal, select

from chapter.accounts.models import Account
from chapter.db import db
from chapter.exports.models import Export, ExportedPerson
from chapter.exports.rules import COLUMNS, FIXED, Kind
from chapter.people.models import Person


def take_out(
    where: Sequence[ColumnElement[bool]],
    kind: Kind,
    fields: Sequence[str],
    actor: Account | None,
    now: datetime,
    why: str = "",
    who: str = "",
) -> Export:
    """Note who is taken out of the register, what of them, by whom (None: the command line) and why."""
    taken = FIXED.get(kind) or [field for field in fields if field]
    export = Export(at=now, kind=kind, why=why, who=who, fields=taken or list(COLUMNS), number=0)
    export.by_id, export.by = (actor.id, actor.name) if actor else (None, "")
    db.session.add(export)
    db.session.flush()
    people = select(literal(export.id), Person.id).where(*where)
    db.session.execute(insert(ExportedPerson).from_select(["export_id", "person_id"], people))
    here = ExportedPerson.export_id == export.id
    export.number = db.session.scalar(select(func.count()).select_from(ExportedPerson).where(here)) or 0
    db.session.flush()
    return export
