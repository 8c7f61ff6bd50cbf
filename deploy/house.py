"""The installed program: its folder, its versions, what is noted about an upgrade, and its database as it was."""

import fcntl
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from deploy import machine as m
from deploy import postgresql, settings
from deploy.machine import Machine, Trouble

DUMP = "postgresql.sql"


@dataclass(frozen=True)
class Move:
    """From which commit to which."""

    before: str
    after: str
    name: str
    is_done: bool = False


class House:
    """The program's folder, with its versions and what is noted about an upgrade."""

    def __init__(self, machine: Machine) -> None:
        self.machine, self.folder = machine, machine.at(m.PROGRAM)
        self.note = self.folder / ".git/chapter-upgrade.json"
        self.next, self.venv, self.old_venv = (self.folder / name for name in (".next", ".venv", ".venv.before"))
        known = settings.read(machine.at(m.SETTINGS).read_text())
        self.data, self.port = Path(known.get("CHAPTER_DATA") or machine.at(m.DATA)), known.get("PORT") or "8000"
        self.database_url = known.get("CHAPTER_DATABASE_URL", "")
        self.copy = self.data / "before-upgrade"

    def git(self, *words: str) -> str:
        """What git says."""
        done = subprocess.run(["git", "-C", str(self.folder), *words], capture_output=True, text=True)
        if done.returncode:
            raise Trouble(f"git {words[0]} failed: {done.stderr.strip()}")
        return done.stdout.strip()

    def knows(self, name: str) -> str:
        """The commit of ``name``; nothing, if there is none."""
        with suppress(Trouble):
            return self.git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        return ""

    def called(self, commit: str) -> str:
        """What people call ``commit``: its version, or its number."""
        return self.git("describe", "--tags", "--always", commit)

    @property
    def under_way(self) -> Move | None:
        """The upgrade that was begun and isn't done."""
        return Move(**json.loads(self.note.read_text())) if self.note.exists() else None

    def take_note(self, move: Move) -> None:
        """Note ``move``, so that even a power cut forgets nothing."""
        half = self.note.with_suffix(".half")
        half.write_text(json.dumps(asdict(move)))
        half.rename(self.note)
        os.sync()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One upgrade at a time."""
        with open(self.folder / ".git/chapter-upgrade.lock", "w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Trouble("Another upgrade is under way.") from None
            yield


def files(folder: Path) -> list[Path]:
    """The database's files and what is beside them; uploads never change, so they aren't among them."""
    return [file for file in folder.iterdir() if file.is_file()]


def half_of(folder: Path) -> Path:
    """What ``folder`` is called until it is complete."""
    return folder.with_name(f"{folder.name}.half")


def save(house: House) -> None:
    """Copy the database as it is, complete under its last name only, so that half a copy is never put back."""
    house.machine.say(f"copy the database to {house.copy}")
    half = half_of(house.copy)
    for folder in (half, house.copy):
        shutil.rmtree(folder, ignore_errors=True)
    half.mkdir(0o700)
    for file in files(house.data):
        shutil.copy2(file, half / file.name)
    if house.database_url:
        postgresql.save(house.machine, house.database_url, half / DUMP)
    os.sync()
    half.rename(house.copy)


def put_back(house: House) -> None:
    """The database as it was. Can be done again if it was cut off."""
    if not house.copy.exists():
        return
    house.machine.say("put the database back")
    for file in files(house.data):
        file.unlink()
    for file in files(house.copy):
        if file.name != DUMP:
            shutil.copy2(file, house.data / file.name)
            owner = house.data.stat()
            os.chown(house.data / file.name, owner.st_uid, owner.st_gid)
    if house.database_url:
        postgresql.put_back(house.machine, house.database_url, house.copy / DUMP)
