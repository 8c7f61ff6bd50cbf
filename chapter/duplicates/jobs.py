"""Pairs are looked for a few times a day; merges are forgotten when they can't be undone any more."""

from datetime import timedelta

from chapter import clock
from chapter.db import db, reading
from chapter.duplicates import actions, queries
from chapter.i18n import lazy
from chapter.jobs import every


@every(hours=6, label=lazy("Look for people who are in the register twice"), lease=timedelta(minutes=30))
def find() -> dict[str, int]:
    """Look for people who are in the register twice."""
    with reading():
        found = queries.suggested()
    actions.keep(found)
    db.session.commit()
    return {"found": len(found)}


@every(hours=24, label=lazy("Forget merges that can’t be undone any more"))
def forget() -> None:
    """Forget old merges."""
    actions.forget(clock.now())
    db.session.commit()
