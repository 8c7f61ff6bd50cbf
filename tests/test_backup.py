"""A backup is whole but for what is to be in no copy, and never half a file."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Column

from chapter import commands
from chapter.db import Base, db
from chapter.people.models import Person
from tests import factories


@pytest.fixture
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """Towns and skills are to be in no copy; somebody has both."""
    person = Base.metadata.tables["person"]
    for column in (person.c.town, person.c.source):
        monkeypatch.setattr(column, "info", {"left_out_of_backups": True})
    factories.person("Emma", town="Hemligby", source="Hemligt möte")
    db.session.commit()


def back_up(app: Flask, file: Path) -> str:
    """Run the command; gives what it says."""
    return app.test_cli_runner().invoke(args=["backup", str(file)]).output


def read(file: Path, query: str) -> list[tuple]:
    """Rows of the copy."""
    with closing(sqlite3.connect(file)) as copy:
        return copy.execute(query).fetchall()


def test_it_has_every_row_of_every_table(app: Flask, tmp_path: Path):
    factories.assignment(factories.person(), callers=(factories.account(),))
    db.session.commit()
    back_up(app, tmp_path / "copy.db")

    for name in Base.metadata.tables:
        query = f"SELECT * FROM {name}"
        assert read(tmp_path / "copy.db", query) == read(Path(db.engine.url.database or ""), query)


def test_what_is_to_be_in_no_copy_is_empty_there_and_not_in_its_bytes(app: Flask, tmp_path: Path, secret: None):
    back_up(app, tmp_path / "copy.db")

    assert read(tmp_path / "copy.db", "SELECT first_name, town, source FROM person") == [("Emma", None, "")]
    assert b"Hemlig" not in (tmp_path / "copy.db").read_bytes()


def test_the_chapter_s_own_database_keeps_it(app: Flask, tmp_path: Path, secret: None):
    back_up(app, tmp_path / "copy.db")

    assert db.session.scalar(db.select(Person.town)) == "Hemligby"


def test_what_was_deleted_before_is_not_in_its_bytes(app: Flask, tmp_path: Path):
    person = factories.person("Hemlig")
    db.session.commit()
    db.session.delete(person)
    db.session.commit()
    back_up(app, tmp_path / "copy.db")

    assert b"Hemlig" not in (tmp_path / "copy.db").read_bytes()


def test_cut_off_in_the_middle_it_leaves_no_copy_that_looks_whole_and_can_be_run_again(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def killed(*_paths: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", killed)
        back_up(app, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()

    assert "Saved" in back_up(app, tmp_path / "copy.db")
    assert [file.name for file in tmp_path.iterdir()] == ["copy.db"]


def test_nobody_else_on_the_machine_can_read_it(app: Flask, tmp_path: Path):
    back_up(app, tmp_path / "copy.db")

    assert (tmp_path / "copy.db").stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_there_is_left_alone(app: Flask, tmp_path: Path):
    (tmp_path / "copy.db").write_text("mine")

    assert "nothing was changed" in back_up(app, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text() == "mine"


def empties(column: Column) -> bool:
    """Whether a column may be empty, so that it can be left out."""
    return column.nullable or column.type.python_type is str


def test_only_what_may_be_empty_is_left_out():
    left_out = [c for t in Base.metadata.tables.values() for c in t.columns if c.info.get("left_out_of_backups")]

    assert {name for name, _changes in commands.left_out()} == {column.table.name for column in left_out}
    assert [str(column) for column in left_out if not empties(column)] == []
