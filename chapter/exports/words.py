"""Exports in words, and the facts of people as cells."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from chapter.exports.rules import Kind
from chapter.i18n import _, country, lazy, parse_phone, phone
from chapter.people.rules import Number
from chapter.people.words import FIELD_NAMES

KINDS = {
    Kind.CSV: lazy("A file for Excel (CSV)"),
    Kind.XLSX: lazy("A file for Excel (XLSX)"),
    Kind.LABELS: lazy("Name labels to print"),
    Kind.EMAILS: lazy("E-mail addresses to paste"),
    Kind.COMMAND: lazy("A file from the command line"),
}


def what(fields: Iterable[str]) -> str:
    """Which facts went along."""
    return ", ".join(str(FIELD_NAMES[field]) for field in fields)


def rows(people: Iterable[dict[str, Any]], fields: Sequence[str]) -> Iterator[list[Any]]:
    """Headings and people in the reader's language; a number is a number, a day is a day."""
    yield [str(FIELD_NAMES[field]) for field in fields]
    for person in people:
        yield [_read(field, person[field]) for field in fields]


def _read(field: str, value: Any) -> Any:
    if field in set(Number):
        return dialled(value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return _plain(value)


def dialled(e164: str | None) -> str:
    """A number as people write it; one from abroad with 00, for no spreadsheet then takes it for a sum."""
    written = phone(e164)
    if not written.startswith("+"):
        return written
    abroad = f"00{written[1:]}"
    return abroad if parse_phone(abroad, country()) == e164 else written


def plain_rows(people: Iterable[dict[str, Any]], fields: Sequence[str]) -> Iterator[list[str]]:
    """The same for programs: the names of the code, ISO days, E.164 numbers, ``yes`` and ``no``."""
    yield list(fields)
    for person in people:
        yield [str(_plain(person[field])) for field in fields]


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ";".join(value) + (";" if len(value) == 1 and "," in value[0] else "")  # One tag, not two.
    return "" if value is None else value


def for_csv(cells: Iterable[Sequence[Any]]) -> Iterator[list[str]]:
    """``cells`` as texts: days in ISO, which spreadsheets in both countries understand."""
    for row in cells:
        yield [cell.isoformat() if isinstance(cell, date) else str(cell) for cell in row]
