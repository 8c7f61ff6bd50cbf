"""A worker in a process of its own, which runs what is due once and hangs in it: ``worker.py DATA MOMENT``."""

import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from chapter import clock, create_app, jobs
from chapter.db import db
from chapter.jobs import Job
from chapter.people.models import Tag
from chapter.timetable import Every


def job(pause: Callable[[], object]) -> Job:
    """A job of two pieces: it makes the tags that aren't there, each in a transaction, with a pause after the first."""

    def run() -> int:
        made = 0
        for name in ("first", "second"):
            if db.session.scalar(db.select(Tag).where(Tag.name == name)) is None:
                db.session.add(Tag(name=name))
                db.session.commit()
                made += 1
                pause()
            db.session.rollback()
        return made

    return Job("made", Every(timedelta(minutes=1)), run)


def hang() -> None:
    """Say that the first piece is done, and do nothing more."""
    print("hanging", flush=True)
    time.sleep(60)


if __name__ == "__main__":
    app = create_app({"CHAPTER_DATA": sys.argv[1], "CHAPTER_MODE": "demo"})
    jobs._jobs.clear()
    jobs._jobs["made"] = job(hang)
    with app.app_context(), clock.frozen(datetime.fromisoformat(sys.argv[2])):
        jobs.run_due()
