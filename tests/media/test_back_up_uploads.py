"""A backup has what was uploaded beside it, and both can be put back."""

import errno
import shutil
from pathlib import Path

import pytest
from flask import Flask

from chapter.config import data_folder
from chapter.db import db
from chapter.media import storage
from tests.conftest import Client
from tests.media.made import PDF, picture, shown


def back_up(app: Flask, file: Path) -> Path:
    """Run the command; gives the folder beside the copy."""
    db.session.commit()
    assert "Saved" in app.test_cli_runner().invoke(args=["backup", str(file)]).output
    return file.with_name(f"{file.name}-files")


def names(folder: Path) -> set[str]:
    """The files in it."""
    return {file.name for file in folder.rglob("*") if file.is_file()}


def test_every_upload_is_beside_the_copy_in_all_its_sizes(app: Flask, tmp_path: Path):
    medium = shown(name="Torget.jpg", data=picture())
    storage.written(b"not kept yet")
    copies = back_up(app, tmp_path / "copy.db")

    assert names(copies) == {medium.digest, f"{medium.digest}.240"}
    assert copies.stat().st_mode & 0o777 == 0o700


def test_on_another_disk_they_are_copied(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def refuse(*_paths: Path) -> None:
        raise OSError(errno.EXDEV, "another disk")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    medium = shown()

    assert (back_up(app, tmp_path / "copy.db") / medium.digest[:2] / medium.digest).read_bytes() == PDF


def test_what_is_deleted_later_stays_in_the_copy(app: Flask, tmp_path: Path):
    medium = shown()
    copies = back_up(app, tmp_path / "copy.db")
    storage.path(medium.digest).unlink()

    assert names(copies) == {medium.digest}


def test_put_back_as_the_readme_says_they_are_shown_again(app: Flask, client: Client, tmp_path: Path):
    address = f"/media/{shown().id}/Flygblad.pdf"
    copies = back_up(app, tmp_path / "copy.db")
    db.session.remove()
    db.engine.dispose()
    for old in data_folder().glob("chapter.db*"):
        old.unlink()
    shutil.rmtree(storage.folder())
    shutil.copy(tmp_path / "copy.db", data_folder() / "chapter.db")
    shutil.copytree(copies, data_folder() / "media")

    assert client.get(address).data == PDF
