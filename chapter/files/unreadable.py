"""Why a file can't be read at all, in a sentence that says what to do instead."""

from typing import Any

from chapter.errors import Refused
from chapter.i18n import lazy

LARGEST = 30 * 1024 * 1024
"""Bytes of a file; a register of 50,000 people is a few million."""
MOST_ROWS = 200_000
MOST_COLUMNS = 200
MOST_CELLS = 6_000_000
"""A workbook is in memory as a rectangle, with 64 bytes for every cell, empty ones too."""
UNPACKED = 300 * 1024 * 1024
"""Bytes that a workbook may unpack to."""

TOO_LARGE = lazy("The file is larger than 30 MB. Leave out columns, or take it in parts.")
TOO_MANY_ROWS = lazy("The file has more than 200,000 rows. Take it in parts.")
TOO_MANY_COLUMNS = lazy("The file has more than 200 columns. Save those that you need in a file of their own.")
TOO_WIDE = lazy("The sheet has cells far away from each other. Copy the table alone to a new file.")
PACKED = lazy("The file unpacks to far more than a register. Save it anew from your spreadsheet program, or as CSV.")
EMPTY = lazy("There is nothing in the file.")
NO_ROWS = lazy("There is nothing in this sheet.")
NO_SHEET = lazy("The file has no such sheet.")
LOCKED = lazy("The file has a password. Save it without one, and import it anew.")
WEB_PAGE = lazy(
    "The file calls itself a spreadsheet and is a web page. Open it in Excel or LibreOffice, and save it as XLSX."
)
NOT_A_TABLE = lazy("This isn’t a table. Files of these kinds can be read: CSV, XLSX, XLS and ODS.")
BROKEN = lazy("The file is broken, or isn’t what its name says. Save it anew from your spreadsheet program.")


class Unreadable(Refused):
    """The file can't be read; ``words`` say why and what to do."""

    def __init__(self, words: Any) -> None:
        super().__init__()
        self.words = words
