"""./run: what can be wrong with a machine is said in a sentence."""

import os
import shutil
import socket
import sqlite3
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
INIT = ("flask", "init", "--name", "Ringby", "--country", "SE")
Run = Callable[..., subprocess.CompletedProcess[str]]


def start(folder: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """./run from ``folder``, with a data folder in it."""
    outside = {name: value for name, value in os.environ.items() if not name.startswith("CHAPTER_")}
    env = outside | {"CHAPTER_DATA": str(folder / "data"), "CHAPTER_URL": "https://ring.example.org"} | settings
    return subprocess.run([ROOT / "run", *words], cwd=folder, env=env, capture_output=True, text=True, timeout=60)


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """./run from another folder, with a data folder of its own."""
    return partial(start, tmp_path)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a chapter that ``init`` has made."""
    folder = tmp_path_factory.mktemp("made")
    assert start(folder, *INIT).returncode == 0
    return folder / "data"


@pytest.fixture
def data(made: Path, tmp_path: Path) -> Path:
    """A data folder with a chapter in it, where ``run`` looks for it."""
    return Path(shutil.copytree(made, tmp_path / "data"))


def assert_refused(done: subprocess.CompletedProcess[str], *words: str) -> None:
    """It ended with an error that says ``words``, and with no traceback."""
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in done.stderr


def test_init_makes_a_chapter_in_a_folder_that_only_its_owner_can_open(run: Run, tmp_path: Path):
    done = run(*INIT)

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "data" / "chapter.db").exists()


def test_init_does_not_touch_a_chapter_that_is_there(run: Run, data: Path):
    before = (data / "chapter.db").read_bytes()

    assert_refused(run(*INIT))
    assert (data / "chapter.db").read_bytes() == before


@pytest.mark.parametrize("words", [(), ("live",), INIT], ids=["demo", "live", "init"])
def test_a_data_folder_that_cannot_be_made_is_named(run: Run, tmp_path: Path, words: tuple[str, ...]):
    (tmp_path / "file").touch()

    assert_refused(run(*words, CHAPTER_DATA=str(tmp_path / "file" / "data")), str(tmp_path / "file" / "data"))


def test_live_refuses_a_port_in_use(run: Run, data: Path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])

        assert_refused(run("live", PORT=port), port)


def test_live_refuses_a_database_from_a_newer_version(run: Run, data: Path):
    with sqlite3.connect(data / "chapter.db") as database:
        database.execute("UPDATE alembic_version SET version_num = 'ffff'")
    database.close()

    assert_refused(run("live"), "newer")


def test_flask_commands_take_paths_from_the_folder_one_stands_in(run: Run, data: Path, tmp_path: Path):
    done = run("flask", "people", "export", "all.csv")

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "all.csv").exists()


def test_an_unknown_word_gets_the_help(run: Run):
    done = run("lvie")

    assert done.returncode == 2
    assert "./run live" in done.stderr


def test_the_script_is_plain_posix():
    assert subprocess.run(["/bin/sh", "-n", ROOT / "run"]).returncode == 0
