"""What can be measured of the machine that this runs on; what can't is None, or left out."""

import ctypes
import os
import re
import resource
import shutil
import sqlite3
import sys
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

UNSYNCHRONISED = 5
"""What adjtimex(2) answers when nothing keeps the clock right (TIME_ERROR)."""
TIMESYNC = Path("/run/systemd/timesync/synchronized")
"""The folder is there while systemd is to keep the clock right, the file when it has."""
LOCKED = re.compile(r"^([\w.-]+)(?:\[[\w,-]+\])?==([^\s\\;]+)([^\\]*)", re.M)


class Room(NamedTuple):
    """Room on the disk, and how much of it is ours."""

    free: int
    total: int
    data: int
    free_files: int
    files: int


def room(folder: Path) -> Room:
    """Room where ``folder`` is."""
    there, usage = os.statvfs(folder), shutil.disk_usage(folder)
    return Room(there.f_bavail * there.f_frsize, usage.total, weight(folder), there.f_favail, there.f_files)


def weight(folder: Path) -> int:
    """How many bytes are in ``folder`` and under it; a file that stands in two places counts once."""
    seen: dict[tuple[int, int], int] = {}
    for root, _folders, files in os.walk(folder):
        for name in files:
            with suppress(OSError):
                facts = os.lstat(os.path.join(root, name))
                seen[facts.st_dev, facts.st_ino] = facts.st_blocks * 512
    return sum(seen.values())


def memory_left() -> int | None:
    """Bytes that programs can still have, by the kernel."""
    with suppress(OSError):
        found = re.search(r"^MemAvailable:\s+(\d+) kB", Path("/proc/meminfo").read_text(), re.M)
        return int(found[1]) * 1024 if found else None
    return None


def cage() -> tuple[int | None, int, int]:
    """The limit that systemd or a container sets us, what of it is used, and how many of ours it has ended."""
    for folder in _cages():
        with suppress(OSError, ValueError):
            limit, used = (folder / "memory.max").read_text().strip(), int((folder / "memory.current").read_text())
            killed = re.search(r"^oom_kill (\d+)", (folder / "memory.events").read_text(), re.M)
            if limit != "max":
                return int(limit), used - _can_go(folder), int(killed[1]) if killed else 0
    return None, 0, 0


def _can_go(folder: Path) -> int:
    """What of it is only kept because there is room: files that were read."""
    found = re.search(r"^inactive_file (\d+)", (folder / "memory.stat").read_text(), re.M)
    return int(found[1]) if found else 0


def _cages() -> Iterable[Path]:
    root = Path("/sys/fs/cgroup")
    with suppress(OSError):
        for line in Path("/proc/self/cgroup").read_text().splitlines():
            if line.startswith("0::"):
                yield root / line[3:].strip("/")
    yield root


def open_files() -> tuple[int, int]:
    """How many files and connections this process has open, and may."""
    return len(os.listdir("/proc/self/fd")), resource.getrlimit(resource.RLIMIT_NOFILE)[0]


def is_synchronised() -> bool | None:
    """Whether something keeps the clock right: by systemd, then by the kernel, which a service may not ask.

    None where neither says: what keeps it right may be another program, or stand outside of our container.
    """
    if TIMESYNC.exists():
        return True
    with suppress(OSError, AttributeError):
        answer = ctypes.CDLL(None).ntp_adjtime(ctypes.create_string_buffer(512))
        if answer >= 0:
            return bool(answer != UNSYNCHRONISED)
    return False if TIMESYNC.parent.exists() else None


def newest(folder: Path) -> datetime:
    """When a file of ours was last written; the program's own, if there is none."""
    files = [Path(__file__), *(file for file in folder.glob("*") if file.is_file())]
    times = []
    for file in files:
        with suppress(OSError):
            times.append(file.stat().st_mtime)
    return datetime.fromtimestamp(max(times), UTC)


def open_to_others(paths: Iterable[Path]) -> list[str]:
    """Which of ``paths`` others on this machine may read or write. What is root's may be read by our own group."""
    found = []
    for path in paths:
        with suppress(OSError):
            facts = path.stat()
            is_lent = facts.st_uid == 0 and facts.st_gid == os.getegid()
            if facts.st_mode & (0o037 if is_lent else 0o077):
                found.append(str(path))
    return found


def not_as_locked(lock: Path) -> list[str]:
    """Packages that are another version than the lock says, or aren't there; those for other systems may lack."""
    if not lock.exists():
        return []
    found = []
    for name, version, marker in LOCKED.findall(lock.read_text()):
        with suppress(metadata.PackageNotFoundError):
            if (here := metadata.version(name)) != version:
                found.append(f"{name} {here}")
            continue
        if ";" not in marker:
            found.append(name)
    return found


def python() -> tuple[int, int]:
    """Python's version."""
    return sys.version_info[0], sys.version_info[1]


def sqlite() -> tuple[int, ...]:
    """SQLite's version."""
    return sqlite3.sqlite_version_info
