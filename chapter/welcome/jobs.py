"""The routine's work in the background."""

from chapter import clock
from chapter.db import db
from chapter.i18n import lazy
from chapter.jobs import every
from chapter.welcome import actions


@every(minutes=1, label=lazy("Begin to welcome those who are new"))
def open_cases() -> None:
    """Open a case for everybody who is new in the register, and go on with those whose rest is over."""
    actions.resume_due(clock.now())
    db.session.commit()
    while actions.open_new(clock.now()):
        db.session.commit()
