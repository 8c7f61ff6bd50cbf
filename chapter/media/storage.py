"""Where uploads are kept: ``media/<ab>/<digest>``, a picture's smaller sizes beside it. Nobody else can read there.

A file is written whole under a name that nothing looks for, and gets its own name when its row is written.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

from chapter.config import data_folder

DRAFT = ".new-"


def folder() -> Path:
    """The folder of all uploads."""
    found = data_folder() / "media"
    found.mkdir(mode=0o700, exist_ok=True)
    return found


def room() -> tuple[int, int]:
    """How many bytes are free on the disk for uploads, and how many they take already."""
    kept = 0
    for file, _digest in everything():
        with suppress(FileNotFoundError):  # A draft has just got its own name.
            kept += file.stat().st_size
    return shutil.disk_usage(folder()).free, kept


def path(digest: str, side: int | None = None) -> Path:
    """Where the upload ``digest`` is kept, or the picture with ``side`` pixels."""
    return folder() / digest[:2] / (f"{digest}.{side}" if side else digest)


def draft() -> IO[bytes]:
    """A new file that isn't kept yet; whoever opens it names it with :func:`settle` or leaves it to :func:`strays`."""
    return tempfile.NamedTemporaryFile(dir=folder(), prefix=DRAFT, delete=False)


def written(data: bytes) -> Path:
    """A draft with ``data`` in it."""
    with draft() as file:
        file.write(data)
    return Path(file.name)


def settle(new: Path, digest: str, side: int | None = None) -> None:
    """Give a draft its own name. What was there is the same: it is replaced, so that it counts as new."""
    there = path(digest, side)
    there.parent.mkdir(mode=0o700, exist_ok=True)
    os.utime(new)
    os.replace(new, there)


def everything() -> Iterator[tuple[Path, str]]:
    """Every file, with the digest that it is kept for; "" for a draft."""
    for file in folder().rglob("*"):
        if file.is_file():
            yield file, "" if file.name.startswith(DRAFT) else file.name.partition(".")[0]
