"""Writes: what goes out is noted before it goes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, insert, literal, select

from chapter.access import Permission
from chapter.accounts.models import Account
from chapter.db import db
from chapter.exports.models import Export, ExportedPerson
from chapter.exports.rules import FIXED, Kind
from chapter.people.models import Person
from chapter.people.rules_looks import What
from chapter.readlog import actions as readlog


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
    export = Export(at=now, kind=kind, why=why, who=who, fields=FIXED.get(kind) or list(fields), number=0)
    export.by_id, export.by = (actor.id, actor.name) if actor else (None, "")
    db.session.add(export)
    db.session.flush()
    people = select(literal(export.id), Person.id).where(*where)
    noted = insert(ExportedPerson).from_select(["export_id", "person_id"], people)
    taken = db.session.connection().execute(noted, execution_options={"preserve_rowcount": True})
    export.number = taken.rowcount
    inside = select(ExportedPerson.person_id).where(ExportedPerson.export_id == export.id)
    readlog.write(What.EXPORTED, db.session.scalars(inside), actor, Permission.REGISTER_EXPORT, now)
    db.session.flush()
    return export
