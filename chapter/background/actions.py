"""Writes: asking for a job, and forgetting what ran."""

from datetime import datetime

from chapter import expiry, ledger
from chapter.background import queries
from chapter.background.rules import State
from chapter.errors import Refused
from chapter.i18n import lazy
from chapter.jobs import registered


class RunsAlready(Refused):
    """The job is running."""

    words = lazy("It is running already.")


def ask_for(name: str, now: datetime) -> None:
    """Have a job run now; RunsAlready if it does, Missing if there is none."""
    if queries.line(name, now).state is State.RUNNING:
        raise RunsAlready
    ledger.want(name, now)


def forget_old(now: datetime) -> None:
    """Delete the record of runs that nobody will ask about."""
    expiry.enforce("background.runs", now)
    ledger.forget([job.name for job in registered()], now)
