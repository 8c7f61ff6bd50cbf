"""New people come into the queues of running assignments by themselves."""

from chapter import clock
from chapter.db import db
from chapter.jobs import every
from chapter.leading import actions, queries


@every(minutes=10)
def find_targets() -> None:
    """Search anew for the target group of every running assignment."""
    now = clock.now()
    for assignment in queries.running(now):
        actions.find_target(assignment, now)
        db.session.commit()
