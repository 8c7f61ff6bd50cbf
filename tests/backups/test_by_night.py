"""By night a backup is taken, old ones go, and all are taken elsewhere; what fails is seen."""

import fcntl
import os
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from chapter import clock, jobs
from chapter.backups import queries
from chapter.backups.models import Backup
from chapter.config import data_folder
from chapter.db import db
from chapter.ledger import Outcome
from tests.backups.conftest import Say
from tests.conftest import NOW
from tests.databases import on_sqlite

JOB = "backups.back_up"


@pytest.fixture
def command(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program that takes backups elsewhere: it says no on the days when there is a file “no”."""
    program = tmp_path / "take away"
    program.write_text(
        f"#!/bin/sh\n[ ! -e {tmp_path}/no ] || {{ echo no road >&2; exit 3; }}\necho $@ >> {tmp_path}/took\n"
    )
    program.chmod(0o700)
    monkeypatch.setitem(app.config, "CHAPTER_BACKUP_COMMAND", f"'{program}' --to 'far away'")
    return tmp_path


def test_every_night_one_is_taken_and_the_oldest_goes(folder: Path):
    for night in (0, 6, 7, 29):
        with clock.frozen(NOW + timedelta(days=night)):
            assert jobs.run(JOB).outcome is Outcome.WELL

    assert [file.at for file in queries.files()] == [NOW + timedelta(days=night) for night in (29, 7, 6)]


def test_the_command_gets_the_folder_without_a_shell(folder: Path, command: Path):
    jobs.run(JOB)

    assert (command / "took").read_text() == f"--to far away {folder}\n"
    state = queries.state()
    assert state.taken_away == state.last
    assert state.goes_away


def test_when_the_command_fails_the_backup_stands_and_the_failure_is_seen(folder: Path, command: Path):
    (command / "no").touch()

    assert jobs.run(JOB).outcome is Outcome.FAILED
    noted = db.session.scalars(select(Backup)).one()
    assert (noted.taken_away_at, noted.not_taken_away) == (None, "take away ended with 3: no road")
    assert queries.state().last == noted


def test_a_command_that_is_not_there_is_told(app: Flask, say: Say, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(app.config, "CHAPTER_BACKUP_COMMAND", "/nowhere/take")

    assert "it wasn't taken elsewhere: there is no program /nowhere/take." in say("now")


def test_a_live_chapter_without_a_key_hears_of_it_every_night(app: Flask, folder: Path, monkeypatch, caplog):
    monkeypatch.setitem(app.config, "CHAPTER_BACKUP_KEY", "")
    monkeypatch.setitem(app.config, "CHAPTER_MODE", "live")

    assert jobs.run(JOB).outcome is Outcome.FAILED
    assert "Make a key with “./run flask backup keys”" in caplog.text
    state = queries.state()
    assert (state.last, state.is_encrypted) == (None, False)
    assert "CHAPTER_BACKUP_KEY isn't set" in state.failed.error


def test_a_demo_without_a_key_takes_none(app: Flask, folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(app.config, "CHAPTER_BACKUP_KEY", "")

    assert jobs.run(JOB).outcome is Outcome.WELL
    assert queries.files() == []


def test_a_failure_hides_neither_the_last_good_one_nor_its_age(app: Flask, folder: Path, monkeypatch):
    jobs.run(JOB)
    monkeypatch.setitem(app.config, "CHAPTER_BACKUP_KEY", "age1wrong")
    with clock.frozen(NOW + timedelta(days=1)):
        jobs.run(JOB)
        state = queries.state()

    assert state.age(NOW + timedelta(days=1)) == timedelta(days=1)
    assert state.failed.at == NOW + timedelta(days=1)


@on_sqlite
def test_while_they_are_taken_elsewhere_everybody_can_write(app: Flask, say: Say, tmp_path: Path, monkeypatch):
    program = tmp_path / "slow"
    database = str(data_folder() / "chapter.db")
    words = f"#!{sys.executable}\nimport sqlite3\nsqlite3.connect({database!r}, timeout=0).execute('BEGIN IMMEDIATE')\n"
    program.write_text(words)
    program.chmod(0o700)
    monkeypatch.setitem(app.config, "CHAPTER_BACKUP_COMMAND", str(program))

    assert "It was taken elsewhere too." in say("now")


def test_a_command_that_cannot_be_read_is_told(app: Flask, say: Say, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(app.config, "CHAPTER_BACKUP_COMMAND", "rsync 'far away")

    assert "it wasn't taken elsewhere: CHAPTER_BACKUP_COMMAND can't be read" in say("now")


def test_two_at_once_do_not_get_in_each_others_way(say: Say, folder: Path):
    folder.mkdir()
    here = os.open(folder, os.O_RDONLY)
    fcntl.flock(here, fcntl.LOCK_EX)

    assert "another backup is being taken just now" in say("now")
    os.close(here)
    assert "Saved" in say("now")


def test_on_the_day_on_which_the_clock_leaps_no_backup_goes(folder: Path):
    jobs.run(JOB)
    kept = []
    for days in (400, 402):
        with clock.frozen(NOW + timedelta(days=days)):
            jobs.run(JOB)
            kept.append([(file.at - NOW).days for file in queries.files()])

    assert kept == [[400, 0], [402, 400]]


def test_one_whose_file_is_gone_is_none_unless_it_is_elsewhere(folder: Path):
    jobs.run(JOB)
    queries.files()[0].path.unlink()

    assert queries.state().last is None
    db.session.scalars(select(Backup)).one().taken_away_at = NOW
    assert queries.state().last is not None
