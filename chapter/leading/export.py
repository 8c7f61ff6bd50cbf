"""The reports as a file for a spreadsheet."""

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime
from io import StringIO
from typing import Any

from chapter.i18n import local
from chapter.leading.rules import cell

COLUMNS = (
    "person", "caller", "outcome", "call_back_after", "action_needed", "message", "note", "started_at", "reported_at",
)  # fmt: skip


def lines(rows: Iterable[Any]) -> Iterator[str]:
    """CSV, a line at a time; ``rows`` are those of ``queries.rows``."""
    yield _line(COLUMNS)
    for first, last, caller, outcome, call_back, action_needed, message, note, started, reported in rows:
        flagged = "yes" if action_needed else "no"
        told = (f"{first} {last}".strip(), caller, outcome or "", _moment(call_back), flagged, message, note)
        yield _line((*map(cell, told), _moment(started), _moment(reported)))


def file_name(title: str) -> str:
    """A file name that every system takes."""
    plain = "".join(c if c.isascii() and c.isalnum() else "-" for c in title.lower())
    return f"{'-'.join(filter(None, plain.split('-'))) or 'calls'}.csv"


def _line(cells: Iterable[str]) -> str:
    file = StringIO()
    csv.writer(file).writerow(cells)
    return file.getvalue()


def _moment(moment: datetime | None) -> str:
    return local(moment).isoformat(timespec="seconds") if moment else ""
