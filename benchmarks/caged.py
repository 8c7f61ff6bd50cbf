"""A cage for a server: one core, and no more memory than a small machine has."""

import os
from contextlib import suppress
from pathlib import Path

V1, V2 = Path("/sys/fs/cgroup/memory"), Path("/sys/fs/cgroup")


class Cage:
    """Linux's control group for whoever calls :meth:`enter`, on the first core; this process moves to the last.

    Where groups can't be made (that takes root), there is the core only, and ``said`` tells it.
    """

    def __init__(self, memory: int) -> None:
        self.memory = memory
        self.folder = (V1 if V1.is_dir() else V2) / f"chapter-bench-{os.getpid()}"
        self.before = os.sched_getaffinity(0)

    def __enter__(self) -> "Cage":
        os.sched_setaffinity(0, {max(self.before)})
        with suppress(OSError):
            self.folder.mkdir()
            self._file("memory.limit_in_bytes", "memory.max").write_text(str(self.memory))
        return self

    def __exit__(self, *_error: object) -> None:
        os.sched_setaffinity(0, self.before)
        with suppress(OSError):
            self.folder.rmdir()

    @property
    def said(self) -> str:
        """What holds the server."""
        return "one core and 512 MB" if self._is_there else "one core (no control group here: memory isn't limited)"

    @property
    def peak(self) -> str:
        """The most memory that was used at any moment, pages of files in memory included."""
        return f"{self._peak / 1024 / 1024:.0f} MB" if self._is_there else "not measured"

    @property
    def is_met(self) -> bool | None:
        """Whether it stayed within the limit without anything being killed."""
        return self._kills == 0 if self._is_there else None

    def enter(self) -> None:
        """Put the process that calls, and all that it starts, into the cage."""
        os.sched_setaffinity(0, {min(self.before)})
        if self._is_there:
            (self.folder / "cgroup.procs").write_text(str(os.getpid()))

    @property
    def _is_there(self) -> bool:
        return (self.folder / "cgroup.procs").exists()

    @property
    def _peak(self) -> int:
        return int(self._file("memory.max_usage_in_bytes", "memory.peak").read_text())

    @property
    def _kills(self) -> int:
        lines = self._file("memory.oom_control", "memory.events").read_text().splitlines()
        return next((int(line.split()[1]) for line in lines if line.startswith("oom_kill ")), 0)

    def _file(self, *names: str) -> Path:
        return self.folder / names[0 if V1.is_dir() else 1]
