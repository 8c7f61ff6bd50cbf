"""Files from elsewhere become rows of clean text, a row at a time; ID numbers are blotted out before anything rests.

What a file is, is told by what is in it, for names lie: registers export web pages and CSV called XLS. Cells are
texts: whole numbers without a point, days in ISO, ``yes`` or nothing. A cell that begins with ``=`` is a formula
that a CSV holds; ``'=`` begins a text that is none. Nothing of what cells hold is ever logged.
"""

import json
import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from pathlib import Path

from chapter import clock
from chapter.files import rules_headings, tables, unreadable, workbooks
from chapter.files.rules_ids import Column, find, strip
from chapter.files.unreadable import Unreadable
from chapter.spreadsheet import unguarded

__all__ = ["Cleaned", "Unreadable", "clean", "cleaned", "rows", "sheets"]

OTHERS = b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"{\\rtf", b"SQLite"
"""How files begin that hold no table."""
WORKBOOKS = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
IS_FORMULA = re.compile(r"'*=")
UNSEEN = dict.fromkeys(
    map(ord, "\u00ad\u200b\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)
UNSEEN |= {code: " " for code in (0x09, 0x0B, 0x0C, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)}
UNSEEN |= {code: None for code in (*range(0x09), *range(0x0E, 0x20), 0x7F, *range(0x80, 0xA0), *range(0xD800, 0xE000))}
UNSEEN |= {0x0D: "\n", 0x85: "\n", 0x2028: "\n", 0x2029: "\n"}
"""What nobody sees in a cell: it is taken out, or is a plain space."""
SAMPLE = 200
"""So many rows tell what numbers a column has."""

Rows = Iterator[tuple[int, list[str]]]


@dataclass(frozen=True)
class Cleaned:
    """A sheet that was cleaned: its filled rows (headings and all), the ID numbers it had, the names of the sheets."""

    total: int
    id_numbers: int
    sheets: list[str]


def sheets(path: Path, name: str) -> list[str]:
    """The names of a workbook's sheets; one empty name for a CSV. Raises Unreadable."""
    if not _is_workbook(path, name):
        return [""]
    if not workbooks.is_old(path):
        workbooks.walk(path)
    return workbooks.sheets(path)


def rows(path: Path, name: str, sheet: int = 0) -> Rows:
    """The rows with anything in them, numbered as a spreadsheet shows them. Raises Unreadable."""
    if _is_workbook(path, name):
        return _filled(workbooks.rows(path, sheet), _from_workbook)
    if sheet:
        raise Unreadable(unreadable.NO_SHEET)
    return _filled(tables.rows(path), _from_csv)


def clean(path: Path, name: str, sheet: int, out: Path) -> Cleaned:
    """Write the rows to ``out`` (for our eyes only), every national ID number blotted out. Raises Unreadable."""
    names, today = sheets(path, name), clock.now().date()
    found = rows(path, name, sheet)
    first = list(islice(found, SAMPLE))
    if not first:
        raise Unreadable(unreadable.NO_ROWS)
    kinds = _kinds([cells for _number, cells in first], rules_headings.likely(first), today)
    total = id_numbers = 0
    try:
        with open(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
            os.fchmod(file.fileno(), 0o600)
            for number, cells in chain(first, found):
                for place, cell in enumerate(cells):
                    if len(cell) > 6:
                        cells[place], blotted = strip(cell, today, kinds.get(place, Column.TEXT))
                        id_numbers += blotted
                file.write(json.dumps([number, cells]) + "\n")
                total += 1
    except BaseException:
        out.unlink(missing_ok=True)
        raise
    return Cleaned(total, id_numbers, names)


def cleaned(path: Path) -> Rows:
    """The rows that :func:`clean` wrote."""
    with path.open(encoding="ascii") as file:
        for line in file:
            number, cells = json.loads(line)
            yield number, cells


def _is_workbook(path: Path, name: str) -> bool:
    """Whether it is a workbook rather than a text. Raises Unreadable for what can be neither."""
    size = path.stat().st_size
    if size > unreadable.LARGEST:
        raise Unreadable(unreadable.TOO_LARGE)
    if not size:
        raise Unreadable(unreadable.EMPTY)
    with path.open("rb") as file:
        head = file.read(16)
    if head.startswith(OTHERS):
        raise Unreadable(unreadable.NOT_A_TABLE)
    return head.startswith(WORKBOOKS)


def _filled(found: Iterable[tuple[int, Sequence[str]]], read: Callable[[str], str]) -> Rows:
    """The rows with anything in them, without the empty cells at their ends."""
    for number, cells in found:
        texts = [read(cell) if cell else cell for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            yield number, texts


def _from_csv(cell: str) -> str:
    cell = tidy(cell)
    return cell if IS_FORMULA.match(cell) else unguarded(cell).strip()


def _from_workbook(cell: str) -> str:
    cell = tidy(cell)
    return f"'{cell}" if IS_FORMULA.match(cell) else cell


def tidy(cell: str) -> str:
    """``cell`` without what nobody sees; accents are one with their letters."""
    if not cell.isascii() or not cell.isprintable():
        cell = unicodedata.normalize("NFC", cell.replace("\r\n", "\n").translate(UNSEEN)).strip("\u200c\u200d")
    return cell.strip()


def _kinds(sample: list[list[str]], mapping: dict[int, str], today: date) -> dict[int, Column]:
    """What the columns are for: so that ID numbers are found, and telephone and member numbers stay what they are."""
    kinds = {}
    for place in range(max(map(len, sample))):
        cells = [cells[place] for cells in sample if place < len(cells) and cells[place]]
        numbers = [cell for cell in cells if cell.isdigit() and len(cell) == 10]
        valid = sum(bool(find(cell, today)) for cell in cells)
        if mapping.get(place) in ("mobile", "phone2"):
            kinds[place] = Column.PHONES
        elif mapping.get(place) in ("id_number", "birth_year") or valid > len(cells) * 0.5:
            kinds[place] = Column.IDS
        elif len(numbers) > 3 and sum(bool(find(cell, today)) for cell in numbers) < len(numbers) * 0.5:
            kinds[place] = Column.NUMBERS
    return kinds
