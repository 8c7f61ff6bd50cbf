"""On PostgreSQL an upgrade copies the database with PostgreSQL's own programs, and can put it back."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from deploy import postgresql
from deploy.machine import Machine, Trouble
from tests import databases

PROGRAMS = "pg_dump", "psql"
on_server = pytest.mark.skipif(
    not (databases.SERVER and all(map(shutil.which, PROGRAMS))), reason="takes a server of PostgreSQL"
)
Ask = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
def called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which programs write down how they were called, and with what password."""
    for name in PROGRAMS:
        (tmp_path / name).write_text(f'#!/bin/sh\nprintf %s "$* / $PGPASSWORD" >"{tmp_path}/{name}.called"\n')
        (tmp_path / name).chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    return tmp_path


@pytest.mark.parametrize(
    "url", ["postgresql://me:s%40y@db.example.org/ours", "postgresql://me@[::1]:5/a?password=s%40y"]
)
def test_nobody_reads_the_password_in_the_list_of_processes(called: Path, url: str):
    postgresql.save(Machine(), url, called / "copy.sql")
    postgresql.put_back(Machine(), url, called / "copy.sql")

    for name in PROGRAMS:
        words, _slash, password = (called / f"{name}.called").read_text().rpartition(" / ")
        assert "postgresql://me@" in words
        assert "s%40y" not in words
        assert password == "s@y"


@pytest.mark.parametrize(
    "url", ["postgresql:///ours?host=%2Frun", "postgresql://db:5432/ours?", "postgres://me@a,b:1/c?"]
)
def test_an_address_without_a_password_stays_as_it_is(url: str):
    assert postgresql.reached(url) == (url, {})


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Where a database is that nobody else works in."""
    return databases.own(tmp_path)["CHAPTER_DATABASE_URL"]


@pytest.fixture
def ask(url: str) -> Ask:
    """Tell the database something, in which there is one person; gives what the last statement gives."""

    def run(*statements: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(url, autocommit=True) as connection:
            found = [connection.execute(statement) for statement in statements][-1]
            return found.fetchall() if found.description else []

    run("CREATE TABLE person (id serial, name text)", "INSERT INTO person (name) VALUES ('Emma')")
    return run


@on_server
def test_all_comes_back_as_it_was(url: str, ask: Ask, tmp_path: Path):
    postgresql.save(Machine(), url, tmp_path / "copy.sql")
    ask("CREATE TABLE newer (id int)", "DELETE FROM person")
    postgresql.put_back(Machine(), url, tmp_path / "copy.sql")

    assert ask("SELECT * FROM person") == [(1, "Emma")]
    assert ask("INSERT INTO person (name) VALUES ('Ny') RETURNING id") == [(2,)]
    assert ask("SELECT to_regclass('newer')") == [(None,)]


@on_server
def test_what_a_restore_has_put_aside_is_not_in_the_way(url: str, ask: Ask, tmp_path: Path):
    ask("ALTER SCHEMA public RENAME TO before_restore_x", "CREATE SCHEMA public", "CREATE TABLE person (id int)")
    postgresql.save(Machine(), url, tmp_path / "copy.sql")
    ask("INSERT INTO person VALUES (7)")
    postgresql.put_back(Machine(), url, tmp_path / "copy.sql")

    assert ask("SELECT * FROM person") == []
    assert ask("SELECT * FROM before_restore_x.person") == [(1, "Emma")]


@on_server
def test_a_file_that_was_cut_off_changes_nothing(url: str, ask: Ask, tmp_path: Path):
    postgresql.save(Machine(), url, tmp_path / "copy.sql")
    words = (tmp_path / "copy.sql").read_text()
    (tmp_path / "copy.sql").write_text(words[: words.index("COPY public.person ") + 9])

    with pytest.raises(Trouble, match="psql"):
        postgresql.put_back(Machine(), url, tmp_path / "copy.sql")
    assert ask("SELECT * FROM person") == [(1, "Emma")]
