"""A file is taken in: its sheets without ID numbers, and the headings of one."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from chapter.db import db
from chapter.files import reading, rules_headings, rules_ids
from chapter.files.reading import Unreadable
from chapter.files.rules_headings import Headings, NoHeadings, fingerprint
from chapter.i18n import local
from chapter.imports import keeping
from chapter.imports.models import HeadingMap, ImportRun
from chapter.imports.rules import Stage

MOST_SHEETS = 20


@dataclass(frozen=True)
class Taken:
    """What was taken in: what is kept is called ``path``; the sheets' and the file's names are without ID numbers too.

    ``figures`` are the rows and ID numbers of each sheet that was read.
    """

    path: str
    sheets: list[str]
    name: str
    figures: dict[str, list[int]]
    first: int


def take_in(upload: Path, name: str, sheet: int | None, now: datetime) -> Taken:
    """Keep the rows of a file's sheets (of ``sheet`` alone if it is said); nothing is kept if it can't be read."""
    sheets = reading.sheets(upload, name)
    path, figures, first, trouble = keeping.new_name(), {}, None, None
    try:
        for place in [sheet] if sheet is not None else range(min(len(sheets), MOST_SHEETS)):
            try:
                found = reading.clean(upload, name, place, keeping.new_file(path, place))
            except Unreadable as error:
                trouble = trouble or error
                continue
            if found.total:
                figures[str(place)] = [found.total, found.id_numbers]
                first = place if first is None and _has_headings(keeping.file(path, place)) else first
        if not figures:
            raise trouble or Unreadable
    except BaseException:
        keeping.remove(path)
        raise
    names = [rules_ids.strip(text, local(now).date())[0] for text in (name, *sheets)]
    return Taken(path, names[1:], names[0], figures, int(next(iter(figures))) if first is None else first)


def find_headings(run: ImportRun, sheet: int) -> None:
    """Read what the columns of a sheet are; the run goes on to compare if that is known or remembered."""
    run.sheet, run.id_numbers = sheet, run.figures["sheets"][str(sheet)][1]
    found = _headings(keeping.path_of(run))
    remembered = db.session.get(HeadingMap, fingerprint(found.names)) if any(found.names) else None
    set_headings(run, found, bool(remembered or found.mapping))
    mapping: dict[Any, str] = remembered.mapping if remembered else found.mapping
    run.mapping = {str(place): field for place, field in mapping.items()}
    if remembered or is_known(found):
        run.stage = Stage.COMPARING


def set_headings(run: ImportRun, found: Headings, are_headings: bool) -> None:
    """Take a row for the headings, or for somebody like the rows below it."""
    run.heading_row, run.headings = (found.row, found.names) if are_headings else (0, [""] * len(found.names))
    run.total = run.figures["sheets"][str(run.sheet)][0] - bool(run.heading_row)


def unknown_headings(run: ImportRun) -> Headings | None:
    """A row that may be the headings, though nobody knows a word of it."""
    found = _headings(keeping.path_of(run)) if run.path else None
    return found if found and found.row and not found.mapping else None


def is_known(found: Headings) -> bool:
    """Whether every heading is known, and one of them is the name's."""
    unknown = [name for place, name in enumerate(found.names) if name and place not in found.mapping]
    return not unknown and bool(rules_headings.NAMES & set(found.mapping.values()))


def _headings(path: Path) -> Headings:
    try:
        return rules_headings.find(reading.cleaned(path))
    except NoHeadings as none:
        return none.guess


def _has_headings(path: Path) -> bool:
    try:
        return bool(rules_headings.find(reading.cleaned(path)))
    except NoHeadings:
        return False
