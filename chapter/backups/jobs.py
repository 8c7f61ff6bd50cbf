"""Backups by night, and the list of those who were erased, as soon as there is one more."""

from datetime import time, timedelta

from flask import current_app

from chapter import clock
from chapter.backups import actions, erased, queries
from chapter.db import db
from chapter.i18n import lazy
from chapter.jobs import daily, every

LEASE = timedelta(hours=4)
"""A gigabyte of uploads, a small machine, and a slow line to elsewhere."""


class NotBackedUp(Exception):
    """The words are in the row, and in the server's log."""


@daily(at=time(3), label=lazy("Back up"), lease=LEASE)
def back_up() -> dict[str, int]:
    """Take a backup, delete those whose time is over, and take all of them elsewhere."""
    now = clock.now()
    if current_app.config["CHAPTER_MODE"] == "demo" and not current_app.config["CHAPTER_BACKUP_KEY"]:
        return {}
    noted = actions.back_up(now)
    db.session.commit()
    deleted = actions.rotate(now)
    db.session.commit()
    if noted.file:
        actions.take_away(noted, clock.now())
        db.session.commit()
    if trouble := noted.error or noted.not_taken_away:
        current_app.logger.error("backup: %s", trouble)
        raise NotBackedUp
    return {"backed up": 1, "deleted": deleted}


@every(hours=24, label=lazy("List who was erased, for backups that are restored"))
def list_erased() -> None:
    """Write the list beside the backups; asked for whenever somebody is erased."""
    erased.write_list(queries.folder(), clock.now(), queries.days())
