"""What holds for people: which numbers they have, and how a file about them is read.

A file's first row has its headings, in Swedish, Norwegian or English. Nothing here knows the database: a row
becomes facts, or a reason why it can't.
"""

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

Facts = dict[str, Any]


class Number(StrEnum):
    """Which of a person's numbers; the name of its column."""

    MOBILE = "mobile"
    PHONE2 = "phone2"


class Reason(StrEnum):
    """Why a row can't be used."""

    NO_NAME = "the name is missing"
    NOT_AN_ADDRESS = "this doesn’t look like an e-mail address"
    NOT_A_NUMBER = "this doesn’t look like a telephone number"
    NOT_A_YEAR = "this isn’t a birth year; write it with four digits"
    ID_NUMBER = "this looks like a national ID number; only the birth year may be kept"
    NOT_A_DAY = "this isn’t a date; write it as 2026-11-18"
    TOO_LONG = "this is too long"
    SAME_ADDRESS = "a row above with another name has the same e-mail address"
    ADDRESS_TAKEN = "somebody with another name in the register has this e-mail address"


@dataclass(unsafe_hash=True)
class Unusable(Exception):
    """A cell that keeps its row out; rows are counted as a spreadsheet does, the headings being row 1."""

    column: str
    reason: Reason
    row: int = 0


class NoHeadings(ValueError):
    """The file's first row doesn't say where the names are."""


@dataclass(frozen=True)
class Sheet:
    """A file as cells: which of our columns stand where, and the rows by their number."""

    columns: dict[str, int]
    headings: dict[str, str]
    rows: list[tuple[int, list[str]]]


HEADINGS = {
    "name": "namn|navn|name|fullständigt namn|fullt navn|full name",
    "first_name": "förnamn|fornavn|first name|given name",
    "last_name": "efternamn|etternavn|last name|surname|family name",
    "email": "e-post|e-postadress|e-postadresse|mejl|mail|e-mail|e-mail address",
    "mobile": "mobil|mobilnummer|mobiltelefon|mobilnr|mobile|mobile number|mobile phone|cell phone",
    "phone2": "telefon|telefonnummer|tlf|phone|phone number|hemtelefon|second number",
    "town": "ort|postort|stad|sted|poststed|by|bosted|town|city",
    "postcode": "postnummer|postnr|postcode|postal code|zip|zip code",
    "birth_year": "födelseår|fødselsår|födelsedatum|fødselsdato|född|født|birth year|year of birth|date of birth|born",
    "joined_on": "medlem sedan|gick med|inträdesdatum|inträde|medlem siden|innmeldt|innmeldingsdato|innmeldt dato"
    "|joined|joined on|member since|join date",
    "tags": "taggar|tagg|tagger|etiketter|tags|tag|labels",
}
"""What the columns are called out there; capitals, spaces and dashes aside. A lone telephone is the mobile."""

LONGEST = 200
ADDRESS = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%Y/%m/%d", "%Y")
PARTICLES = {"af", "av", "da", "de", "del", "den", "der", "di", "la", "le", "van", "von"}


def decode(content: bytes) -> str:
    """A file's text: UTF-8 with or without a mark, UTF-16 with one, else Windows-1252."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def read(content: bytes) -> Sheet:
    """The cells of a CSV file, whatever its encoding and whether commas, semicolons or tabs part them.

    Raises NoHeadings.
    """
    text = decode(content).replace("\x00", "")
    first = text.lstrip().partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    csv.field_size_limit(max(len(text), 1))
    records = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    start = next((i for i, record in enumerate(records) if any(cell.strip() for cell in record)), 0)
    columns: dict[str, int] = {}
    headings = records[start] if records else []
    for place, heading in enumerate(headings):
        column = _column(heading)
        if column is not None:
            columns.setdefault(column, place)
    if "mobile" not in columns and "phone2" in columns:
        columns["mobile"] = columns.pop("phone2")
    if not columns.keys() & {"name", "first_name"}:
        raise NoHeadings
    rows = [(n, r) for n, r in enumerate(records[start + 1 :], start + 2) if any(cell.strip() for cell in r)]
    return Sheet(columns, {column: headings[place].strip() for column, place in columns.items()}, rows)


def _column(heading: str) -> str | None:
    plain = _plain(heading)
    return next((column for column, names in HEADINGS.items() if plain in map(_plain, names.split("|"))), None)


def _plain(heading: str) -> str:
    return re.sub(r"[\s_.:-]+", "", heading).casefold()


def facts(sheet: Sheet, row: list[str], today: date, phone: Callable[[str], str | None]) -> Facts:
    """What a row says of a person; ``phone`` turns a number into E.164. Empty cells say nothing. Raises Unusable."""
    cells = {column: " ".join(row[place].split()) for column, place in sheet.columns.items() if place < len(row)}
    cells |= dict.fromkeys(sheet.columns.keys() - cells.keys(), "")
    found: Facts = {}
    for column, text in cells.items():
        if text and column not in ("name", "first_name", "last_name"):
            found[column] = _value(column, text, today, phone)
    found["first_name"], found["last_name"] = _names(cells)
    for column, value in found.items():
        if isinstance(value, str) and len(value) > LONGEST:
            raise Unusable(column if column in sheet.columns else "name", Reason.TOO_LONG)
    return found


def _names(cells: dict[str, str]) -> tuple[str, str]:
    first, last = cells.get("first_name", ""), cells.get("last_name", "")
    if not first:
        first, last = split_name(cells.get("name", ""))
    if not first:
        raise Unusable("name" if "name" in cells else "first_name", Reason.NO_NAME)
    return first, last


def split_name(name: str) -> tuple[str, str]:
    """First and last name: “Anna Maria Ek”, “Ek, Anna Maria” and “Siri von Essen” alike."""
    if "," in name:
        last, _comma, first = (part.strip() for part in name.partition(","))
        return (first, last) if first else (last, "")
    words = name.split()
    cut = len(words) - 1
    while cut > 1 and words[cut - 1].lower() in PARTICLES:
        cut -= 1
    return (" ".join(words[:cut]), " ".join(words[cut:])) if cut > 0 else (name.strip(), "")


def _value(column: str, text: str, today: date, phone: Callable[[str], str | None]) -> Any:
    if column == "email":
        if not ADDRESS.fullmatch(text):
            raise Unusable(column, Reason.NOT_AN_ADDRESS)
        return text.lower()
    if column in set(Number):
        number = phone(text)
        if number is None:
            raise Unusable(column, Reason.NOT_A_NUMBER)
        return number
    if column == "birth_year":
        return _birth_year(text, today)
    if column == "joined_on":
        return _day(text, today)
    if column == "tags":
        return [tag for tag in (part.strip()[:LONGEST] for part in re.split("[;,]", text)) if tag]
    return text


def _birth_year(text: str, today: date) -> int:
    if re.fullmatch(r"\d{6,8}[-+ ]?\d{4,5}", text):
        raise Unusable("birth_year", Reason.ID_NUMBER)
    try:
        year = _date(text).year
    except ValueError:
        year = 0
    if not today.year - 120 <= year <= today.year:
        raise Unusable("birth_year", Reason.NOT_A_YEAR)
    return year


def _day(text: str, today: date) -> date:
    try:
        found = _date(text)
    except ValueError:
        raise Unusable("joined_on", Reason.NOT_A_DAY) from None
    if not date(1900, 1, 1) <= found <= today:
        raise Unusable("joined_on", Reason.NOT_A_DAY)
    return found


def _date(text: str) -> date:
    """A date in one of the usual forms; the time after it, as spreadsheets write it, is left out."""
    text = text.partition("T")[0].partition(" ")[0]
    text = re.sub(r"^(\d{4})(\d\d)(\d\d)$", r"\1-\2-\3", text)
    for form in DAYS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise ValueError(text)
