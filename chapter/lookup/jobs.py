"""What search does in the background."""

from datetime import time

from chapter.db import db
from chapter.i18n import lazy
from chapter.jobs import weekly
from chapter.lookup import actions


@weekly(0, at=time(3, 40), label=lazy("Put the index of search in order"))
def tidy() -> int:
    """Make the index anew: no word stays in it that was taken out of a page, and it follows the newest rules."""
    found = actions.rebuild()
    db.session.commit()
    return found
