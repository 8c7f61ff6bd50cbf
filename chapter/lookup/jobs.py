"""What search does in the background."""

from datetime import time

from chapter.db import db
from chapter.i18n import lazy
from chapter.jobs import weekly
from chapter.lookup import actions


@weekly(0, at=time(3, 40), label=lazy("Put the index of search in order"))
def tidy() -> None:
    """Make the index anew: no word stays in it that was taken out of a page, and it follows the newest rules."""
    last = 0
    while last := actions.index_anew(last):
        db.session.commit()
    actions.pack()
    db.session.commit()
