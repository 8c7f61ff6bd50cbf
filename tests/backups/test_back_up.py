"""A backup is whole but for what is to be in no copy, nobody but its owner can read it, and it is never half a file."""

import json
import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Column, func, select

from chapter import clock
from chapter.backups import rows, streams
from chapter.backups.models import Backup
from chapter.db import Base, db
from chapter.people.models import Person
from tests import databases, factories
from tests.backups.conftest import Key, Say, content, newest
from tests.conftest import NOW


@pytest.fixture
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """Towns and sources are to be in no copy; somebody has both."""
    person = Base.metadata.tables["person"]
    for column in (person.c.town, person.c.source):
        monkeypatch.setattr(column, "info", {"left_out_of_backups": True})
    factories.person("Emma", town="Hemligby", source="Hemligt möte")


def test_it_has_every_row_of_every_table(say: Say, folder: Path, key: Key):
    factories.assignment(factories.person(), callers=(factories.account(),))
    counts = {
        name: db.session.scalar(select(func.count()).select_from(table)) for name, table in Base.metadata.tables.items()
    }
    say("now")

    lines = content(newest(folder), key).lines
    assert {name: len(lines.get(name, [])) for name in counts} == counts


def test_nobody_can_read_a_name_in_its_bytes_and_nobody_else_open_it(say: Say, folder: Path, key: Key):
    factories.person("Hemlig", "Hemligsson")
    say("now")

    found = newest(folder)
    assert found.read_bytes().startswith(b"age-encryption.org/v1\n")
    assert (found.stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == (0o600, 0o700)


def test_what_is_to_be_in_no_copy_is_empty_there(say: Say, folder: Path, key: Key, secret: None):
    say("now")

    found = content(newest(folder), key)
    person = dict(zip(found.contents.header["columns"]["person"], json.loads(found.lines["person"][0]), strict=True))
    assert (person["first_name"], person["town"], person["source"]) == ("Emma", None, "")
    assert b"Hemlig" not in b"".join(line for lines in found.lines.values() for line in lines)
    assert db.session.scalar(select(Person.town)) == "Hemligby"


def test_without_a_key_none_is_taken_unless_one_says_that_anybody_may_read_it(app, say, folder, monkeypatch):
    monkeypatch.setitem(app.config, "CHAPTER_BACKUP_KEY", "")

    assert "CHAPTER_BACKUP_KEY isn't set. Make a key" in say("now")
    assert list(folder.glob("chapter-*")) == []
    assert "Saved" in say("now", "--plain")


def test_a_key_that_is_none_is_named(app, say, folder, monkeypatch):
    monkeypatch.setitem(app.config, "CHAPTER_BACKUP_KEY", "age1wrong")

    assert "“age1wrong…” isn't a public key" in say("now")


def test_several_people_can_each_open_it_with_their_own_key(app, say, folder, key, monkeypatch):
    other = Key(*streams.new_key(), key.file)
    monkeypatch.setitem(app.config, "CHAPTER_BACKUP_KEY", f"{key.public}, {other.public}")
    say("now")

    assert content(newest(folder), key).lines == content(newest(folder), other).lines


def test_keys_are_shown_and_kept_nowhere(say: Say, folder: Path):
    said = say("keys")

    assert said.count("AGE-SECRET-KEY-1") == 1
    assert 'CHAPTER_BACKUP_KEY="age1' in said


def test_what_was_taken_is_listed_and_noted(say: Say, folder: Path):
    assert "no backups yet" in say("list")
    say("now")

    with clock.frozen(NOW + timedelta(hours=1)):
        say("now")
    assert say("list").splitlines()[0].endswith(newest(folder).name)
    assert len(say("list").splitlines()) == 2
    noted = db.session.scalars(select(Backup).order_by(Backup.id.desc())).first()
    assert (noted.file, noted.bytes, noted.error) == (newest(folder).name, newest(folder).stat().st_size, "")
    assert noted.rows > 0


KILLED = """
import os, signal, sys
from chapter import create_app
from chapter import clock
from chapter.backups import rows, streams
def killed(*_args, **_kwargs):
    yield "person", os.urandom(200_000)
    os.kill(os.getpid(), signal.SIGKILL)
rows.read = killed
app = create_app()
app.test_cli_runner().invoke(args=["backup", "now"])
"""


def test_killed_in_the_middle_it_leaves_the_older_ones_and_none_that_looks_whole(app: Flask, say: Say, folder: Path):
    say("now")
    before = newest(folder)
    names = "CHAPTER_BACKUPS", "CHAPTER_BACKUP_KEY"
    given = databases.environment(app, **{name: app.config[name] for name in names})
    done = subprocess.run([sys.executable, "-c", KILLED], env=given | {"PYTHONPATH": os.getcwd()}, capture_output=True)

    assert done.returncode == -signal.SIGKILL
    assert len(list(folder.glob(".*.half"))) == 1
    assert [file.name for file in folder.glob("chapter-*")] == [before.name]
    say("now")
    assert list(folder.glob(".*.half")) == []


def test_on_a_full_disk_it_says_so_and_leaves_nothing_half(say: Say, folder: Path):
    folder.mkdir(mode=0o700)
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=32k,mode=700", "tmpfs", folder], capture_output=True
    ).returncode:
        pytest.skip("only root may make a small disk")
    try:
        db.session.add_all([Person(first_name=os.urandom(200).hex(), added_at=NOW) for _one in range(200)])
        assert f"there is no room left on the disk with {folder}" in say("now")
        assert [file for file in folder.rglob("*") if file.is_file() and file.name != "erased"] == []
        assert "no room" in db.session.scalars(select(Backup.error)).one()
    finally:
        subprocess.run(["umount", folder], check=True)


def empties(column: Column) -> bool:
    """Whether a column may be empty, so that it can be left out."""
    return column.nullable or column.type.python_type is str


def test_only_what_may_be_empty_is_left_out():
    left_out = [c for t in Base.metadata.tables.values() for c in t.columns if c.info.get("left_out_of_backups")]

    assert set(rows.left_out()) == {column.table.name for column in left_out} != set()
    assert [str(column) for column in left_out if not empties(column)] == []
