"""The routine's work in the background."""

from datetime import time

from chapter import clock
from chapter.db import db
from chapter.i18n import lazy
from chapter.jobs import daily, every
from chapter.welcome import actions, digest, jobs_forget, jobs_letters, jobs_reminders

__all__ = ["jobs_forget", "jobs_letters", "jobs_reminders"]


@every(minutes=1, label=lazy("Begin to welcome those who are new"))
def open_cases() -> None:
    """Open a case for everybody who is new in the register, go on with those whose rest is over, and end those whose
    person has left."""
    actions.resume_due(clock.now())
    actions.settle_leavers()
    db.session.commit()
    while actions.open_new(clock.now()):
        db.session.commit()


@daily(at=time(7), label=lazy("Tell those who welcome people what is due"))
def tell_what_is_due() -> int:
    """Mail everyone their digest: on Mondays, or every day in a campaign; a morning that was missed is made up for.

    Each mail and that its reader has had it are one transaction.
    """
    digest.forget(clock.now())
    db.session.commit()
    told = 0
    for one in digest.digests(clock.now()):
        told += digest.send(one, clock.now())
        db.session.commit()
    return told
