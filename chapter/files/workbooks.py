"""Workbooks: XLSX, XLS and ODS become rows of cells. What would not fit in memory is refused before it is tried.

A workbook is loaded as a rectangle, in a process of its own; two cells in opposite corners would fill any memory. So
what is packed in a zip is walked through first, bounded and a piece at a time: how large it gets and how far apart
the cells are. On the way the errors that formulas left are noted, for the library gives nothing in their place.
"""

import json
import re
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from struct import Struct
from subprocess import DEVNULL, PIPE, Popen
from typing import Any
from xml.parsers import expat
from zipfile import ZipFile

from chapter.files import apart, unreadable
from chapter.files.unreadable import Unreadable

ENDS = {
    apart.LOCKED: unreadable.LOCKED,
    apart.ROWS: unreadable.TOO_MANY_ROWS,
    apart.COLUMNS: unreadable.TOO_MANY_COLUMNS,
}
PIECE = 1 << 16
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
SAYS_EXTENT = re.compile(rb"\x00\x02\x0e\x00(.{12})\x00\x00", re.DOTALL)
EXTENT = Struct("<IIHH")
"""The record in which a sheet of an XLS says how far its cells reach."""
SPREADSHEETS = "xl/workbook.xml", "content.xml"
"""What is in the zip of an XLSX, and of an ODS."""


class Extent:
    """How far the cells of an XML part reach, and the errors in it; fed with a part of a zip."""

    def __init__(self) -> None:
        self.rows = self.columns = self.row = self.column = self.span = 0
        self.errors: dict[tuple[int, int], str] = {}
        self.sheets: dict[str, str] = {}
        self.targets: dict[str, str] = {}
        self.error: tuple[int, int] | None = None
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.buffer_text = True

    def _refuse(self, *_given: Any) -> None:
        raise Unreadable(unreadable.BROKEN)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        """XLSX: row, c, and v or is in it; ODS: table, table-row, table-cell."""
        name = name.rpartition(":")[2]
        if name == "c":
            self._cell(attributes)
        elif name in ("v", "is"):
            self._reaches(self.row, self.column)
        elif name == "row":
            self.row, self.column = int(attributes.get("r") or self.row + 1), 0
        elif name == "sheet":
            self.sheets[attributes.get("name", "")] = attributes.get("r:id", "")
        elif name == "Relationship":
            self.targets[attributes.get("Id", "")] = attributes.get("Target", "")
        elif name in ("table", "sheetData"):
            self._forget()
        elif name == "table-row":
            self.row, self.column = self.row + self.span, 0
            self.span = int(attributes.get("table:number-rows-repeated") or 1)
        elif name in ("table-cell", "covered-table-cell"):
            self.column += int(attributes.get("table:number-columns-repeated") or 1)
            if "office:value-type" in attributes or "calcext:value-type" in attributes:
                self._reaches(self.row + self.span, self.column)
        elif name == "p" and self.span:
            self._reaches(self.row + self.span, self.column)

    def _cell(self, attributes: dict[str, str]) -> None:
        self.column += 1
        if place := attributes.get("r"):
            self.row, self.column = _place(place)
        self.error = (self.row, self.column) if attributes.get("t") == "e" else None
        self.parser.CharacterDataHandler = self._text if self.error else None

    def _text(self, text: str) -> None:
        if self.error and text.strip():
            self.errors[self.error] = text.strip()

    def _end(self, name: str) -> None:
        if self.error and name.endswith("c"):
            self.error = self.parser.CharacterDataHandler = None

    def _forget(self) -> None:
        self.row = self.column = self.span = self.rows = self.columns = 0

    def _reaches(self, row: int, column: int) -> None:
        self.rows, self.columns = max(self.rows, row), max(self.columns, column)
        if self.rows * self.columns > unreadable.MOST_CELLS:
            too_many = self.rows > unreadable.MOST_ROWS and self.columns <= unreadable.MOST_COLUMNS
            raise Unreadable(unreadable.TOO_MANY_ROWS if too_many else unreadable.TOO_WIDE)


def _place(text: str) -> tuple[int, int]:
    """Row and column, from 1, of “C7”."""
    letters = text.rstrip("0123456789")
    column = 0
    for letter in letters.upper()[:4]:
        column = column * 26 + ord(letter) - 64
    return int(text[len(letters) :] or 0), column


def walk(path: Path) -> dict[str, Extent]:
    """The parts of a zipped workbook, by name. Raises Unreadable when it would be too large, or is none."""
    stat = path.stat()
    return _walk(path, stat.st_mtime_ns, stat.st_size, unreadable.UNPACKED, unreadable.MOST_CELLS)


@lru_cache(maxsize=1)
def _walk(path: Path, _changed: int, _size: int, left: int, _cells: int) -> dict[str, Extent]:
    """Walked once, for its sheets are read one after the other."""
    extents: dict[str, Extent] = {}
    try:
        with ZipFile(path) as zipped:
            if not {*zipped.namelist()} & {*SPREADSHEETS}:
                raise Unreadable(unreadable.NOT_A_TABLE)
            for part in zipped.infolist():
                if part.flag_bits & 1:
                    raise Unreadable(unreadable.LOCKED)
                part.file_size = unreadable.UNPACKED * 2  # what it says of itself may be a lie; the pieces are counted
                extents[part.filename] = extent = Extent()
                with zipped.open(part) as stream:
                    left = _measure(stream, extent, left)
    except Unreadable:
        raise
    except Exception as error:  # a broken file makes zip, zlib and expat raise whatever they like
        raise Unreadable(unreadable.BROKEN) from error
    return extents


def _measure(stream: Any, extent: Extent, left: int) -> int:
    """Walk through a part; gives how many bytes the others may still have."""
    is_xml = None
    while piece := stream.read(PIECE):
        left -= len(piece)
        if left < 0:
            raise Unreadable(unreadable.PACKED)
        if is_xml is None:
            is_xml = piece.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<" or piece[:2] in (b"\xff\xfe", b"\xfe\xff")
        if is_xml:
            extent.parser.Parse(piece)
    return left


def sheets(path: Path) -> list[str]:
    """The names of the sheets that can be seen (all of them if none can). Raises Unreadable."""
    return next(_apart(path, -1))


def rows(path: Path, sheet: int) -> Iterator[tuple[int, list[str]]]:
    """The rows of a sheet from the first, with empty ones, as texts. Raises Unreadable."""
    parts = {} if is_old(path) else walk(path)
    lines = _apart(path, sheet)
    names = next(lines)
    if sheet not in range(len(names)):
        raise Unreadable(unreadable.NO_SHEET)
    errors = _errors(parts, names[sheet])
    left = next(lines, 0)
    for number, cells in enumerate(lines, 1):
        for column, error in errors.get(number, ()):
            if 0 <= column - left < len(cells):
                cells[column - left] = error
        yield number, cells


def _apart(path: Path, sheet: int) -> Iterator[Any]:
    """What :mod:`chapter.files.apart` tells of a workbook. Raises Unreadable."""
    limits = [str(number) for number in (sheet, unreadable.MOST_ROWS, unreadable.MOST_COLUMNS)]
    command = [sys.executable, "-I", apart.__file__, str(path), *limits]
    with Popen(command, stdout=PIPE, stderr=DEVNULL, encoding="ascii") as process:
        try:
            yield from map(json.loads, process.stdout or ())
            ended = process.wait()
        except json.JSONDecodeError:
            ended = -1  # it was ended in the middle of a line
        finally:
            process.kill()
    if ended:
        raise Unreadable(ENDS.get(ended, unreadable.BROKEN))


def is_old(path: Path) -> bool:
    """Whether it is an XLS. Raises Unreadable for one that is locked, or says that its cells are far apart."""
    with path.open("rb") as file:
        if file.read(4) != b"\xd0\xcf\x11\xe0":
            return False
        file.seek(0)
        before = b""
        while piece := file.read(PIECE):
            if ENCRYPTED in before + piece:
                raise Unreadable(unreadable.LOCKED)
            for _first, rows, _left, columns in map(EXTENT.unpack, SAYS_EXTENT.findall(before + piece)):
                if rows * columns > unreadable.MOST_CELLS:
                    raise Unreadable(unreadable.TOO_WIDE)
            before = piece[-len(ENCRYPTED) :]
    return True


def _errors(parts: dict[str, Extent], name: str) -> dict[int, list[tuple[int, str]]]:
    """By row (from 1), the columns (from 0) of a sheet of an XLSX in which a formula went wrong, and how."""
    found: dict[int, list[tuple[int, str]]] = {}
    book, links = parts.get("xl/workbook.xml"), parts.get("xl/_rels/workbook.xml.rels")
    if book and links:
        target = links.targets.get(book.sheets.get(name, ""), "")
        part = parts.get(target.lstrip("/")) or parts.get(f"xl/{target}")
        for (row, column), error in part.errors.items() if part else ():
            found.setdefault(row, []).append((column - 1, error))
    return found
