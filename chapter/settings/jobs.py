"""Who changed what is forgotten in time."""

from datetime import time

from chapter import clock
from chapter.db import db
from chapter.i18n import lazy
from chapter.jobs import daily
from chapter.settings import actions


@daily(at=time(4, 20), label=lazy("Forget old changes of the settings"))
def forget() -> None:
    """Keep no change for ever."""
    actions.forget_changes(clock.now())
    db.session.commit()
