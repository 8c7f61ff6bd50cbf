"""A chapter moves to another database and back, with everything equal; SQLite's file is encrypted and decrypted."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate.cli import db as group
from sqlalchemy import inspect, select

from chapter import connecting, create_app
from chapter.access import Audience
from chapter.backups import actions, copying, present, rows
from chapter.backups.opening import scratch
from chapter.backups.restoring import restore
from chapter.config import data_folder
from chapter.db import db
from chapter.lookup import actions as lookup
from chapter.lookup.queries import look
from chapter.media.models import Medium
from chapter.people.models import Person
from tests import databases, factories
from tests.conftest import NOW
from tests.databases import on_sqlite
from tests.media.made import shown

Command = Callable[..., str]


@pytest.fixture
def command(app: Flask) -> Command:
    """Run ``flask db …``; gives what it says."""

    def run(*words: object, typed: str = "") -> str:
        db.session.commit()
        db.session.remove()
        return app.test_cli_runner().invoke(group, list(map(str, words)), input=typed).output

    return run


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A key file."""
    (tmp_path / "key").write_text(os.urandom(32).hex())
    return tmp_path / "key"


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' own connection to PostgreSQL isn't somebody at work."""
    if databases.SERVER:
        monkeypatch.setattr("chapter.backups.commands_db.is_in_use", lambda: False)


def all_rows() -> dict[str, bytes]:
    """All rows of all tables, as they are read."""
    found: dict[str, bytes] = {}
    db.session.commit()
    with db.engine.connect() as connection:
        for name, lines in rows.read(connection, is_whole=True):
            found[name] = found.get(name, b"") + lines
    return found


def test_to_a_file_and_back_again_every_row_is_the_same(command: Command, tmp_path: Path, secret: Path, quiet: None):
    odd = "”Å\r\n\u2028\\ \U0001f9e1"
    factories.assignment(factories.person(odd, union="", skills=None), callers=(factories.account(),))
    shown()
    before = all_rows()
    said = command("copy", f"sqlite:///{tmp_path}/other.db", "--key-file", secret)

    assert "and compared them all" in said
    other = scratch(tmp_path / "other", b"a", connecting.sqlite(tmp_path / "other.db", secret.read_text()))
    with other.app_context():
        there = all_rows()
        db.engine.dispose()
    assert there == before
    assert (tmp_path / "other.db").stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(not databases.SERVER, reason="takes a server of PostgreSQL")
def test_to_postgresql_from_a_file_every_row_is_the_same_and_numbers_go_on(app, command, tmp_path, quiet):
    last = shown().id
    factories.person("Emma")
    command("copy", f"sqlite:///{tmp_path}/chapter.db")
    before = all_rows()
    here = create_app({"CHAPTER_DATA": str(tmp_path), "CHAPTER_DATABASE_URL": ""})
    with here.app_context():
        url = databases.own(tmp_path / "new")["CHAPTER_DATABASE_URL"]
        copying.copy(url, None)
        db.engine.dispose()
    there = create_app({"CHAPTER_DATA": str(tmp_path), "CHAPTER_DATABASE_URL": url})
    with there.app_context():
        assert all_rows() == before
        db.session.add(Person(first_name="Ny", added_at=factories.person("x").added_at))
        assert shown(name="Ny.pdf", data=b"%PDF-1.4 other %%EOF").id > last
        db.session.rollback()
        db.session.remove()
        db.engine.dispose()


def test_search_finds_in_the_new_one_what_it_found_in_the_old(command: Command, tmp_path: Path, quiet: None):
    lookup.put("page:1", "sv", "page", Audience.PUBLIC, "Ringstuga", "Vi ringer ihop.", "/handbook/1")
    command("copy", f"sqlite:///{tmp_path}/other.db")
    other = scratch(tmp_path / "other", b"a", connecting.sqlite(tmp_path / "other.db"))

    with other.app_context():
        assert look("ringstuga", "sv", {Audience.PUBLIC}).total == 1
        db.session.remove()
        db.engine.dispose()


def test_an_address_with_a_password_is_asked_for_and_not_shown(command: Command, tmp_path: Path, quiet: None):
    said = command("copy", "-", typed=f"sqlite:///{tmp_path}/other.db\n")

    assert "and compared them all" in said
    assert "other.db" not in said
    assert (tmp_path / "other.db").exists()


def test_what_is_there_is_left_alone(command: Command, tmp_path: Path, quiet: None):
    (tmp_path / "mine.db").write_text("mine")

    assert "mine.db is there already" in command("copy", f"sqlite:///{tmp_path}/mine.db")
    assert (tmp_path / "mine.db").read_text() == "mine"


@pytest.fixture
def encrypted(command: Command, tmp_path: Path) -> Iterator[Path]:
    """A database with Hemlig in it, encrypted with the key that this gives."""
    factories.person("Hemlig")
    assert "is encrypted" in command("encrypt", tmp_path / "new key")
    yield tmp_path / "new key"
    db.session.remove()
    db.engine.dispose()


@on_sqlite
def test_encrypted_it_is_all_there_and_nothing_can_be_read_without_the_key(encrypted: Path, tmp_path: Path):
    assert encrypted.stat().st_mode & 0o777 == 0o600
    files = [file.read_bytes() for file in data_folder().glob("chapter.db*")]
    assert [data for data in files if b"Hemlig" in data or data.startswith(copying.PLAIN)] == []
    other = connecting.sqlite(data_folder() / "chapter.db", encrypted.read_text().strip())
    with scratch(data_folder(), b"", other).app_context():
        assert db.session.scalars(select(Person.first_name)).all() == ["Hemlig"]
        db.session.remove()
        db.engine.dispose()


@on_sqlite
def test_with_the_key_it_is_decrypted_again(app: Flask, encrypted: Path, command: Command, monkeypatch):
    assert "isn't set" in command("decrypt")
    monkeypatch.setitem(app.config, "CHAPTER_DATABASE_KEY_FILE", str(encrypted))
    monkeypatch.setattr("chapter.backups.commands_db.is_in_use", lambda: False)

    assert "is decrypted" in command("decrypt")
    assert db.session.scalars(select(Person.first_name)).all() == ["Hemlig"]


@on_sqlite
@pytest.mark.parametrize("at", ["_export", "settle", "_overwrite"])
def test_cut_off_anywhere_it_goes_on_where_it_was(command: Command, tmp_path: Path, monkeypatch, at: str):
    factories.person("Hemlig")
    with monkeypatch.context() as patch:
        patch.setattr(copying, at, lambda *_args: (_ for _ in ()).throw(KeyboardInterrupt))
        command("encrypt", tmp_path / "new key")

    assert "is encrypted" in command("encrypt", tmp_path / "new key")
    left = [file for file in data_folder().glob("chapter.db*")]
    assert [file.name for file in left] == ["chapter.db"]
    assert not copying.is_plain(left[0])


@on_sqlite
def test_the_key_may_not_lie_beside_what_it_opens(command: Command):
    assert "must not lie in the data folder" in command("encrypt", data_folder() / "key")


@on_sqlite
def test_while_chapter_runs_nothing_is_copied_or_encrypted(command: Command, tmp_path: Path):
    other = sqlite3.connect(data_folder() / "chapter.db")
    other.execute("SELECT count(*) FROM person").fetchone()

    assert "Stop it first" in command("encrypt", tmp_path / "key")
    assert "Stop it first" in command("copy", f"sqlite:///{tmp_path}/other.db")
    other.close()


@on_sqlite
def test_a_number_that_was_given_once_is_not_given_again(command: Command, tmp_path: Path):
    last = shown().id
    db.session.delete(db.session.get(Medium, last))
    command("copy", f"sqlite:///{tmp_path}/other.db")

    with sqlite3.connect(tmp_path / "other.db") as other:
        assert other.execute("SELECT seq FROM sqlite_sequence WHERE name = 'medium'").fetchone() == (last,)
    other.close()


@on_sqlite
def test_the_key_that_opens_it_is_the_one_that_is_named(encrypted: Path, command: Command, tmp_path: Path, monkeypatch):
    monkeypatch.setattr("chapter.backups.commands_db.is_in_use", lambda: False)
    (tmp_path / "other").write_text("ab" * 32)

    assert "encrypted with another key already" in command("encrypt", tmp_path / "other")
    assert "can't be read" in command("encrypt", tmp_path / "third")
    assert "is encrypted" in command("encrypt", encrypted)


def test_a_copy_that_fails_leaves_nothing_that_can_be_read(command: Command, tmp_path: Path, quiet: None, monkeypatch):
    monkeypatch.setattr(copying, "_differs", lambda *_both: ["person"])

    assert "came out different: person" in command("copy", f"sqlite:///{tmp_path}/other.db")
    assert list(tmp_path.glob(".other.db*")) == []


@pytest.mark.skipif(not databases.SERVER, reason="takes a server of PostgreSQL")
def test_of_a_restore_that_fails_nothing_stays_in_the_server(folder: Path, monkeypatch: pytest.MonkeyPatch):
    taken = folder / actions.back_up(NOW, is_plain=True).file
    db.session.commit()
    monkeypatch.setattr("chapter.backups.restoring._put_back", lambda *_all: os.write(-1, b"the disk is full"))

    with pytest.raises(OSError, match="Bad file"):
        restore(taken, [], [], NOW)
    with db.engine.connect() as connection:
        assert present.BUILT not in inspect(connection).get_schema_names()
