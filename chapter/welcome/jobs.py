"""The routine's work in the background."""

from chapter import clock
from chapter.db import db
from chapter.jobs import every
from chapter.welcome import actions


@every(minutes=1)
def open_cases() -> None:
    """Open a case for everybody who is new in the register, and go on with those whose rest is over."""
    actions.resume_due(clock.now())
    db.session.commit()
    while actions.open_new(clock.now()):
        db.session.commit()
