"""For how long files that came in, and what became of them, are kept."""

from datetime import timedelta

from sqlalchemy import func, select

from chapter import expiry
from chapter.i18n import lazy
from chapter.imports.actions import drop_waiting
from chapter.imports.models import ImportRow, ImportRun
from chapter.imports.rules import FILE_KEPT, UNDO_DAYS, WAITING, Stage

KEPT = 2 * expiry.YEAR
BROUGHT_IN = select(func.coalesce(ImportRun.applied_at, ImportRun.started_at)).where(ImportRun.id == ImportRow.run_id)

expiry.keep(
    "imports.files",
    ImportRun,
    what=lazy("Files of members that nobody brought in"),
    since=ImportRun.started_at,
    period=FILE_KEPT,
    only=[ImportRun.stage.in_(WAITING)],
    do=drop_waiting,
    job="imports.forget",
)
expiry.keep(
    "imports.rows",
    ImportRow,
    what=lazy("What a file of members said of each, until it can’t be undone any more"),
    since=BROUGHT_IN.scalar_subquery(),
    period=timedelta(days=UNDO_DAYS),
    job="imports.forget",
)
expiry.keep(
    "imports.runs",
    ImportRun,
    what=lazy("That a file was brought in, by whom, and how many it changed"),
    since=ImportRun.started_at,
    period=KEPT,
    only=[ImportRun.stage.in_([Stage.DONE, Stage.UNDONE])],
)
expiry.stays(
    lazy("Where what a file said was not taken over"),
    lazy("As long as they are in the register: else the next file would change it."),
    "kept_fact",
)
