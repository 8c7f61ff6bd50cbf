"""A key, a folder of backups, and the command line."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from flask import Flask

from chapter.backups import streams
from chapter.backups.opening import Contents, opened
from chapter.db import db

Say = Callable[..., str]


class Key(NamedTuple):
    """Both halves, and the file with the secret one."""

    secret: str
    public: str
    file: Path


@pytest.fixture
def key(tmp_path: Path) -> Key:
    """A new one."""
    secret, public = streams.new_key()
    (tmp_path / "identity").write_text(f"# of the chapter\n{secret}\n")
    return Key(secret, public, tmp_path / "identity")


@pytest.fixture
def folder(app: Flask, key: Key, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where backups go, encrypted."""
    monkeypatch.setitem(app.config, "CHAPTER_BACKUPS", str(tmp_path / "backups"))
    monkeypatch.setitem(app.config, "CHAPTER_BACKUP_KEY", key.public)
    return tmp_path / "backups"


@pytest.fixture
def say(app: Flask, folder: Path) -> Say:
    """Run ``flask backup …``; gives what it says."""

    def run(*words: object) -> str:
        db.session.commit()
        db.session.remove()
        return app.test_cli_runner().invoke(args=["backup", *map(str, words)]).output

    return run


def newest(folder: Path) -> Path:
    """The backup that was taken last."""
    return max(folder.glob("chapter-*"))


class Content(NamedTuple):
    """What is in a backup."""

    lines: dict[str, list[bytes]]
    contents: Contents


def content(file: Path, key: Key) -> Content:
    """Read all of it."""
    with opened(file, streams.secret_keys(key.secret)) as contents:
        lines: dict[str, list[bytes]] = {}
        for table, piece in contents.pieces():
            lines.setdefault(table, []).extend(piece.splitlines())
        contents.counts()
    return Content(lines, contents)
