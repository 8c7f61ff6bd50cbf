"""What a backup holds, for the tests of features that keep something out of it."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from chapter.backups.opening import opened
from chapter.db import db
from tests.backups.conftest import newest


def backed_up(app: Flask, folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Take a backup into ``folder`` that isn't encrypted; gives the rows of its tables."""
    db.session.commit()
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(app.config, "CHAPTER_BACKUPS", str(folder))
        said = app.test_cli_runner().invoke(args=["backup", "now", "--plain"]).output
    assert "Saved" in said, said
    found: dict[str, list[dict[str, Any]]] = {}
    with opened(newest(folder), []) as contents:
        for table, lines in contents.pieces():
            names = contents.header["columns"][table]
            rows = [dict(zip(names, json.loads(line), strict=True)) for line in lines.splitlines()]
            found.setdefault(table, []).extend(rows)
    return found
