"""What is kept of a file until it is in the register: its cells without ID numbers, which only we may read."""

import os
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import Path

from chapter.config import data_folder
from chapter.imports.models import ImportRun


def new_name() -> str:
    """A name that nobody can guess."""
    return secrets.token_hex(16)


def file(name: str, sheet: int) -> Path:
    """Where the cells of a sheet are."""
    folder = data_folder() / "imports"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"{name}-{sheet}.jsonl"


def new_file(name: str, sheet: int) -> Path:
    """An empty file that only its owner may read."""
    path = file(name, sheet)
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    return path


def path_of(run: ImportRun) -> Path:
    """Where the cells of ``run`` are."""
    return file(run.path, run.sheet)


def remove(name: str) -> None:
    """Delete the cells of all sheets; no name is nothing to delete."""
    for path in file(name, 0).parent.glob(f"{name}-*.jsonl") if name else ():
        path.unlink(missing_ok=True)


def forget(run: ImportRun) -> None:
    """Delete the cells of ``run``."""
    if run.path:
        remove(run.path)
        run.path = ""


def sweep(wanted: Collection[str], now: datetime) -> None:
    """Delete files that are a day old and that no import knows of: their work was cut off."""
    for path in file("x", 0).parent.glob("*"):
        old = path.stat().st_mtime < (now - timedelta(days=1)).timestamp()
        if old and path.name.partition("-")[0] not in wanted:
            path.unlink(missing_ok=True)
