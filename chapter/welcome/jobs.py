"""The routine's work in the background."""

from datetime import time

from chapter import clock
from chapter.db import db, reading
from chapter.i18n import lazy
from chapter.jobs import daily, each, every
from chapter.welcome import actions, digest, jobs_forget, jobs_reminders, queries

__all__ = ["jobs_forget", "jobs_reminders"]
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
    parts = [new[first : first + AT_ONCE] for first in range(0, len(new), AT_ONCE)]
    return {"opened": each(parts, lambda part: actions.open_new(part, clock.now()))}


@daily(at=time(7), label=lazy("Tell those who welcome people what is due"))
def tell_what_is_due() -> int:
    """Mail everyone their digest: on Mondays, or every day in a campaign; a morning that was missed is made up for.

    Each mail and that its reader has had it are one transaction.
    """
    digest.forget(clock.now())
    with reading():
        digests = digest.digests(clock.now())
    return each(digests, lambda one: digest.send(one, clock.now()))
