"""A reminder, the day before, of what a new member said yes to."""

from datetime import time

from chapter import clock
from chapter.db import reading
from chapter.i18n import lazy
from chapter.jobs import daily, each
from chapter.welcome import actions_call, queries_call


@daily(at=time(10), label=lazy("Remind new members of what they said yes to"))
def remind() -> int:
    """Mail each a reminder once; after days off, of what is still to come alone."""
    with reading():
        waiting = queries_call.to_remind(clock.now())
    return each(waiting, lambda invitation_id: actions_call.remind(invitation_id, clock.now()))
