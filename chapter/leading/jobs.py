"""New people come into the queues of running assignments by themselves."""

from flask import current_app

from chapter import clock
from chapter.db import db
from chapter.jobs import every
from chapter.leading import actions, queries


@every(minutes=10)
def find_targets() -> None:
    """Search anew for the target group of every running assignment; one that fails doesn't stop the others."""
    now = clock.now()
    for assignment_id in queries.running(now):
        try:
            actions.find_target(queries.assignment(assignment_id, for_change=True), now)
            db.session.commit()
        except Exception:
            db.session.rollback()
            current_app.logger.exception("the target group of assignment %s was not found", assignment_id)
