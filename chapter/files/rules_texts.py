"""What stands in a cell, without what programs, and the way here, made of it.

Texts are in the form of :mod:`chapter.files.reading`: a cell that begins with ``=`` is a formula, one that begins
with ``'=`` is the text after the apostrophe.
"""

import re
from enum import StrEnum

from chapter.files.rules_ids import BLOT, BLOTTED
from chapter.files.rules_values import mended


class Reason(StrEnum):
    """Why a row can't be used; the words are in ``words.REASONS``."""

    NO_NAME = "no_name"
    NOT_A_NAME = "not_a_name"
    NOT_AN_ADDRESS = "not_an_address"
    NOT_A_NUMBER = "not_a_number"
    LOST_DIGITS = "lost_digits"
    NOT_A_YEAR = "not_a_year"
    NOT_A_DAY = "not_a_day"
    FORMULA = "formula"
    GARBLED = "garbled"
    TOO_LONG = "too_long"


class Unusable(Exception):
    """A cell that can't be understood."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


NAMES = "name", "first_name", "last_name"
LONGEST = {
    **{"member_number": 40, "name": 200, "first_name": 100, "last_name": 100, "email": 254, "town": 80},
    **{"gender": 40, "union": 100, "skills": 500, "interests": 500, "source": 100, "tags": 2000, "do_not_call": 500},
}
"""Characters, as the form for a person has it; what isn't here becomes something short, or nothing."""
EMPTY_NAMES = {"-", "–", "—", "--", ".", "n/a", "N/A", "NULL", "null"}
EMPTY = {
    "-",
    "–",
    "—",
    "--",
    "---",
    ".",
    "..",
    "?",
    "0",
    "null",
    "none",
    "nil",
    "n/a",
    "na",
    "nan",
    "ingen",
    "inget",
    "inga",
    "saknas",
    "mangler",
    "okänd",
    "okänt",
    "ukjent",
    "uppgift saknas",
    "ej angivet",
    "ej angiven",
    "ikke oppgitt",
    "0000-00-00",
    "1900-01-00",
    "00:00:00",
}
"""What people and programs write where there is nothing; names are names, though, and Null is one."""
SEVERAL = "mobile", "phone2", "tags", "email"
"""A line break in these parts one from the next."""
PLAIN = re.compile(r"(?!Err:)[A-Za-z0-9+ÀÁÄ-ÿ](?:[!-~ÀÁÄ-ÿ]| (?! |$))*")
"""Nothing in it is in need of care; most cells are like that."""
WRAPPED = re.compile(r'=\s*(?:"((?:[^"]|"")*)"|([-+]?[0-9][0-9 ]*))')
"""A text that its program made a formula, lest a spreadsheet take the zeros away."""
WENT_WRONG = re.compile(r"#[A-ZÅÄÖÆØ]{1,}[A-ZÅÄÖÆØ/0-9]*[!?]?|#{3,}|Err:[0-9]{3}")
BROKEN_LETTERS = re.compile("\ufffd|[ÃÂ][^\\w\\s]")


def plain(cell: str, field: str) -> str:
    """What stands in a cell, on one line; nothing where somebody wrote that there is nothing. Raises Unusable."""
    text = cell if PLAIN.fullmatch(cell) else _meant(cell, field)
    if len(text) > LONGEST.get(field, 200):
        raise Unusable(Reason.TOO_LONG)
    is_empty = text in EMPTY_NAMES if field in NAMES else text.casefold() in EMPTY and field != "do_not_call"
    return "" if is_empty else text


def _meant(cell: str, field: str) -> str:
    """A cell without what its program, or the way here, made of it. Raises Unusable."""
    if wrapped := WRAPPED.fullmatch(cell):
        cell = (wrapped.group(1) or wrapped.group(2) or "").replace('""', '"')
    elif re.match("'+=", cell):
        cell = cell[1:]
    elif cell.startswith("="):
        raise Unusable(Reason.FORMULA)
    if blotted := BLOTTED.fullmatch(cell):
        return blotted.group(1) if field in ("birth_year", "id_number") else ""
    if WENT_WRONG.fullmatch(cell) and field != "tags":
        raise Unusable(Reason.FORMULA)
    text = mended(cell.replace("\n", "; " if field in SEVERAL else " "))
    if BROKEN_LETTERS.search(text):
        raise Unusable(Reason.GARBLED)
    return " ".join(text.replace(BLOT, " ").split())
