"""New people come into the queues of running assignments by themselves."""

from chapter import clock
from chapter.db import db
from chapter.errors import complain
from chapter.i18n import lazy
from chapter.jobs import every, still_at_it
from chapter.leading import actions, queries


@every(minutes=10, label=lazy("Find new people for the call assignments"))
def find_targets() -> dict[str, int]:
    """Search anew for the target group of every running assignment; one that fails doesn't stop the others."""
    now, failed = clock.now(), 0
    for assignment_id in queries.running(now):
        try:
            still_at_it()
            actions.find_target(queries.assignment(assignment_id, for_change=True), now)
            db.session.commit()
        except Exception as error:
            failed += 1
            db.session.rollback()
            complain(f"finding the people of assignment {assignment_id}", error)
    return {"failed": failed}
