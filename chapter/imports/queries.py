"""Reads: imports, their rows, and what is left to decide."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from chapter.db import db
from chapter.errors import Missing
from chapter.files import reading
from chapter.imports.keeping import path_of
from chapter.imports.models import ImportRow, ImportRun
from chapter.imports.rules import UNDO_DAYS, Kind, Stage, confirmation, must_stop
from chapter.people.models import Person

Which = ColumnElement[bool] | InstrumentedAttribute[bool]
PAGE = 50
SAMPLES = 3


@dataclass(frozen=True)
class TooMuch:
    """So many people of a register would change or disappear that the ``number`` must be typed first."""

    number: int
    register: int


def runs(page: int) -> Pagination:
    """One page of the imports, the latest first."""
    found = db.select(ImportRun).order_by(ImportRun.started_at.desc(), ImportRun.id.desc())
    return db.paginate(found, page=page, per_page=PAGE, error_out=False)


def run(run_id: int, lock: bool = False) -> ImportRun:
    """An import; locked until the transaction ends if asked for. Raises Missing."""
    found = db.select(ImportRun).where(ImportRun.id == run_id)
    one = db.session.scalar(found.with_for_update() if lock else found)
    if one is None:
        raise Missing
    return one


def rows_of(run: ImportRun, kind: Kind, page: int) -> Pagination:
    """One page of a kind of rows, in the order of the file."""
    return _page(_rows(run, ImportRow.kind == kind), page)


def row(run: ImportRun, row_id: int) -> ImportRow:
    """A row of an import. Raises Missing."""
    one = db.session.scalar(db.select(ImportRow).where(ImportRow.run_id == run.id, ImportRow.id == row_id))
    if one is None:
        raise Missing
    return one


def doubtful_left(run: ImportRun) -> int:
    """How many doubtful rows nobody has decided on."""
    return _count(ImportRow.run_id == run.id, ImportRow.is_undecided)


def next_doubtful(run: ImportRun, after: int = 0) -> ImportRow | None:
    """The next undecided row after the row numbered ``after``, else the first; None when all are decided."""
    rest = _rows(run, ImportRow.is_undecided).limit(1)
    return db.session.scalar(rest.where(ImportRow.number > after)) or db.session.scalar(rest)


def conflict_rows(run: ImportRun, page: int) -> Pagination:
    """One page of the rows with fields that were edited here since; decided ones too, so that one may think again."""
    return _page(_rows(run, ImportRow.is_contested), page)


def contested(run: ImportRun) -> int:
    """How many rows have a conflict, decided or not."""
    return _count(ImportRow.run_id == run.id, ImportRow.is_contested)


def conflicts_left(run: ImportRun) -> int:
    """How many rows have a conflict that nobody has decided on."""
    return _count(ImportRow.run_id == run.id, ImportRow.is_contested, ~ImportRow.is_settled)


def unusable_rows(run: ImportRun) -> Iterator[ImportRow]:
    """The rows that can't be used, with their cells and problems, a few at a time."""
    yield from db.session.scalars(_rows(run, ImportRow.kind == Kind.UNUSABLE).execution_options(yield_per=200))


def candidates(row: ImportRow) -> list[Person]:
    """Whom a doubtful row may be about."""
    found = db.select(Person).where(Person.id.in_(row.candidates)).options(selectinload(Person.tags))
    return sorted(db.session.scalars(found), key=lambda person: row.candidates.index(person.id))


def samples(run: ImportRun) -> list[list[str]]:
    """For each column of the file, what its first cells say."""
    found: list[list[str]] = [[] for _heading in run.headings]
    for number, cells in reading.cleaned(path_of(run)) if run.path else ():
        for place, cell in enumerate(cells[: len(found)] if number > run.heading_row else ()):
            if cell and len(found[place]) < SAMPLES and cell not in found[place]:
                found[place].append(cell)
        if number > run.heading_row + 200 or all(len(column) == SAMPLES for column in found):
            break
    return found


def too_much(run: ImportRun) -> TooMuch | None:
    """What to stop at and think: more of the register would change or disappear than is usual."""
    people = db.session.scalar(select(func.count(Person.id)).where(Person.left_on.is_(None))) or 0
    number = confirmation(run.counts)
    return TooMuch(number, people) if must_stop(people, number, 0) else None


def stamp() -> str:
    """What the register is like, in short: another one means that somebody in it has changed."""
    of_all = func.count(Person.id), func.max(Person.id), func.max(Person.added_at), func.sum(Person.version)
    return ":".join(str(figure or 0) for figure in db.session.execute(select(*of_all)).one())


def seen_again(run_id: int) -> int:
    """How many who are missing stand in the file."""
    return db.session.scalar(select(func.count(Person.id)).where(is_missing(), is_in_file(run_id))) or 0


def is_missing() -> ColumnElement[bool]:
    """Somebody who is here and wasn't in the last complete file."""
    return and_(Person.missing_since.is_not(None), Person.left_on.is_(None))


def is_in_file(run_id: int) -> ColumnElement[bool]:
    """Somebody whom a row of the file is about."""
    rows = select(ImportRow.person_id).where(ImportRow.run_id == run_id, ImportRow.kind != Kind.MISSING)
    return Person.id.in_(rows.where(ImportRow.person_id.is_not(None)))


def undo_until(run: ImportRun, now: datetime) -> datetime | None:
    """Until when an import can be undone; None when it can't."""
    if run.stage is not Stage.DONE or run.applied_at is None:
        return None
    last = run.applied_at + timedelta(days=UNDO_DAYS)
    return last if now < last else None


def latest_after(run: ImportRun) -> ImportRun | None:
    """The latest import in the register, if that is later than ``run``: it would be undone first."""
    done = select(ImportRun).where(ImportRun.stage == Stage.DONE)
    latest = db.session.scalars(done.order_by(ImportRun.applied_at.desc(), ImportRun.id.desc()).limit(1)).first()
    return latest if latest is not run else None


def _rows(run: ImportRun, *which: Which) -> Select[Any]:
    found = db.select(ImportRow).where(ImportRow.run_id == run.id, *which)
    return found.order_by(ImportRow.number, ImportRow.id)


def _count(*which: Which) -> int:
    return db.session.scalar(select(func.count(ImportRow.id)).where(*which)) or 0


def _page(found: Select[Any], page: int) -> Pagination:
    return db.paginate(found.options(joinedload(ImportRow.person)), page=page, per_page=PAGE, error_out=False)
