"""Imports, taken as far as a test wants them."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from flask import current_app

from chapter import clock
from chapter.db import db
from chapter.imports import actions, comparing, jobs, queries
from chapter.imports.models import ImportRow, ImportRun
from chapter.imports.rules import Kind, Stage


def begun(*rows: Iterable[Any], is_complete: bool = False, name: str = "members.csv") -> ImportRun:
    """A file with these rows, the headings first, taken in."""
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(rows)
    path = Path(current_app.config["CHAPTER_DATA"]) / name
    path.write_text(text.getvalue(), encoding="utf-8")
    run = actions.begin(path, name, None, clock.now(), is_complete)
    db.session.commit()
    path.unlink()
    return run


def compared(*rows: Iterable[Any], is_complete: bool = False) -> ImportRun:
    """A file with these rows, the headings first, compared with the register."""
    run = begun(*rows, is_complete=is_complete)
    if run.stage is Stage.MAPPING:
        actions.choose_mapping(run, {int(place): name for place, name in run.mapping.items()}, clock.now())
        db.session.commit()
    compare(run)
    db.session.refresh(run)
    return run


def compare(run: ImportRun) -> None:
    """Compare a file with the register, as the background does."""
    for _rows in comparing.compare(run.id):
        db.session.commit()


def applied(*rows: Iterable[Any], is_complete: bool = False) -> ImportRun:
    """A file with these rows, the headings first, brought into the register."""
    return bring_in(compared(*rows, is_complete=is_complete))


def bring_in(run: ImportRun) -> ImportRun:
    """Ask for it as somebody does who means it, and let the background do it."""
    limit = queries.too_much(run)
    actions.apply(run, None, clock.now(), str(limit.number) if limit else "")
    db.session.commit()
    jobs.work()
    db.session.expire_all()
    return run


def undone(run: ImportRun) -> ImportRun:
    """Take it back."""
    actions.undo(run, None, clock.now())
    db.session.commit()
    return run


def rows(run: ImportRun) -> list[ImportRow]:
    """The rows, in the order of the file; who is missing first."""
    found = db.select(ImportRow).where(ImportRow.run_id == run.id)
    return list(db.session.scalars(found.order_by(ImportRow.number, ImportRow.id)))


def kinds(run: ImportRun) -> list[Kind]:
    """What the rows are."""
    return [row.kind for row in rows(run)]
