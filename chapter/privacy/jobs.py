"""Leavers are erased by themselves when their day has come, once the coordinator has said so."""

from datetime import time

from chapter import clock, ledger
from chapter.db import reading
from chapter.i18n import lazy, local
from chapter.jobs import daily, each
from chapter.privacy import actions, queries

MOST = 1_000
"""So many in a night; the rest the night after."""


@daily(at=time(4), label=lazy("Erase those who have left"))
def erase() -> dict[str, int]:
    """Erase those whose day has come, each in a transaction of its own, so that it can be cut off anywhere."""
    now = clock.now()
    today = local(now).date()
    with reading():
        due = [person.id for person in queries.due(today, MOST)] if _is_on() and not ledger.has_leapt(now) else []
    return {"erased": each(due, lambda person_id: _is_on() and actions.erase_leaver(person_id, "", now, today))}


def _is_on() -> bool:
    switch = queries.switch()
    return switch is not None and switch.is_on
