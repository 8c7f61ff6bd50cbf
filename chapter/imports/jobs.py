"""Files are compared and brought in in the background, and what is left of them is forgotten in time."""

from datetime import timedelta

from sqlalchemy import and_, or_, select

from chapter import clock
from chapter.db import db
from chapter.errors import complain
from chapter.i18n import lazy
from chapter.imports import actions, applying, comparing, keeping
from chapter.imports.models import ImportRun
from chapter.imports.rules import Stage
from chapter.jobs import every, still_at_it

WORK = or_(ImportRun.stage == Stage.APPLYING, and_(ImportRun.stage == Stage.COMPARING, ~ImportRun.in_foreground))


@every(minutes=1, label=lazy("Compare files with the register, and bring them in"), lease=timedelta(minutes=10))
def work() -> dict[str, int]:
    """Compare and bring in what waits, the oldest first; what was cut off half-way starts over."""
    waiting = select(ImportRun.id, ImportRun.in_foreground).where(WORK).order_by(ImportRun.started_at, ImportRun.id)
    runs, failed = db.session.execute(waiting).all(), 0
    db.session.commit()
    for run_id, in_foreground in runs:
        try:
            still_at_it()
            name = applying.bring_in(run_id, clock.now())
            db.session.commit()
            for _rows in () if in_foreground else comparing.compare(run_id):
                still_at_it()
                db.session.commit()
        except Exception as error:
            failed += 1
            db.session.rollback()
            complain(f"the import {run_id}", error)
            _fail(run_id)
        else:
            keeping.remove(name)
    return {"done": len(runs) - failed, "failed": failed}


def _fail(run_id: int) -> None:
    run = db.session.get(ImportRun, run_id)
    if run is not None:
        actions.fail(run, "broken")
        db.session.commit()


@every(days=1, label=lazy("Delete files and rows of imports that are over"))
def forget() -> None:
    """Keep no file, and no rows, longer than they are needed."""
    actions.forget_old(clock.now())
    db.session.commit()
