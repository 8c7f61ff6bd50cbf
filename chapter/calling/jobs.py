"""What calling does in the background."""

from chapter import clock
from chapter.calling import actions
from chapter.db import db
from chapter.i18n import lazy
from chapter.jobs import every


@every(hours=24, label=lazy("Forget who passed on whom in assignments that have ended"))
def forget_skips() -> None:
    """Forget who passed on whom, once the assignment has ended."""
    actions.forget_skips(clock.now())
    db.session.commit()
