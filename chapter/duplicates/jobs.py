"""Pairs are looked for a few times a day; merges are forgotten when they can't be undone any more."""

from chapter import clock
from chapter.db import db, reading
from chapter.duplicates import actions, queries
from chapter.jobs import every


@every(hours=6)
def find() -> None:
    """Look for people who are in the register twice."""
    with reading():
        found = queries.suggested()
    actions.keep(found)
    db.session.commit()


@every(hours=24)
def forget() -> None:
    """Forget old merges."""
    actions.forget(clock.now())
    db.session.commit()
