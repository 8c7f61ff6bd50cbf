"""The routine's work in the background."""

from datetime import time

from chapter import clock
from chapter.db import db, reading
from chapter.i18n import lazy
from chapter.jobs import daily, every, still_at_it
from chapter.welcome import actions, digest, jobs_forget, jobs_letters, jobs_reminders, queries

__all__ = ["jobs_forget", "jobs_letters", "jobs_reminders"]
AT_ONCE = 50


@every(minutes=1, label=lazy("Begin to welcome those who are new"))
def open_cases() -> dict[str, int]:
    """Open a case for everybody who is new in the register, and go on with those whose rest is over.

    Nobody waits for it: most minutes it only looks, and many new people come in parts.
    """
    with reading():
        any_has_rested, new = queries.any_has_rested(clock.now()), queries.unseen()
    if any_has_rested:
        actions.resume_due(clock.now())
        db.session.commit()
    opened = 0
    for first in range(0, len(new), AT_ONCE):
        opened += actions.open_new(new[first : first + AT_ONCE], clock.now())
        still_at_it()
        db.session.commit()
    return {"opened": opened}


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
