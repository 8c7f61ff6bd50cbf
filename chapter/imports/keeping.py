"""What is kept of a file until it is in the register: its cells without ID numbers, which only we may read."""

import os
import secrets
from pathlib import Path

from chapter.config import data_folder
from chapter.imports.models import ImportRun


def new_file() -> Path:
    """An empty file with a name that nobody can guess, which only its owner may read."""
    folder = data_folder() / "imports"
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{secrets.token_hex(16)}.jsonl"
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    return path


def path_of(run: ImportRun) -> Path:
    """Where the cells of ``run`` are."""
    return data_folder() / "imports" / f"{run.path}-{run.sheet}.jsonl"


def forget(run: ImportRun) -> None:
    """Delete the cells of ``run``."""
    if run.path:
        for path in (data_folder() / "imports").glob(f"{run.path}-*.jsonl"):
            path.unlink(missing_ok=True)
        run.path = ""
