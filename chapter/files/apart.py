"""A program of its own that reads a workbook, for the library that does it ends its process when memory runs out.

``python apart.py FILE [SHEET]`` writes JSON, a line each: the names of the sheets, and the rows of one from its first
row. It may take ``MEMORY`` and ``SECONDS``; what goes wrong is told by how it ends. It knows nothing of the house,
and whoever starts it does without the library.
"""

import json
import resource
import sys
from datetime import date, datetime, time, timedelta
from importlib import import_module
from typing import Any

MEMORY = 1 << 30
SECONDS = 120
LOCKED, ROWS, COLUMNS = 3, 4, 5
"""How it ends when the file has a password, or the sheet has more rows or columns than it was told to read."""


def main(path: str, sheet: int, most_rows: int, most_columns: int) -> int:
    """Write the names of the sheets and, unless ``sheet`` is below 0, its rows; gives how to end."""
    library = import_module("python_calamine")
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        book = library.CalamineWorkbook.from_path(path)
    except library.PasswordError:
        return LOCKED
    names = sheets(library, book)
    print(json.dumps(names))
    if sheet not in range(len(names)):
        return 0
    table = book.get_sheet_by_name(names[sheet])
    if table.start is None or table.end is None:
        return 0
    if table.end[0] >= most_rows:
        return ROWS
    if table.width > most_columns:
        return COLUMNS
    print(table.start[1])
    for row in table.iter_rows():
        print(json.dumps([cell if isinstance(cell, str) else text(cell) for cell in row]))
    return 0


def sheets(library: Any, book: Any) -> list[str]:
    """The names of the sheets that can be seen; of all if none can."""
    tables = [sheet for sheet in book.sheets_metadata if sheet.typ == library.SheetTypeEnum.WorkSheet]
    return [s.name for s in tables if s.visible == library.SheetVisibleEnum.Visible] or [s.name for s in tables]


def text(value: Any) -> str:
    """A cell as text: whole numbers without a point, days and moments in ISO, yes and nothing."""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e18 else f"{value:.15g}"
    if isinstance(value, datetime):
        is_day = value.time() == time()
        return value.date().isoformat() if is_day else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return "" if value is None else str(value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], *map(int, sys.argv[2:5])))
