"""Writes: a file on its way into the register, what is decided of its rows, and taking it all back.

A file comes in (:func:`begin`), its columns are named if need be (:func:`choose_mapping`), and it is compared in
the background (``comparing.compare``). Then somebody decides what is in doubt and asks for it to be brought in
(:func:`apply`), which the background does in one transaction (``applying.bring_in``).
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select

from chapter import expiry
from chapter.accounts.models import Account
from chapter.db import db, reading
from chapter.errors import Refused
from chapter.files.rules_headings import HEADINGS, NAMES, fingerprint
from chapter.files.unreadable import NO_ROWS, Unreadable
from chapter.i18n import lazy
from chapter.imports import deciding, keeping, queries, taking, undoing
from chapter.imports.models import MISSING, HeadingMap, ImportRow, ImportRun, KeptFact
from chapter.imports.rules import FILE_KEPT, WAITING, Stage
from chapter.people.models import Person

FIELDS = HEADINGS.keys() - {"phone"}
"""What a column can be said to be."""
BEFORE = Stage.MAPPING, Stage.READY, Stage.FAILED
"""Stages in which the columns can be chosen (again)."""


class NoNames(Refused):
    """No column has the names."""

    words = lazy("Say which column has the names.")


class Twice(Refused):
    """Two columns are said to be the same field."""

    words = lazy("Two columns are said to be the same. Choose another for one of them.")


class Stop(Refused):
    """More of the register would change than is usual, and the number wasn't typed."""

    words = lazy("Much of the register would change. Write the number of people to go on.")


class Stale(Refused):
    """The register has changed since the comparison; the file is compared again, and decisions are kept."""

    words = lazy("The register has changed since the file was compared with it. It’s compared again.")


class NotNow(Refused):
    """The import isn't at the stage for this."""

    words = lazy("That can’t be done with this import now.")


class TooLate(Refused):
    """The import is too old to be undone, or isn't in the register."""

    words = lazy("This import can’t be undone any more.")


class Later(Refused):
    """A later import is in the register, and counts on what this one brought."""

    words = lazy("A later file is in the register. Undo that import first.")


Decision = dict[str, Any]
"""What a person said of a row: ``{"same": person's id}``, ``{"new": True}`` or ``{"out": True}`` of one in doubt, and
``{"fields": {field: "ours" or "theirs"}}`` of conflicts."""


def begin(
    upload: Path,
    file_name: str,
    actor: Account | None,
    now: datetime,
    is_complete: bool = False,
    sheet: int | None = None,
    in_foreground: bool = False,
) -> ImportRun:
    """Take a file in, without its ID numbers; by default the first sheet that has headings.

    The run is then at MAPPING when somebody must say what the columns are, else at COMPARING. Nothing keeps
    ``upload``. What has begun is committed before the file is read. Raises ``reading.Unreadable``.
    """
    with reading():
        taken = taking.take_in(upload, file_name, sheet, now)
    run = ImportRun(
        by_id=actor.id if actor else None,
        by=actor.name if actor else "",
        file_name=taken.name,
        path=taken.path,
        sheets=taken.sheets,
        stage=Stage.MAPPING,
        is_complete=is_complete,
        in_foreground=in_foreground,
        started_at=now,
        figures={"sheets": taken.figures},
    )
    db.session.add(run)
    taking.find_headings(run, taken.first)
    db.session.flush()
    return run


def choose_sheet(run: ImportRun, sheet: int, now: datetime) -> None:
    """Read another sheet of the workbook (its place in ``run.sheets``). Raises NotNow, Unreadable."""
    if run.stage not in BEFORE:
        raise NotNow
    if str(sheet) not in run.figures["sheets"]:
        raise Unreadable(NO_ROWS)
    _forget_rows(run)
    taking.find_headings(run, sheet)
    run.stage = Stage.MAPPING
    db.session.flush()


def choose_mapping(
    run: ImportRun, mapping: Mapping[int, str], now: datetime, remember: bool = True, has_headings: bool | None = None
) -> None:
    """Say which field each column is (others are left out), remember it, and go on to compare.

    ``has_headings``: whether a row of which no word is known has the headings; None leaves that as it is.
    Raises NoNames, Twice, NotNow.
    """
    if run.stage not in BEFORE:
        raise NotNow
    chosen = {place: name for place, name in mapping.items() if name in FIELDS and place < len(run.headings)}
    if not NAMES & set(chosen.values()):
        raise NoNames
    if len(set(chosen.values())) < len(chosen):
        raise Twice
    unknown = taking.unknown_headings(run) if has_headings is not None else None
    if unknown:
        taking.set_headings(run, unknown, bool(has_headings))
    run.mapping = {str(place): name for place, name in chosen.items()}
    if remember and any(run.headings):
        db.session.merge(HeadingMap(fingerprint=fingerprint(run.headings), mapping=run.mapping, at=now))
    _forget_rows(run)
    run.stage = Stage.COMPARING
    db.session.flush()


def decide(row: ImportRow, decision: Decision, now: datetime) -> None:
    """Note what a person said of a row; ``{"same": id}`` works out what it changes of that person.

    Raises NotNow, and Missing when the row can't be decided on like that.
    """
    if row.run.stage is not Stage.READY:
        raise NotNow
    deciding.decide(row, decision)
    db.session.flush()


def decide_all(run: ImportRun, conflicts: str, now: datetime) -> int:
    """Keep ``ours``, or take ``theirs``, in every conflict; gives how many rows that is. Raises NotNow."""
    if run.stage is not Stage.READY:
        raise NotNow
    rows = list(db.session.scalars(db.select(ImportRow).where(ImportRow.run_id == run.id, ImportRow.is_contested)))
    for row in rows:
        deciding.decide(row, {"fields": dict.fromkeys(row.conflicts, conflicts)})
    db.session.flush()
    return len(rows)


def apply(run: ImportRun, actor: Account | None, now: datetime, confirmed: str = "") -> None:
    """Ask for the import to be brought in: it is at APPLYING then, and the background does it (``jobs.soon()``).

    Pressed twice it is asked for once. Raises Stop, Stale (commit then: the run goes back to COMPARING), NotNow.
    """
    if run.stage in (Stage.APPLYING, Stage.DONE):
        return
    if run.stage is not Stage.READY:
        raise NotNow
    if queries.stamp() != run.register_stamp:
        run.stage = Stage.COMPARING
        db.session.flush()
        raise Stale
    limit = queries.too_much(run)
    if limit and confirmed.strip() != str(limit.number):
        raise Stop
    if actor:
        run.by_id, run.by = actor.id, actor.name
    run.stage = Stage.APPLYING
    db.session.flush()


def undo(run: ImportRun, actor: Account | None, now: datetime) -> None:
    """Take a whole import back, save for what was changed since; ``run.figures`` say what stayed.

    Pressed twice it is taken back once. Raises TooLate, Later.
    """
    if run.stage is Stage.UNDONE:
        return
    may_undo(run, now)
    undoing.take_back(run, actor, now)


def may_undo(run: ImportRun, now: datetime) -> None:
    """Raises TooLate or Later if an import can't be taken back now."""
    if queries.undo_until(run, now) is None:
        raise TooLate
    if queries.latest_after(run) is not None:
        raise Later


def drop(run: ImportRun) -> None:
    """Forget a file that wasn't brought in. Raises NotNow."""
    if run.stage not in WAITING:
        raise NotNow
    keeping.forget(run)
    db.session.delete(run)
    db.session.flush()


def keep_here(person: Person, now: datetime) -> None:
    """``person`` is here whatever files say: not missing again until a file has had them and a later one hasn't."""
    db.session.merge(KeptFact(person_id=person.id, field=MISSING, against="", at=now))


def fail(run: ImportRun, why: str) -> None:
    """Note that the import came to nothing; nothing in the register has changed, and what is done is done."""
    if run.stage in (Stage.COMPARING, Stage.APPLYING):
        run.stage, run.failure = Stage.FAILED, why
    db.session.flush()


def forget_old(now: datetime) -> None:
    """Forget the rows of imports that can't be undone any more, and files that nobody brought in."""
    for key in ("imports.rows", "imports.files"):
        expiry.enforce(key, now)
    keeping.sweep(set(db.session.scalars(select(ImportRun.path))), now)


def drop_waiting(now: datetime) -> int:
    """Forget the files that nobody brought in for long; gives how many."""
    old = ImportRun.stage.in_(WAITING), ImportRun.started_at <= now - FILE_KEPT
    runs = db.session.scalars(select(ImportRun).where(*old)).all()
    for run in runs:
        drop(run)
    return len(runs)


def _forget_rows(run: ImportRun) -> None:
    db.session.execute(delete(ImportRow).where(ImportRow.run_id == run.id))
    run.figures = {"sheets": run.figures["sheets"]}
    run.done, run.counts, run.failure = 0, {}, ""
