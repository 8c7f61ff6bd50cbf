"""The record of what ran doesn't grow for ever."""

from chapter import clock
from chapter.background import actions
from chapter.db import db
from chapter.i18n import lazy
from chapter.jobs import every


@every(hours=1, label=lazy("Tidy up the record of what ran"))
def forget() -> None:
    """Delete old runs."""
    actions.forget_old(clock.now())
    db.session.commit()
