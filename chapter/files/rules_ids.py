"""National ID numbers in files: recognised by their check digits, good for the year of birth, and blotted out.

Swedish personnummer and samordningsnummer, Norwegian fødselsnummer, D-numbers and the synthetic ones of the tax
authority. Telephone and member numbers have as many digits, so what a column is for says how eagerly to look.
"""

import re
from datetime import date
from enum import Enum

BLOT = "••••"
"""Where an ID number stood."""
BLOTTED = re.compile(rf"(\d{{4}})-{BLOT}")
"""A cell that held an ID number and nothing else: the year of birth is what is left of it."""

OLDEST = 1880
SE_WEIGHTS = 2, 1, 2, 1, 2, 1, 2, 1, 2
NO_FIRST = 3, 7, 6, 1, 8, 9, 4, 5, 2, 1
NO_SECOND = 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1
CENTURIES = (
    (range(500), range(100), 1900),
    (range(500, 750), range(54, 100), 1800),
    (range(500, 1000), range(40), 2000),
    (range(900, 1000), range(40, 100), 1900),
)
"""Which century a Norwegian number is of: by its three digits after the date, and the year's two."""
MARK = "-+–—−‑‐./:_"
LIKE_ONE = re.compile(
    r"(?<![\d+])(?:\d{6}(?:\d\d)?|(?:\d\d)?\d\d([-./ ])\d\d\1\d\d|\d{4} \d\d)"
    rf" {{0,2}}[{MARK}]{{0,2}} {{0,2}}\d\d ?\d{{2,3}}(?!\d)"
)
"""A day, and four or five digits, however people part them."""
AS_USUAL = re.compile(r"\d{6}\D{1,6}\d{4}")
MOMENT = re.compile(r"[0-9./-]{8,10}[T ][0-9:.]+Z?")
DATE_FIRST = re.compile(r"([0-9]{4})-?[0-9]{2}-?[0-9]{2}(?=[^0-9]|[0-9]{4}$)")


class Column(Enum):
    """What a cell's column is for."""

    TEXT = "text"
    """Whatever looks like an ID number and has its check digits is one."""
    PHONES = "phones"
    """Telephone numbers: ten digits that begin with 0 are one, however they are parted."""
    NUMBERS = "numbers"
    """Other numbers of ten digits are at home here; what is written as only an ID number is, is one."""
    IDS = "ids"
    """ID numbers: none may stay, not even a misspelt one, or one whose zeros a spreadsheet took away."""


def find(text: str, today: date, column: Column = Column.TEXT) -> list[tuple[str, int]]:
    """The ID numbers in ``text`` as they are written, each with the year of birth."""
    found, place = [], 0
    while match := LIKE_ONE.search(text, place):
        written = match.group()
        year = None if _is_another(written, column) else year_of(written, today)
        found += [(written, year)] if year else []
        place = match.end() if year else match.start() + 1
    if not found and column is Column.IDS and re.fullmatch(r"\d{7,10}", text.strip()):
        year = year_of(text.strip().zfill(10), today) or year_of(text.strip().zfill(11), today)
        found += [(text.strip(), year)] if year else []
    return found


def _is_another(written: str, column: Column) -> bool:
    """Whether ten digits are at home in the column, or are parted as only a telephone number’s are."""
    if sum(map(str.isdigit, written)) != 10 or AS_USUAL.fullmatch(written):
        return False
    if written.isdigit():
        return column is Column.NUMBERS or (column is Column.PHONES and written[0] == "0")
    return written[0] == "0"


def strip(text: str, today: date, column: Column = Column.TEXT) -> tuple[str, int]:
    """``text`` with its ID numbers blotted out, and how many there were.

    A cell that is nothing else keeps the year: “1980-••••”.
    """
    found = find(text, today, column)
    for written, year in found:
        text = f"{year}-{BLOT}" if text.strip(" '\"=") == written else text.replace(written, BLOT)
    if column is Column.IDS and not found and sum(map(str.isdigit, text)) > 8 and not MOMENT.fullmatch(text):
        first = DATE_FIRST.match(text.strip())
        year = int(first.group(1)) if first else 0
        return (f"{year}-{BLOT}" if OLDEST <= year <= today.year else BLOT), 1
    return text, len(found)


def year_of(written: str, today: date) -> int | None:
    """The year of birth that an ID number tells; None if it isn't one."""
    digits = re.sub(r"\D", "", written)
    if len(digits) == 11:
        return _norwegian(digits, today)
    if len(digits) == 10:
        return _swedish(digits, "+" in written, today) or (
            _norwegian(f"0{digits}", today) if digits[0] != "0" else None
        )
    if len(digits) == 12 and digits[:2] in ("18", "19", "20"):
        year = int(digits[:4])
        return year if _is_swedish(digits[2:], year, today) else None
    return None


def _swedish(digits: str, is_old: bool, today: date) -> int | None:
    """The latest year that it can be; a plus says that the person is past a hundred."""
    year = today.year - (today.year - int(digits[:2])) % 100
    years = (year - 100, year - 200) if is_old else (year, year - 100)
    return next((y for y in years if y >= OLDEST and _is_swedish(digits, y, today)), None)


def _is_swedish(digits: str, year: int, today: date) -> bool:
    products = [int(d) * w for d, w in zip(digits, SE_WEIGHTS, strict=False)]
    checks = (sum(p // 10 + p % 10 for p in products) + int(digits[9])) % 10 == 0
    day = int(digits[4:6])
    return checks and _is_day(year, int(digits[2:4]), day - 60 if day > 60 else day, today)


def _norwegian(digits: str, today: date) -> int | None:
    numbers = [int(d) for d in digits]
    if any(sum(n * w for n, w in zip(numbers, weights, strict=False)) % 11 for weights in (NO_FIRST, NO_SECOND)):
        return None
    day, month, short, individual = int(digits[:2]), int(digits[2:4]), int(digits[4:6]), int(digits[6:9])
    day, month = day - 40 if day > 40 else day, next(month - add for add in (80, 40, 0) if month > add or not add)
    years = (start + short for third, last, start in CENTURIES if individual in third and short in last)
    return next((year for year in years if _is_day(year, month, day, today)), None)


def _is_day(year: int, month: int, day: int, today: date) -> bool:
    """Whether somebody may have been born then."""
    try:
        return date(year, month, day) <= today
    except ValueError:
        return False
