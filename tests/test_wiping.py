"""What is erased is gone from the bytes of the database's files, also when somebody reads, or the machine is killed."""

import random
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select

from chapter import clock, jobs, ledger, wiping
from chapter.db import db, own_connection
from chapter.people.models import HistoryEntry, Person
from tests import databases, factories

SECRET, SEED = "Hemligt", 59
"""With this seed SQLite 3.40 leaves two copies in pages that it parted, though it overwrites what is deleted."""
LIKE_THE_FIRST = """(person_id, at, kind, facts, source)
SELECT person_id, at, kind, ?, ? FROM history_entry WHERE id = 1"""


@pytest.fixture
def files(app: Flask) -> Path:
    """The folder of the database's files."""
    return Path(app.config["CHAPTER_DATA"])


@pytest.fixture
def reader(files: Path) -> Iterator[Any]:
    """Somebody who reads what there was, and goes on reading."""
    with closing(own_connection()) as connection:
        yield connection


def found(files: Path) -> set[bytes]:
    """The secret words that stand anywhere in the files."""
    return {word for _name, content in databases.files_in(files) for word in re.findall(rb"Hemligt\d*", content)}


def write() -> None:
    """A secret note in somebody's history."""
    facts = {"text": f"{SECRET}0 " + "ord " * 5}
    person_id = db.session.scalar(select(Person.id)) or factories.person().id
    db.session.add(HistoryEntry(person_id=person_id, at=clock.now(), kind="note", facts=facts, source="case:7"))
    db.session.commit()


def shuffle(files: Path, seed: int) -> None:
    """Notes come, change and go, many at a time, so that the database moves them about between its pages."""
    write()
    chance, there = random.Random(seed), [1]
    with closing(own_connection()) as connection:
        connection.execute("PRAGMA secure_delete=ON")
        for number in range(600):
            secret = chance.random() < 0.3
            text = (
                f'{{"text": "{SECRET if secret else "Annat"}{number} {"x" * chance.choice((9, 60, 200, 700, 2500))}"}}'
            )
            row, what = (text, "case:7" if secret else None), chance.random()
            if what < 0.5:
                there.append(connection.execute(f"INSERT INTO history_entry {LIKE_THE_FIRST}", row).lastrowid or 1)
            elif what < 0.75:
                connection.execute(
                    "UPDATE history_entry SET facts=?, source=? WHERE id=?", (*row, chance.choice(there))
                )
            elif len(there) > 1:
                gone = there.pop(chance.randrange(1, len(there)))
                connection.execute("DELETE FROM history_entry WHERE id=?", (gone,))


def erase() -> None:
    """Erase them, and say so."""
    db.session.execute(delete(HistoryEntry).where(HistoryEntry.source == "case:7"))
    wiping.owe(clock.now())
    db.session.commit()


@databases.on_sqlite
def test_what_the_database_moved_about_between_its_pages_leaves_no_copy(files: Path):
    shuffle(files, seed=SEED)
    erase()

    assert (wiping.wipe(), found(files)) == (1, set())


def test_while_somebody_reads_it_is_owed_and_done_when_they_have_gone(
    files: Path, reader: Any, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(wiping, "PATIENCE", 0)
    write()
    reader.execute(databases.READ)
    assert reader.execute("SELECT count(*) FROM history_entry").fetchone() == (1,)
    erase()

    assert (wiping.wipe(), wiping.is_owed(), found(files)) == (0, True, {b"Hemligt0"})
    reader.execute("COMMIT")
    databases.wipe_out()
    assert found(files) == set()


def test_nothing_is_written_anew_when_nothing_was_erased(files: Path):
    write()

    assert (wiping.wipe(), found(files)) == (0, {b"Hemligt0"})


def test_what_is_erased_while_the_log_waits_for_a_reader_is_wiped_out_as_well(
    files: Path, reader: Any, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(wiping, "PATIENCE", 0)
    erase()
    reader.execute(databases.READ)
    reader.execute("SELECT count(*) FROM person").fetchone()
    wiping.wipe()
    write()
    erase()
    reader.execute("COMMIT")
    databases.wipe_out()

    assert found(files) == set()


def test_the_background_does_it_at_its_next_beat(files: Path):
    jobs.run_due()
    write()
    erase()
    jobs.run_due()

    assert (found(files), ledger.states()["wiping.wipe"].failures) == (set(), 0)
