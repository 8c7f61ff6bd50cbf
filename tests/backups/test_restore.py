"""A backup is tried out, and put back with one command; what was there before is kept aside."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from chapter import clock
from chapter.backups import rows
from chapter.backups.models import Backup
from chapter.config import data_folder
from chapter.db import db
from chapter.media import storage
from chapter.media.models import Medium
from chapter.people.models import Person
from tests import factories
from tests.backups.conftest import Key, Say, newest
from tests.backups.older import taken_at
from tests.conftest import NOW, Client
from tests.databases import on_sqlite
from tests.media.made import PDF, picture, shown

pytestmark = on_sqlite
"""The tests' database of PostgreSQL has others in it, so that nothing may be restored there: test_another_database."""

Restore = Callable[..., str]


@pytest.fixture
def taken(say: Say, folder: Path, app: Flask) -> Path:
    """A backup with Emma and a file in it."""
    factories.person("Emma")
    shown()
    say("now")
    return newest(folder)


@pytest.fixture
def restore(say: Say, key: Key) -> Iterator[Restore]:
    """Restore a file with the key. At the end the secret is as before, and what was put aside is gone."""
    secret = (data_folder() / "secret_key").read_text()
    yield lambda file, *words: say("restore", file, "--identity", key.file, "--yes", *words)
    for aside in data_folder().glob("before-restore-*"):
        shutil.rmtree(aside)
    (data_folder() / "secret_key").write_text(secret)


def everything() -> dict[str, bytes]:
    """All rows of all tables, but for the notes that a backup was taken or restored."""
    found: dict[str, bytes] = {}
    db.session.commit()
    with db.engine.connect() as connection:
        for name, lines in rows.read(connection, is_whole=True):
            found[name] = found.get(name, b"") + lines
    return {name: lines for name, lines in found.items() if name not in ("backup", "read_entry")}


def test_it_is_all_as_it_was_row_by_row_and_what_came_after_is_gone(taken: Path, restore: Restore):
    before = everything()
    db.session.execute(delete(Person))
    factories.person("Later")
    said = restore(taken)

    assert "Restored." in said
    assert everything() == before


def test_uploads_and_the_secret_are_put_back_on_an_empty_machine(taken: Path, restore: Restore, client: Client):
    address, secret = f"/media/{db.session.scalars(select(Medium.id)).one()}/Flygblad.pdf", data_folder() / "secret_key"
    words = secret.read_text()
    db.session.remove()
    db.engine.dispose()
    for gone in [secret, *data_folder().glob("chapter.db*"), *files()]:
        gone.unlink(missing_ok=True)

    assert "1 uploads" in restore(taken)
    assert secret.read_text() == words
    assert client.get(address).data == PDF


def files() -> list[Path]:
    """The uploads that are in the data folder."""
    return [file for file in storage.folder().rglob("*") if file.is_file()]


def test_what_was_there_before_is_kept_aside_until_a_backup_of_then_would_be_too_old(taken, restore, say):
    factories.person("Later")
    restore(taken)

    (aside,) = data_folder().glob("before-restore-*")
    with closing(sqlite3.connect(aside / "chapter.db")) as old:
        assert ("Later",) in old.execute("SELECT first_name FROM person").fetchall()
    with clock.frozen(NOW + timedelta(days=28)):
        say("now")
    assert list(data_folder().glob("before-restore-*")) == []


def test_a_broken_database_is_no_obstacle(taken: Path, restore: Restore):
    db.session.remove()
    db.engine.dispose()
    for file in data_folder().glob("chapter.db*"):
        file.write_bytes(b"torn" * 5000)

    assert "Restored." in restore(taken)
    assert db.session.scalars(select(Person.first_name)).all() == ["Emma"]


def test_while_chapter_runs_nothing_is_restored(taken: Path, restore: Restore):
    with closing(sqlite3.connect(data_folder() / "chapter.db")) as other:
        other.execute("SELECT count(*) FROM person").fetchone()

        assert "Chapter is running. Stop it first" in restore(taken)


@pytest.mark.parametrize("length", [100, 2_000, -1])
def test_a_file_that_was_cut_off_changes_nothing(taken: Path, restore: Restore, length: int):
    before = everything()
    taken.write_bytes(taken.read_bytes()[:length])

    assert "can't be restored: it is" in restore(taken)
    assert everything() == before
    assert not (data_folder() / "restoring").exists()


def test_a_file_that_somebody_has_changed_is_refused(taken: Path, restore: Restore):
    data = bytearray(taken.read_bytes())
    data[-2_000] ^= 1
    taken.write_bytes(data)

    assert "damaged" in restore(taken)


def test_with_the_wrong_key_or_none_nothing_is_done(taken: Path, say: Say, tmp_path: Path):
    said = say("keys")
    (tmp_path / "other").write_text(said[said.index("AGE-SECRET") :].split()[0])

    assert "this key doesn't open it" in say("verify", taken, "--identity", tmp_path / "other")
    assert "there is no secret key of age" in say("verify", taken, "--identity", taken.parent / "erased")
    assert "is encrypted. Say where its secret key is" in say("verify", taken)


def test_something_else_is_no_backup(say: Say, folder: Path, tmp_path: Path):
    (tmp_path / "note.txt").write_text("milk, bread")

    assert "can't be restored" in say("verify", tmp_path / "note.txt")


def test_to_try_it_out_counts_everything_and_leaves_nothing_behind(taken: Path, say: Say, key: Key):
    before = set(data_folder().rglob("*"))
    said = say("verify", "--identity", key.file)

    assert "It can be restored" in said
    assert "1 uploads" in said
    assert {path.name for path in set(data_folder().rglob("*")) - before} <= {"chapter.db-wal", "chapter.db-shm"}
    assert db.session.scalars(select(Backup.verified_at)).one() == NOW


def test_uploads_that_are_missing_or_changed_are_told(say: Say, folder: Path, key: Key):
    shown()
    shown(name="Torget.jpg", data=picture())
    say("now")
    first, *_others = sorted((folder / "files").glob("*/*"))
    first.write_bytes(first.read_bytes()[:-1])

    assert "1 of 3 uploads can't be put back" in say("verify", "--identity", key.file)


def test_an_upload_is_kept_once_for_many_backups_and_goes_with_the_last_that_needs_it(say: Say, folder: Path):
    medium = shown()
    say("now")
    (kept,) = (folder / "files").glob("*/*")
    storage.path(medium.digest).unlink()
    for days, there in ((1, True), (27, True), (28, False)):
        with clock.frozen(NOW + timedelta(days=days)):
            say("now")
        assert kept.exists() is there


def test_a_backup_from_before_the_newest_tables_is_brought_up_to_date(restore: Restore, folder: Path, key: Key):
    old = taken_at("0003", folder, key)

    assert "tables as of 0003" in restore(old)
    assert db.session.scalar(select(func.count()).select_from(Person)) == 1


def test_one_from_a_newer_version_is_refused(app: Flask, say: Say, folder: Path, key: Key, monkeypatch):
    say("now")
    monkeypatch.setattr("chapter.health.newest", lambda: "0001")

    assert "made by a newer version of Chapter" in say("verify", newest(folder), "--identity", key.file)


def test_an_upload_that_is_damaged_here_is_put_back_whole(taken: Path, restore: Restore):
    file = next(file for file in files() if file.read_bytes() == PDF)
    file.write_bytes(bytes(len(PDF)))

    assert "Restored." in restore(taken)
    assert file.read_bytes() == PDF


def test_what_was_cut_off_a_day_ago_is_cleared_up(say: Say):
    left = [data_folder() / name for name in ("verify-abc", "restoring")]
    for folder in left:
        folder.mkdir()
        os.utime(folder, ((NOW - timedelta(days=1)).timestamp(),) * 2)
    say("now")

    assert [folder for folder in left if folder.exists()] == []


def test_one_letter_that_changed_in_a_plain_backup_is_found(say: Say, folder: Path):
    for number in range(300):
        factories.person(f"Emma{number}")
    say("now", "--plain")
    data = bytearray(newest(folder).read_bytes())
    data[-8] ^= 1
    newest(folder).write_bytes(data)

    assert "it is damaged" in say("verify")


@pytest.mark.parametrize(("days", "warns"), [(35, False), (36, True)])
def test_who_was_erased_is_not_remembered_for_longer_than_backups_are_kept(taken, restore, days: int, warns: bool):
    with clock.frozen(NOW + timedelta(days=days)):
        assert ("Erase them again" in restore(taken)) is warns
