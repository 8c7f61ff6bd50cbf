"""The room's work in the background."""

from datetime import time

from chapter import clock
from chapter.db import reading
from chapter.editing import reminders
from chapter.i18n import lazy
from chapter.jobs import daily, each


@daily(at=time(7, 30), label=lazy("Remind those who look after pages"))
def remind() -> dict[str, int]:
    """Mail everyone whose pages' day has come; a week later once more, if nobody has seen to them."""
    with reading():
        found = reminders.due(clock.now())
    return {"sent": each(found, lambda owner_id: reminders.send(owner_id, clock.now()))}
