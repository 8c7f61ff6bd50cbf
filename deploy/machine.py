"""The machine that Chapter is installed on: its files and commands, each changed only where it differs, and said."""

import os
import re
import shlex
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

HERE = Path(__file__).resolve().parent
PROGRAM, SETTINGS, DATA = "/opt/chapter", "/etc/chapter/chapter.env", "/var/lib/chapter"
DATABASE_KEY = "/etc/chapter/database.key"
FIRST_ADMIN = "/etc/chapter/first-admin"
UNIT, JOURNAL = "/etc/systemd/system/chapter.service", "/etc/systemd/journald.conf.d/chapter.conf"
CADDYFILE, SITE = "/etc/caddy/Caddyfile", "/etc/caddy/chapter.caddy"
CADDY_BEFORE = "/etc/caddy/Caddyfile.before-chapter"
SECRET = re.compile(r"(?<=://)[^'\s/]+(?=@)|\b[0-9a-f]{64}\b")


class Trouble(Exception):
    """Something that the administrator has to know, in words; nothing goes on after it."""


@dataclass
class Machine:
    """Where to install. ``root`` is another folder than / in tests (``CHAPTER_ROOT``); a dry one changes nothing."""

    root: Path = field(default_factory=lambda: Path(os.environ.get("CHAPTER_ROOT", "/")))
    is_dry: bool = False

    @property
    def patience(self) -> float:
        """Seconds that the site has to answer after it was started."""
        return 60 if self.root == Path("/") else 2

    def at(self, path: str) -> Path:
        """Where ``path`` is on this machine."""
        return self.root / path.lstrip("/")

    def say(self, words: str) -> None:
        """Tell what is done, or would be."""
        print(f"{'would ' if self.is_dry else ''}{words}", flush=True)

    def there(self, what: str) -> None:
        """Tell what needs nothing done."""
        print(f"already there: {what}", flush=True)

    def do(
        self, *command: str | Path, shown: str = "", is_quiet: bool = False, secret: dict[str, str] | None = None
    ) -> None:
        """Run something, shown as ``shown``; :class:`Trouble` if it fails. A quiet one speaks only then, and tells all.

        ``secret`` is in its environment, which nobody else can read.
        """
        words = shown or shlex.join(map(str, command))
        self.say(f"run: {words}")
        if self.is_dry:
            return
        known = os.environ | (secret or {})
        done = subprocess.run([*map(str, command)], capture_output=is_quiet, text=True, env=known)
        if done.returncode:
            said = (done.stdout or "")[-2000:] + (done.stderr or "")
            raise Trouble(f"{said}That failed (status {done.returncode}): {words}")

    def ask(self, *command: str | Path) -> str | None:
        """What a command that changes nothing prints, or None if it fails."""
        try:
            done = self.trial(*command)
        except OSError:
            return None
        return done.stdout.strip() if done.returncode == 0 else None

    def trial(self, *command: str | Path) -> "subprocess.CompletedProcess[str]":
        """Run something quietly, dry or not, and see how it went."""
        return subprocess.run([*map(str, command)], capture_output=True, text=True)

    def folder(self, path: str, owner: str, mode: int) -> None:
        """See that a folder is there, and whose it is."""
        place = self.at(path)
        if place.is_dir():
            self.there(f"{path}/")
        else:
            self.say(f"make {path}/, {owner} {mode:o}")
        if not self.is_dry:
            place.mkdir(mode, parents=True, exist_ok=True)
            self._give(place, owner, mode)

    def write(self, path: str, text: str, owner: str = "root:root", mode: int = 0o644) -> bool:
        """See that a file says ``text``, all at once; whether it had to be written. Secrets in it aren't shown."""
        place = self.at(path)
        if place.exists() and place.read_text() == text:
            self.there(path)
            return False
        self.say(f"write {path}, {owner} {mode:o}")
        if self.is_dry:
            print("".join(f"    {line}\n" for line in SECRET.sub("…", text).splitlines()), end="")
            return True
        place.parent.mkdir(parents=True, exist_ok=True)
        half = place.with_name(f".{place.name}.half")
        half.unlink(missing_ok=True)
        with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
            os.fsync(file.fileno())
        self._give(half, owner, mode)
        half.rename(place)
        return True

    def copy(self, name: str, path: str) -> bool:
        """See that a file is what ``deploy/`` has under ``name``; whether it had to be written."""
        text = (HERE / name).read_text()
        if self.is_dry and not (self.at(path).exists() and self.at(path).read_text() == text):
            self.say(f"write {path}, as in deploy/{name}")
            return True
        return self.write(path, text)

    def remove(self, path: str) -> None:
        """See that a file is gone."""
        if not self.at(path).exists():
            print(f"already gone: {path}", flush=True)
            return
        self.say(f"remove {path}")
        if not self.is_dry:
            self.at(path).unlink()

    def _give(self, place: Path, owner: str, mode: int) -> None:
        if subprocess.run(["chown", owner, str(place)]).returncode:
            raise Trouble(f"{place} can't be given to {owner}.")
        place.chmod(mode)

    def lacks(self, packages: Iterable[str]) -> list[str]:
        """Those of Debian's ``packages`` that aren't installed."""
        query = "dpkg-query", "--show", "--showformat=${db:Status-Status}"
        return [name for name in packages if self.ask(*query, name) != "installed"]


def flask(machine: Machine, *words: str) -> tuple[str | Path, ...]:
    """A command of Chapter's own, which ``run`` carries out as the service's user."""
    return machine.at(PROGRAM) / "run", "flask", *words


def is_well(port: str, patience: float) -> bool:
    """Whether the site answers that all is well, within ``patience`` seconds."""
    until = time.monotonic() + patience
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            if time.monotonic() >= until:
                return False
            time.sleep(0.3)


def need_root(verb: str) -> None:
    """Refuse to begin what only root can do."""
    if os.geteuid() and "CHAPTER_ROOT" not in os.environ:
        raise Trouble(f"Only root can do this: sudo {PROGRAM}/run {verb}")


def stop(words: str) -> NoReturn:
    """End with ``words`` where errors go."""
    sys.stdout.flush()
    print(words, file=sys.stderr)
    raise SystemExit(1)
