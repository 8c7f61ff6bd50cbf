"""``flask check`` says what a live installation lacks."""

from pathlib import Path

import pytest

from chapter import create_app
from tests.databases import own

PUBLIC = {"CHAPTER_URL": "https://ring.example.org", "CHAPTER_SMTP_URL": "smtps://mail.example.org"}


def warnings(folder: Path, **settings: str) -> str:
    """What the check of a new live chapter says."""
    app = create_app({**own(folder), "CHAPTER_MODE": "live", **PUBLIC, **settings})
    runner = app.test_cli_runner()
    assert runner.invoke(args=["init", "--name", "Lövåsen", "--country", "SE"]).exit_code == 0
    checked = runner.invoke(args=["check"])
    assert checked.exit_code == 0
    return checked.output


def test_a_complete_installation_is_told_nothing(tmp_path: Path):
    assert warnings(tmp_path, CHAPTER_PROXIES="1") == ""


@pytest.mark.parametrize("lacking", ["CHAPTER_URL", "CHAPTER_SMTP_URL", "CHAPTER_PROXIES"])
def test_what_is_lacking_is_named(tmp_path: Path, lacking: str):
    said = warnings(tmp_path, **{"CHAPTER_PROXIES": "1", lacking: "" if lacking != "CHAPTER_PROXIES" else "0"})

    assert f"WARNING: no {lacking}." in said


def test_without_encryption_there_is_no_proxy_to_speak_of(tmp_path: Path):
    assert warnings(tmp_path, CHAPTER_URL="http://192.0.2.1:8000") == ""


def test_a_database_that_has_another_key_is_told_of_in_words(tmp_path: Path):
    (tmp_path / "key").write_text("a" * 64)
    (tmp_path / "chapter.db").write_bytes(b"written with another key" * 200)
    app = create_app({"CHAPTER_DATA": str(tmp_path), "CHAPTER_DATABASE_KEY_FILE": str(tmp_path / "key")})

    checked = app.test_cli_runner().invoke(args=["check"])

    assert checked.exit_code == 1
    assert "The database can't be opened: file is not a database." in checked.output
    assert "CHAPTER_DATABASE_KEY_FILE" in checked.output
