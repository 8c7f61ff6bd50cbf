"""Files for spreadsheets: CSV as Excel in Sweden and Norway opens it right, and XLSX; no cell is ever a formula."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from io import BytesIO, StringIO
from itertools import islice
from typing import Any

Cells = Sequence[Any]
FORMULA = re.compile(r"'*(?:[=\-@\t\r]|\+(?!\d{6,15}$))")
"""What a spreadsheet would run; a telephone number in E.164 is none."""
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
AT_ONCE = 500


def guarded(text: str) -> str:
    """``text`` as a cell that no spreadsheet takes for a formula: with an apostrophe before it, if need be."""
    return f"'{text}" if FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """What was :func:`guarded`."""
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


def csv_chunks(rows: Iterable[Cells], delimiter: str = ";", mark: bool = True) -> Iterator[str]:
    """``rows`` as CSV, some at a time; the ``mark`` (BOM) tells Excel that it is UTF-8."""
    if mark:
        yield "\ufeff"
    rows = iter(rows)
    while part := list(islice(rows, AT_ONCE)):
        file = StringIO()
        csv.writer(file, delimiter=delimiter).writerows([guarded(str(cell)) for cell in row] for row in part)
        yield file.getvalue()


def xlsx(rows: Iterable[Cells], title: str) -> bytes:
    """``rows`` as a workbook of one sheet: texts stay texts, days are days, the headings stay in sight."""
    openpyxl = import_module("openpyxl")
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:31] or "1")
    sheet.freeze_panes = "A2"
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(sheet: Any, value: Any) -> Any:
    """A text that begins like a formula is written as the text that it is."""
    if not isinstance(value, str) or not FORMULA.match(value):
        return NOT_IN_XML.sub("", value) if isinstance(value, str) else value
    cell = import_module("openpyxl.cell").WriteOnlyCell(sheet, value=NOT_IN_XML.sub("", value))
    cell.data_type = "s"
    return cell


def file_name(title: str, ending: str = "csv") -> str:
    """A file name that every system takes."""
    plain = "".join(c if c.isascii() and c.isalnum() else "-" for c in title.lower())
    return f"{'-'.join(filter(None, plain.split('-'))) or 'file'}.{ending}"
