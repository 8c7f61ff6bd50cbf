"""Files are compared and brought in in the background, and what is left of them is forgotten in time."""

from flask import current_app
from sqlalchemy import and_, or_, select

from chapter import clock
from chapter.db import db
from chapter.imports import actions, applying, comparing, keeping
from chapter.imports.models import ImportRun
from chapter.imports.rules import Stage
from chapter.jobs import every

WORK = or_(ImportRun.stage == Stage.APPLYING, and_(ImportRun.stage == Stage.COMPARING, ~ImportRun.in_foreground))


@every(minutes=1)
def work() -> None:
    """Compare and bring in what waits, the oldest first; what was cut off half-way starts over."""
    waiting = select(ImportRun.id, ImportRun.in_foreground).where(WORK).order_by(ImportRun.started_at, ImportRun.id)
    runs = db.session.execute(waiting).all()
    db.session.commit()
    for run_id, in_foreground in runs:
        try:
            name = applying.bring_in(run_id, clock.now())
            db.session.commit()
            for _rows in () if in_foreground else comparing.compare(run_id):
                db.session.commit()
        except Exception:
            db.session.rollback()
            current_app.logger.exception("the import %s failed", run_id)
            _fail(run_id)
        else:
            keeping.remove(name)


def _fail(run_id: int) -> None:
    run = db.session.get(ImportRun, run_id)
    if run is not None:
        actions.fail(run, "broken")
        db.session.commit()


@every(days=1)
def forget() -> None:
    """Keep no file, and no rows, longer than they are needed."""
    actions.forget_old(clock.now())
    db.session.commit()
