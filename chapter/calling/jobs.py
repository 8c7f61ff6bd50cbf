"""What calling does in the background."""

from chapter import clock
from chapter.calling import actions
from chapter.db import db
from chapter.jobs import every


@every(hours=24)
def forget_skips() -> None:
    """Forget who passed on whom, once the assignment has ended."""
    actions.forget_skips(clock.now())
    db.session.commit()
