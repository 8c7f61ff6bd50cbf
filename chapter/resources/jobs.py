"""What the bank does at night: it tries links, a few at a time and politely, and forgets old counts."""

import time as sleeping
from collections.abc import Callable
from datetime import time

from flask import current_app

from chapter import clock
from chapter.db import db, reading
from chapter.i18n import lazy
from chapter.jobs import daily, each
from chapter.resources import actions, links, queries
from chapter.resources.rules import Trouble

MOST = 200
"""Links that are tried in a night."""
PAUSE = 1.0
"""Seconds between two."""


@daily(at=time(4, 20), label=lazy("Try the links of the resource bank, each once a month"))
def try_links() -> int:
    """Try the links that it is time for; a demo's lead nowhere, and it asks nobody."""
    if current_app.config["CHAPTER_MODE"] == "demo":
        return 0
    return try_all(links.trouble_of, PAUSE)


def try_all(trouble_of: Callable[[str], Trouble | None], pause: float) -> int:
    """Try the links that it is time for with ``trouble_of``; nothing is locked while one waits for an answer."""

    def try_one(link: tuple[int, str]) -> int:
        number, address = link
        sleeping.sleep(pause)
        trouble = trouble_of(address)
        actions.note_link(number, address, trouble, clock.now())
        return 1

    with reading():
        due = queries.to_check(clock.now())[:MOST]
    return each(due, try_one)


@daily(at=time(4, 10), label=lazy("Forget how often resources were used long ago"))
def forget_counts() -> dict[str, int]:
    """Forget old counts."""
    forgotten = actions.forget_old_counts(clock.now())
    db.session.commit()
    return {"forgotten": forgotten}
