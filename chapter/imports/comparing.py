"""A file is compared with the register, without keeping anybody waiting.

Reading takes no lock; what is found is written a thousand rows at a time.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from typing import Any

from sqlalchemy import and_, delete, func, insert, or_, select, update

from chapter import clock, i18n
from chapter.db import db, reading
from chapter.files.reading import cleaned
from chapter.files.rules_cells import is_not_a_person, read_row
from chapter.imports import deciding
from chapter.imports.comparison import Comparison, Line
from chapter.imports.differing import hashed, parts
from chapter.imports.keeping import path_of
from chapter.imports.models import ImportRow, ImportRun
from chapter.imports.queries import seen_again, stamp
from chapter.imports.rules import Kind, Stage
from chapter.settings.queries import chapter


def compare(run_id: int) -> Iterator[int]:
    """Say what each row of a file is to the register. Gives the rows read since; the caller commits every time.

    One that was interrupted starts over. What was decided of rows that say the same as before stays decided.
    """
    if not _start(run_id):
        return
    yield 0
    with reading():
        run = db.session.get_one(ImportRun, run_id)
        is_complete, rows, read, seen = run.is_complete, _Rows(run), _reader(run), stamp()
        comparison = Comparison(run_id)
        comparison.know_everybody()
    for part in parts(rows.below()):
        with reading():
            people = [(number, rows.needed(cells), read(cells)) for number, cells in part if rows.is_of_a_person(cells)]
            lines = comparison.take(people)
        if not _write(run_id, lines, list(comparison.amended.values()), len(part)):
            return
        yield len(part)
    with reading():
        missing = comparison.missing() if is_complete else []
    for part in parts(missing):
        _write(run_id, part, [], 0)
        yield 0
    _finish(run_id, seen, rows.skipped)
    yield 0


class _Rows:
    """The rows below the headings; of totals and of headings once more it is counted how many were ``skipped``."""

    def __init__(self, run: ImportRun) -> None:
        self.path, self.above, self.names, self.mapping = path_of(run), run.heading_row, run.headings, _mapping(run)
        self.skipped = 0

    def below(self) -> Iterator[tuple[int, list[str]]]:
        """The rows, one by one."""
        return ((number, cells) for number, cells in cleaned(self.path) if number > self.above)

    def is_of_a_person(self, cells: list[str]) -> bool:
        """Whether a row is about somebody."""
        skip = is_not_a_person(cells, self.mapping, self.names)
        self.skipped += skip
        return not skip

    def needed(self, cells: list[str]) -> list[str]:
        """The cells of the columns that are read: what stands in another is nobody's business."""
        return [cell if place in self.mapping else "" for place, cell in enumerate(cells)]


def _mapping(run: ImportRun) -> dict[int, str]:
    return {int(place): name for place, name in run.mapping.items()}


def _reader(run: ImportRun) -> Callable[[list[str]], Any]:
    """What makes facts of cells, for the columns and the country of this import."""
    country, mapping = chapter().country, _mapping(run)
    phone = lru_cache(maxsize=4096)(partial(i18n.parse_phone, region=country))
    return partial(read_row, mapping=mapping, today=i18n.local(clock.now()).date(), country=country, phone=phone)


def _start(run_id: int) -> bool:
    """Begin (again): no rows yet, and what was decided of them put aside."""
    run = _locked(run_id)
    if run is not None:
        was_doubtful = and_(ImportRow.kind == Kind.DOUBTFUL, ~ImportRow.is_undecided)
        decided = select(ImportRow).where(ImportRow.run_id == run_id, or_(was_doubtful, ImportRow.is_contested))
        kept = {str(row.number): [hashed(row.said), row.decision] for row in db.session.scalars(decided)}
        run.figures = {**run.figures, "decided": run.figures.get("decided", {}) | kept}
        run.done, run.counts = 0, {}
        db.session.execute(delete(ImportRow).where(ImportRow.run_id == run_id))
    return run is not None


def _write(run_id: int, lines: list[Line], amended: list[Line], done: int) -> bool:
    """Keep what was found, in a short transaction; false when the import isn't wanted any more."""
    progress = update(ImportRun).where(ImportRun.id == run_id, ImportRun.stage == Stage.COMPARING)
    wanted = db.session.execute(progress.values(done=ImportRun.done + done)).rowcount  # type: ignore[attr-defined]
    if wanted:
        if lines:
            db.session.execute(insert(ImportRow.__table__), lines)  # type: ignore[arg-type]
        if amended:
            db.session.execute(update(ImportRow), amended)
    return bool(wanted)


def _finish(run_id: int, seen: str, skipped: int) -> None:
    """The preview is ready; what was decided of rows that still say the same is decided."""
    run = _locked(run_id)
    if run is None:
        return
    by_kind = select(ImportRow.kind, func.count()).where(ImportRow.run_id == run_id).group_by(ImportRow.kind)
    found = {kind.value: number for kind, number in db.session.execute(by_kind)}
    run.counts = dict.fromkeys(Kind, 0) | found | {"skipped": skipped}
    run.register_stamp, run.stage = seen, Stage.READY
    decided: dict[str, Any] = run.figures.get("decided", {})
    run.figures = {name: figure for name, figure in run.figures.items() if name != "decided"} | {
        "seen_again": seen_again(run_id)
    }
    for part in parts(decided):
        rows = select(ImportRow).where(ImportRow.run_id == run_id, ImportRow.number.in_(map(int, part)))
        for row in db.session.scalars(rows):
            said, decision = decided[str(row.number)]
            if row.number and hashed(row.said) == said:
                deciding.decide_again(row, decision)


def _locked(run_id: int) -> ImportRun | None:
    """The import, if it is to be compared."""
    wanted = select(ImportRun).where(ImportRun.id == run_id, ImportRun.stage == Stage.COMPARING)
    return db.session.scalars(wanted.with_for_update().execution_options(populate_existing=True)).one_or_none()
