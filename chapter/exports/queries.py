"""Reads: what went out, and the people in it as rows for a file."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select, select

from chapter.accounts.models import Account
from chapter.db import db
from chapter.errors import Missing
from chapter.exports.models import Export, ExportedPerson
from chapter.exports.rules import may_be_fetched
from chapter.people.models import Person, Tag, person_tag
from chapter.people.rules import FIELDS

PAGE, AT_ONCE = 50, 1_000
Facts = dict[str, Any]


def exports(page: int) -> Pagination:
    """Everything that went out, the latest first."""
    return db.paginate(select(Export).order_by(Export.id.desc()), page=page, per_page=PAGE, error_out=False)


def export_for(account: Account, export_id: int, now: datetime) -> Export:
    """An export that ``account`` made a short while ago; raises Missing."""
    export = db.session.get(Export, export_id)
    if export is None or export.by_id != account.id or not may_be_fetched(export.at, now):
        raise Missing
    return export


def exports_of(person: Person, limit: int = 20) -> Sequence[Export]:
    """The exports that ``person`` was in, the latest first."""
    was_in = select(Export).join(ExportedPerson).where(ExportedPerson.person_id == person.id)
    return db.session.scalars(was_in.order_by(Export.id.desc()).limit(limit)).all()


def exported(export: Export) -> Select[int]:
    """The ids of those in it."""
    return select(ExportedPerson.person_id).where(ExportedPerson.export_id == export.id)


def facts(ids: Select[int]) -> Iterator[Facts]:
    """What is known of each of ``ids``, by name, with ``tags`` as a list and ``do_not_call``; some rows at a time."""
    columns = [Person.id, *(getattr(Person, field) for field in FIELDS), Person.do_not_call_at]
    people = select(*columns).where(Person.id.in_(ids)).order_by(Person.sort_name, Person.id)
    for part in db.session.execute(people.execution_options(yield_per=AT_ONCE)).partitions():
        tags = _tags([person.id for person in part])
        for person in part:
            known = dict(person._mapping)
            do_not_call = known.pop("do_not_call_at") is not None
            yield known | {"tags": tags.get(person.id, []), "do_not_call": do_not_call}


def _tags(ids: list[int]) -> dict[int, list[str]]:
    tagged = select(person_tag.c.person_id, Tag.name).join(Tag, Tag.id == person_tag.c.tag_id)
    found: dict[int, list[str]] = {}
    for person_id, name in db.session.execute(tagged.where(person_tag.c.person_id.in_(ids)).order_by(Tag.name)):
        found.setdefault(person_id, []).append(name)
    return found
