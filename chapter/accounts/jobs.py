"""What accounts leave behind is deleted in time."""

from chapter import clock
from chapter.accounts import actions
from chapter.db import db
from chapter.i18n import lazy
from chapter.jobs import every


@every(hours=1, label=lazy("Delete old sign-in links, and accounts that nobody confirmed"))
def forget() -> None:
    """Delete old tries, links and accounts that nobody confirmed."""
    actions.forget_old(clock.now())
    db.session.commit()
