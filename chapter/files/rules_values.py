"""What a cell's text means: days, years, telephone numbers, addresses, postcodes, names. None: it can't be told."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from chapter.people.rules import PARTICLES

Phone = Callable[[str], str | None]

ADDRESS = re.compile(r"[^@\s<>\",;:]+@[^@\s<>\",;:.]+(\.[^@\s<>\",;:.]+)+")
ROUNDED = re.compile(r"([0-9])(?:[.,]([0-9]+))?E\+?([0-9]{1,2})", re.IGNORECASE)
"""A long number as spreadsheets show it: 7,01741E+08."""
YEAR_FIRST = re.compile(r"([0-9]{4})(?:([-/. ])([0-9]{1,2})\2([0-9]{1,2})|()([0-9]{2})([0-9]{2}))(?:[T ][0-9:.]+Z?)?")
DAY_FIRST = re.compile(r"([0-9]{1,2})([-/. ]|\. )([0-9]{1,2})\2([0-9]{4}|[0-9]{2})(?:[T ][0-9:.]+)?")
MONTH_ALONE = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})")
IN_WORDS = re.compile(r"(?:den )?([0-9]{1,2})[.:]?a?e? ([a-z]{3})[a-z]*\.?,? ([0-9]{4})")
SERIAL = re.compile(r"([0-9]{5})(?:[.,][0-9]+)?")
MONTHS = ["jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]
ALIKE = {"mai": "maj", "may": "maj", "oct": "okt", "des": "dec"}
SERIALS_BEGIN = date(1899, 12, 30)
"""Spreadsheets count the days from here."""
YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")

APART = re.compile(r"[;,|]|\b(?:eller|el|och|og|or|and|samt)\b", re.IGNORECASE)
LABEL = re.compile(r"\([^()0-9]*\)|[^\W\d_]+[.:]*")
CALLING_CODES = re.compile(r"46[0-9]{9}|4[57][0-9]{8}")
MOBILE = re.compile(r"\+467[0-9]|\+47[49]|\+45|\+358[45]|\+4915|\+447")


def day_of(text: str, today: date, country: str) -> date | None:
    """A day in one of the usual forms, or as a spreadsheet's number; of a year or a month alone its first day."""
    if match := YEAR_FIRST.fullmatch(text):
        year, _mark, month, day, _none, joined_month, joined_day = match.groups()
        return _day(int(year), int(month or joined_month), int(day or joined_day))
    if match := DAY_FIRST.fullmatch(text):
        first, mark, month, last = match.groups()
        if len(last) == 2 and mark == "-" and country == "SE":
            first, last = last, first.zfill(2)
        return _day(int(last) if len(last) == 4 else full_year(int(last), today), int(month), int(first))
    if match := MONTH_ALONE.fullmatch(text):
        return _day(int(match.group(1)), int(match.group(2)), 1)
    if match := IN_WORDS.fullmatch(text.casefold()):
        name = ALIKE.get(match.group(2), match.group(2))
        return _day(int(match.group(3)), MONTHS.index(name) + 1, int(match.group(1))) if name in MONTHS else None
    if YEAR.fullmatch(text):
        return date(int(text), 1, 1)
    if re.fullmatch(r"[0-9]{6}", text):
        one, month, two = int(text[:2]), int(text[2:4]), int(text[4:])
        year, day = (one, two) if country == "SE" else (two, one)
        return _day(full_year(year, today), month, day)
    if (match := SERIAL.fullmatch(text)) and 10_000 <= int(match.group(1)) < 60_000:
        return SERIALS_BEGIN + timedelta(days=int(match.group(1)))
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def full_year(short: int, today: date) -> int:
    """The latest year, up to this, that ends in ``short``."""
    return today.year - (today.year - short) % 100


def birth_year(text: str, today: date, country: str) -> int | None:
    """The year somebody was born in, from it or from the day; nobody in a register is a small child."""
    if re.fullmatch(r"[0-9]{2}", text):
        year = full_year(int(text), today)
        return year if today.year - year > 9 else year - 100
    found = day_of(text, today, country)
    if found and found > today and re.search(r"(?<![0-9])[0-9]{2}$", text):
        found = found.replace(year=found.year - 100, day=min(found.day, 28))
    return found.year if found and today.year - 120 <= found.year and found <= today else None


def fee_year(text: str, today: date, country: str) -> int | None:
    """The year for which a fee is paid: the last that is named, or that of a day."""
    years = [int(year) for year in YEAR.findall(text)]
    found = day_of(text, today, country)
    year = max(years) if years else found.year if found else 0
    return year if 1900 <= year <= today.year + 1 else None


def numbers(text: str, phone: Phone) -> list[str] | None:
    """The telephone numbers in a cell in E.164, mobiles first; None when one of them can't be a number."""
    found: list[str] = []
    for part in _parts(text):
        number = phone(_dialled(part))
        if number is None:
            return None
        found += [number] if number not in found else []
    return sorted(found, key=lambda number: not MOBILE.match(number)) or None


def _parts(text: str) -> list[str]:
    """A slash parts numbers, or an area code from its number."""
    parts: list[str] = []
    for part in APART.split(text):
        sides = part.split("/")
        are_numbers = all(len(re.sub(r"[^0-9]", "", side)) > 6 for side in sides)
        parts += sides if are_numbers else [part.replace("/", " ")]
    return [part for part in parts if re.search("[0-9]", part)]


def _dialled(part: str) -> str:
    part = re.sub(r"\.0$", "", LABEL.sub(" ", part.replace("\xa0", " ")).strip(" '\"=:.-"))
    digits = re.sub(r"[^0-9+]", "", part)
    return f"+{digits}" if CALLING_CODES.fullmatch(digits) else part


def whole(text: str) -> str | None:
    """A number that a spreadsheet shows shortened, in full; None when it has lost its last digits for good."""
    match = ROUNDED.fullmatch(text)
    if match is None:
        return text
    first, rest, power = match.group(1), match.group(2) or "", int(match.group(3))
    return first + rest if len(rest) == power else None


def address(text: str) -> str | None:
    """An e-mail address; the first when there are several."""
    text = re.sub(r"^.*<([^<>]+)>$", r"\1", text.strip())
    parts = [part.strip(" .<>").removeprefix("mailto:") for part in re.split(r"[;,\s]+", text.lower())]
    parts = [part for part in parts if part]
    return parts[0] if parts and all(map(ADDRESS.fullmatch, parts)) else None


def postcode(text: str, country: str) -> str:
    """A postcode as its country writes it; one from elsewhere as it is."""
    bare = re.sub(r"^(?:SE?|NO?|DK)[- ]*(?=[0-9])|\.0$", "", text, flags=re.IGNORECASE)
    bare = re.sub(r"^([0-9]{3} ?[0-9]{2}|[0-9]{4})\s+[^\W\d_].*$", r"\1", bare)
    if re.fullmatch(r"[0-9]{3} ?[0-9]{2}", bare):
        return f"{bare[:3]} {bare[-2:]}"
    if country == "NO" and re.fullmatch(r"[0-9]{3}", bare):
        return f"0{bare}"
    return bare


def from_capitals(text: str) -> str:
    """“ANNA-LENA” as “Anna-Lena”, “VON ESSEN” as “von Essen”."""
    return " ".join(word.lower() if word.lower() in PARTICLES else _capital(word) for word in text.split())


def _capital(word: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda match: match.group().capitalize(), word)


def mended(text: str) -> str:
    """``text`` as it was meant, where it is surely UTF-8 that was read as Windows-1252: “Ã…sa” is “Åsa”."""
    if "Ã" not in text and "Â" not in text:
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text
