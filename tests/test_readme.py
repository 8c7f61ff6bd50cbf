"""The README tells the truth."""

import re
import subprocess
from pathlib import Path

import click
import pytest
from flask import Flask

from chapter.config import SETTINGS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
COMMANDS = [
    line.split("#")[0].strip()
    for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
]
NOT_YET = "notices"  # the feature that the recipe adds
PATHS = re.findall(r"`([\w.-]+(?:/[\w.-]*)+|\w+\.(?:py|md|toml|txt))`", README)


def test_the_first_two_commands_try_it_and_check_it():
    assert COMMANDS[:2] == ["./run", "./run test"]


def test_the_table_has_every_setting_and_its_default():
    rows = re.findall(r"^\| `([A-Z_]+)` \| (.*?) \|", README, re.MULTILINE)

    assert rows == [(s.name, f"`{s.default}`" if s.default else "") for s in SETTINGS]


def test_every_word_that_follows_run_is_in_its_help():
    known = subprocess.run([ROOT / "run", "help"], capture_output=True, text=True).stdout

    for word in re.findall(r"\./run ([a-z]+)", README):
        assert f"./run {word} " in known


@pytest.mark.parametrize("words", sorted(set(re.findall(r"\./run flask ([a-z]+(?: [a-z][a-z-]*)?)", README))))
def test_every_flask_command_is_there(app: Flask, words: str):
    command: click.Command | None = app.cli
    for word in words.split():
        if isinstance(command, click.Group):
            command = command.get_command(click.Context(command), word)

    assert command is not None


@pytest.mark.parametrize("path", sorted({path for path in PATHS if NOT_YET not in path}))
def test_every_file_it_names_is_there(path: str):
    assert (ROOT / path).exists()
