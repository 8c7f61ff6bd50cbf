"""What has no job of its own is deleted at night, when its time is up."""

from datetime import time

from chapter import clock, expiry, wiping
from chapter.i18n import lazy
from chapter.jobs import daily, each


@daily(at=time(4, 40), label=lazy("Delete what has been kept for long enough"))
def forget() -> dict[str, int]:
    """Delete each kind in a transaction of its own; it is wiped out of the database's files afterwards."""
    return {"deleted": each([term.key for term in expiry.terms() if term.job == expiry.JOB], _forget)}


def _forget(key: str) -> int:
    number = expiry.enforce(key, clock.now())
    if number:
        wiping.owe(clock.now())
    return number
