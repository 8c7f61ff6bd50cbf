"""What rhythms, states and results are called."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from chapter.background.queries import Line
from chapter.background.rules import State
from chapter.i18n import _, clocktime, daytime, lazy, local, ngettext
from chapter.ledger import JobLog, Outcome
from chapter.timetable import DAILY, Every, Rhythm

STATES = {
    State.FAILING: lazy("Fails"),
    State.CUT_OFF: lazy("Cut off"),
    State.RUNNING: lazy("Running"),
    State.ASKED: lazy("Asked for"),
    State.WELL: lazy("Well"),
    State.NEW: lazy("Not yet run"),
}
CHIPS = {State.FAILING: "bad", State.CUT_OFF: "warn", State.WELL: "good"}

WEEKDAYS = (
    lambda **at: _("Every Monday at %(time)s", **at),
    lambda **at: _("Every Tuesday at %(time)s", **at),
    lambda **at: _("Every Wednesday at %(time)s", **at),
    lambda **at: _("Every Thursday at %(time)s", **at),
    lambda **at: _("Every Friday at %(time)s", **at),
    lambda **at: _("Every Saturday at %(time)s", **at),
    lambda **at: _("Every Sunday at %(time)s", **at),
)

DID: dict[str, Callable[[int], str]] = {
    "sent": lambda n: ngettext("%(num)s sent", "%(num)s sent", n),
    "found": lambda n: ngettext("%(num)s found", "%(num)s found", n),
    "opened": lambda n: ngettext("%(num)s opened", "%(num)s opened", n),
    "changed": lambda n: ngettext("%(num)s changed", "%(num)s changed", n),
    "closed": lambda n: ngettext("%(num)s closed", "%(num)s closed", n),
    "erased": lambda n: ngettext("%(num)s erased", "%(num)s erased", n),
    "deleted": lambda n: ngettext("%(num)s deleted", "%(num)s deleted", n),
    "forgotten": lambda n: ngettext("%(num)s forgotten", "%(num)s forgotten", n),
    "came back": lambda n: ngettext("%(num)s came back", "%(num)s came back", n),
    "backed up": lambda n: ngettext("%(num)s backup taken", "%(num)s backups taken", n),
    "failed": lambda n: ngettext("%(num)s failed", "%(num)s failed", n),
    "done": lambda n: ngettext("%(num)s done", "%(num)s done", n),
}
"""What a job may say that it did; a number without a word was done."""


def how_often(rhythm: Rhythm) -> str:
    """“Every 10 minutes”, “Every Monday at 07.00”."""
    if isinstance(rhythm, Every):
        return _so_often(rhythm.period)
    time = rhythm.at.strftime("%H.%M")
    if rhythm.on == DAILY:
        return _("Every day at %(time)s", time=time)
    return ", ".join(WEEKDAYS[day](time=time) for day in sorted(rhythm.on))


def _so_often(period: timedelta) -> str:
    minutes = period // timedelta(minutes=1)
    if minutes % 60:
        return ngettext("Every minute", "Every %(num)s minutes", minutes)
    if minutes % (24 * 60):
        return ngettext("Every hour", "Every %(num)s hours", minutes // 60)
    return ngettext("Once a day", "Every %(num)s days", minutes // (24 * 60))


def when(moment: datetime, now: datetime) -> str:
    """“today at 18.30”; with the day if that is another."""
    days = (local(moment).date() - local(now).date()).days
    if days == 0:
        return _("today at %(time)s", time=clocktime(moment))
    if days == 1:
        return _("tomorrow at %(time)s", time=clocktime(moment))
    if days == -1:
        return _("yesterday at %(time)s", time=clocktime(moment))
    return daytime(moment)


def next_time(line: Line, now: datetime) -> str:
    """When a job runs next."""
    if line.state is State.RUNNING:
        return _("now")
    return _("at once") if line.state is State.ASKED or line.due <= now else when(line.due, now)


def trouble(run: JobLog | None) -> str:
    """What went wrong, for whoever looks after the server: which error, and where."""
    return (run and run.error) or "cut off"


def result(run: JobLog) -> str:
    """What a run did, in a few words."""
    if run.outcome is Outcome.FAILED:
        return did(run.did) or _("it failed")
    if run.outcome is Outcome.CUT_OFF:
        return _("it was cut off in the middle")
    if run.outcome is None:
        return _("it hasn’t ended")
    return did(run.did) or _("nothing to report")


def did(numbers: dict[str, Any] | None) -> str:
    """“3 sent, 1 failed”."""
    return ", ".join(DID[what if what in DID else "done"](number) for what, number in (numbers or {}).items())
