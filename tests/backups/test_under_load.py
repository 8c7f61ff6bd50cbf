"""A backup shows one moment, however much is written while it is taken."""

import json
import threading
from pathlib import Path

from flask import Flask
from sqlalchemy import select, update

from chapter.db import db
from chapter.people.models import Person
from tests import factories
from tests.backups.conftest import Key, Say, content, newest

PEOPLE, WRITERS = 400, 3


def move_years(app: Flask, ids: list[int], stop: threading.Event, moved: list[int]) -> None:
    """Take years from one and give them to another, in one transaction each, until told to stop."""
    with app.app_context():
        while not stop.is_set():
            for one, years in ((ids[0], -1), (ids[-1], 1)):
                taken = Person.birth_year + years
                db.session.execute(update(Person).where(Person.id == one).values(birth_year=taken))
            db.session.commit()
            moved.append(1)
        db.session.remove()


def test_a_sum_that_always_holds_holds_in_it(app: Flask, say: Say, folder: Path, key: Key):
    people = [factories.person(f"Nr {number}", birth_year=1_000_000) for number in range(PEOPLE)]
    db.session.commit()
    ids, stop, moved = [person.id for person in people], threading.Event(), []
    writers = [threading.Thread(target=move_years, args=(app, ids, stop, moved)) for _one in range(WRITERS)]
    for writer in writers:
        writer.start()
    try:
        while not moved:
            pass
        before = len(moved)
        said = say("now")
        during = len(moved) - before
    finally:
        stop.set()
        for writer in writers:
            writer.join()

    found = content(newest(folder), key)
    place = found.contents.header["columns"]["person"].index("birth_year")
    years = [json.loads(line)[place] for line in found.lines["person"]]
    assert (sum(years), len(years)) == (PEOPLE * 1_000_000, PEOPLE), said
    assert during > 0
    assert years[0] != 1_000_000
    assert db.session.scalar(select(Person.birth_year).where(Person.id == ids[0])) < years[0]
