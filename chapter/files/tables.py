"""CSV and its relatives become rows of cells, whatever their encoding, and whatever parts their cells."""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import StringIO
from itertools import chain, islice
from pathlib import Path

from chapter.files import unreadable
from chapter.files.rules_headings import DEEP, NoHeadings, find
from chapter.files.unreadable import Unreadable

PIECE = 1 << 20
SAMPLE = 1 << 18
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
WINDOWS = re.compile(rb"[\xe5\xe4\xf6\xc5\xc4\xd6\xf8\xe6\xd8\xc6\xe9\xfc]")
MAC = re.compile(rb"(?<=[A-Za-z])[\x8c\xbe\xbf\x8a\x9a\x8e](?=[A-Za-z])|(?<![A-Za-z])[\x81\xaf\xae](?=[a-z])")
MAC_ALONE = re.compile(rb"[\x8c\xbe\xbf\x81\xaf]")
"""The letters of Sweden and Norway, as Windows and as the Macs of old wrote them."""
NOT_ASCII = re.compile("[^\x00-\x7f]")
NOT_UTF8 = re.compile("[\udc80-\udcff]")
CONTROL = re.compile(rb"[\x01-\x08\x0e-\x19\x1b-\x1f]")
SEPARATOR = re.compile(r'"?sep=(.)"?', re.IGNORECASE)
DELIMITERS = ";,\t|"
NONE = "\x1f"
"""Parts nothing: a file of a single column."""
END = "\x1eend"
"""A line after the last: a quotation mark that nobody closed takes it in."""
MOST_LINES = 100
"""So many lines in one cell are no text, but a quotation mark that nobody closed."""


@dataclass(frozen=True)
class Form:
    """How a text file is written."""

    encoding: str
    delimiter: str
    has_separator_line: bool = False
    is_quoted: bool = True


def rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The records from the first, with empty ones; a quoted line break stays in its cell. Raises Unreadable."""
    form = form_of(path)
    if not _is_quoted(path, form):
        form = Form(form.encoding, form.delimiter, form.has_separator_line, is_quoted=False)
    for number, cells in enumerate(_records(path, form), 1):
        yield number, cells if form.is_quoted else [cell.strip().strip('"') for cell in cells]


def form_of(path: Path) -> Form:
    """How a text file is written. Raises Unreadable if it is no text."""
    encoding = encoding_of(path)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        sample = file.read(SAMPLE).replace("\0", "")
    if sample.lstrip().startswith("<"):
        raise Unreadable(unreadable.WEB_PAGE)
    first, _end, _rest = sample.lstrip("\ufeff").replace("\r", "\n").partition("\n")
    if said := SEPARATOR.fullmatch(first.strip(" ")):
        return Form(encoding, said.group(1), has_separator_line=True)
    if len(sample) == SAMPLE:
        sample = sample[: max(sample.rfind("\n"), sample.rfind("\r")) + 1] or sample
    return Form(encoding, delimiter_of(sample))


def encoding_of(path: Path) -> str:
    """UTF-8, UTF-16, Windows-1252, or that of old Macs. Raises Unreadable if it is no text."""
    with path.open("rb") as file:
        sample = file.read(SAMPLE)
        for mark, encoding in MARKS:
            if sample.startswith(mark):
                return encoding
        even, odd = sample[0:4096:2].count(0), sample[1:4096:2].count(0)
        if max(even, odd) > len(sample[:4096]) * 0.2 and min(even, odd) < len(sample[:4096]) * 0.05:
            return "utf-16-le" if odd > even else "utf-16-be"
        if sample.count(0) + len(CONTROL.findall(sample)) > max(16, len(sample) * 0.005):
            raise Unreadable(unreadable.NOT_A_TABLE)
        file.seek(0)
        if _is_utf8(iter(lambda: file.read(PIECE), b"")):
            return "utf-8"
        file.seek(0)
        windows = mac = alone = 0
        while piece := file.read(PIECE):
            windows, mac = windows + len(WINDOWS.findall(piece)), mac + len(MAC.findall(piece))
            alone += len(MAC_ALONE.findall(piece))
    return "mac-roman" if mac and alone and not windows else "cp1252"


def _is_utf8(pieces: Iterable[bytes]) -> bool:
    """Whether it reads as UTF-8; a few broken letters among many whole ones are broken UTF-8 still."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    whole = broken = 0
    for piece in chain(pieces, [b""]):
        text = decoder.decode(piece, final=not piece)
        if not text.isascii():
            bad = len(NOT_UTF8.findall(text))
            broken, whole = broken + bad, whole + len(NOT_ASCII.findall(text)) - bad
    return whole >= broken * 10


def delimiter_of(sample: str) -> str:
    """What parts the cells: it makes headings known, and rows as wide as these, or as wide as each other."""
    return max((*DELIMITERS, NONE), key=lambda delimiter: _evidence(sample, delimiter))


def _evidence(sample: str, delimiter: str) -> tuple[int, float, int]:
    reader = csv.reader(StringIO(sample, newline=""), delimiter=delimiter, skipinitialspace=True)
    records = [record for record in reader if any(record)]
    widths = [max(n for n, cell in enumerate(record, 1) if cell) for record in records]
    try:
        headings = find((n, [cell.strip() for cell in record]) for n, record in enumerate(records[:DEEP]))
    except NoHeadings:
        usual, number = Counter(widths).most_common(1)[0] if widths else (1, 0)
        return 0, number if usual > 1 else 0, usual
    width = len(records[headings.row])
    fitting = sum(w <= width for w in widths) / len(widths)
    return len(headings.mapping), fitting, width


def _is_quoted(path: Path, form: Form) -> bool:
    """Whether the quotation marks are quotes: each is closed, and no cell swallows rows. Raises Unreadable."""
    number = widest = 0
    cells: list[str] = []
    for cells in _records(path, form, [END]):
        number, widest = number + 1, max(widest, len(cells))
        if number > unreadable.MOST_ROWS + 1:
            raise Unreadable(unreadable.TOO_MANY_ROWS)
        if len(cells) > unreadable.MOST_COLUMNS:
            raise Unreadable(unreadable.TOO_MANY_COLUMNS)
        if any(("\n" in cell or "\r" in cell) and _swallows(cell, form.delimiter, widest) for cell in cells):
            return False
    return cells == [END]


def _swallows(cell: str, delimiter: str, widest: int) -> bool:
    lines = cell.splitlines()
    parts = max(2, (widest - 1) * 0.6)
    return len(lines) > MOST_LINES or any(line.count(delimiter) >= parts for line in lines[1:])


def _records(path: Path, form: Form, more: Iterable[str] = ()) -> Iterator[list[str]]:
    """The records of a file, and ``more`` lines after it."""
    csv.field_size_limit(unreadable.LARGEST)
    with path.open(encoding=form.encoding, errors="replace", newline="") as file:
        lines = (line.replace("\0", "") for line in islice(file, int(form.has_separator_line), None))
        yield from csv.reader(
            chain(lines, more),
            delimiter=form.delimiter,
            quoting=csv.QUOTE_MINIMAL if form.is_quoted else csv.QUOTE_NONE,
            skipinitialspace=True,
        )
