"""A row of clean text becomes facts about a person, or reasons why it can't.

A row is unusable when it has no name, when a filled cell of the ``STRICT`` fields can't be understood, or when
something is too long: it is pointed at, and never half-used. In the other fields, what can't be understood is left
out. Empty cells say nothing. Nothing here raises, whatever the cells hold.

Texts are in the form of :mod:`chapter.imports.reading`: a cell that begins with ``=`` is a formula, one that begins
with ``'=`` is the text after the apostrophe.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from chapter.imports import rules_values as values
from chapter.imports.rules_headings import field_of
from chapter.imports.rules_ids import BLOT, BLOTTED, Column, find
from chapter.imports.rules_values import Phone

Facts = dict[str, Any]


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


@dataclass(frozen=True)
class Problem:
    """A cell that keeps its row out: the field (``name``, ``email`` …), its column (from 0), and why."""

    column: str
    index: int
    reason: Reason


@dataclass(frozen=True)
class Said:
    """What a row says: facts by field (``joined_on`` a date, ``tags`` a list), or problems.

    ``seen`` are the fields in which it says anything at all, understood or not.
    """

    facts: Facts
    problems: list[Problem]
    seen: frozenset[str]


class Unusable(Exception):
    """A cell that can't be understood."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


NAMES = "name", "first_name", "last_name"
STRICT = {*NAMES, "member_number", "email", "mobile", "birth_year", "joined_on", "fee_paid_for"}
"""What a row is recognised by, or what it would be wrong about for years."""
LONGEST = {
    **{"member_number": 40, "name": 200, "first_name": 100, "last_name": 100, "email": 254, "town": 80},
    **{"gender": 40, "union": 100, "skills": 500, "interests": 500, "source": 100, "tags": 2000, "do_not_call": 500},
}
"""Characters, as the form for a person has it; what isn't here becomes something short, or nothing."""
LONGEST_TAG, LONGEST_CODE = 60, 12
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
YES = {"yes", "ja", "j", "y", "x", "1", "true", "sant", "sann", "ok", "betald", "betalt", "betalat", "paid", "✓", "✔"}
NO = {
    "no",
    "nej",
    "nei",
    "n",
    "0",
    "false",
    "falskt",
    "usann",
    "usant",
    "ej",
    "obetald",
    "obetalt",
    "ubetalt",
    "unpaid",
}
LANGUAGES = {
    **dict.fromkeys(("sv", "se", "svenska", "svensk", "swedish", "sve", "swe", "sv-se"), "sv"),
    **dict.fromkeys(("nb", "no", "nn", "norsk", "norska", "bokmål", "nynorsk", "norwegian", "nor", "nb-no"), "nb"),
}
SEVERAL = "mobile", "phone2", "tags", "email"
"""A line break in these parts one from the next."""
PLAIN = re.compile(r"(?!Err:)[A-Za-z0-9+ÀÁÄ-ÿ](?:[!-~ÀÁÄ-ÿ]| (?! |$))*")
"""Nothing in it is in need of care; most cells are like that."""
WRAPPED = re.compile(r'=\s*(?:"((?:[^"]|"")*)"|([-+]?[0-9][0-9 ]*))')
"""A text that its program made a formula, lest a spreadsheet take the zeros away."""
WENT_WRONG = re.compile(r"#[A-ZÅÄÖÆØ]{1,}[A-ZÅÄÖÆØ/0-9]*[!?]?|#{3,}|Err:[0-9]{3}")
BROKEN_LETTERS = re.compile("\ufffd|[ÃÂ][^\\w\\s]")
TOTALS = re.compile(
    r"(totalt?|summa|sum|antal|antall|i alt|subtotal|delsumma|delsum|count|grand total|totalsumma"
    r"|(antal|antall|number of|summa|sum|totalt) (medlemmar|medlemmer|personer|poster|rader|members|rows|people))"
    r"\s*[:=]?\s*([0-9][0-9  .,]*)?( st| stk| medlemmar| medlemmer| personer| rader| members| rows| people)?\.?",
    re.IGNORECASE,
)


def read_row(cells: Sequence[str], mapping: Mapping[int, str], today: date, country: str, phone: Phone) -> Said:
    """What a row says of a person; ``phone`` turns a number into E.164 or gives None. No problems: it can be used.

    With problems the facts are those that could be understood, to be shown and not to be used.
    """
    facts: Facts = {}
    problems: list[Problem] = []
    reading = _Reading(facts, today, country, phone)
    seen, told = set(), set()
    for index, field in sorted(mapping.items()):
        cell = cells[index] if index < len(cells) else ""
        try:
            text = _plain(cell, field)
            if text:
                seen.add(field)
                reading.take(field, text)
        except Unusable as error:
            seen.add(field)
            if field in STRICT or error.reason is Reason.TOO_LONG:
                problems.append(Problem(field, index, error.reason))
                told.add(field)
    if told & {*NAMES}:
        facts.pop("name", None)
    else:
        problems += _name(facts, mapping)
    reading.finish()
    return Said(facts, sorted(problems, key=lambda problem: problem.index), frozenset(seen))


def _plain(cell: str, field: str) -> str:
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
    text = values.mended(cell.replace("\n", "; " if field in SEVERAL else " "))
    if BROKEN_LETTERS.search(text):
        raise Unusable(Reason.GARBLED)
    return " ".join(text.replace(BLOT, " ").split())


class _Reading:
    """Facts in the making; each field has its own way of being understood, and raises Unusable."""

    def __init__(self, facts: Facts, today: date, country: str, phone: Phone) -> None:
        self.facts, self.today, self.country, self.phone = facts, today, country, phone
        self.second: str | None = None
        self.born: int | None = None

    def take(self, field: str, text: str) -> None:
        """Understand a filled cell."""
        understand = getattr(self, f"_{field}", None)
        value = understand(text) if understand else text
        if value is not None:
            self.facts[field] = value

    def finish(self) -> None:
        """What one cell says for another: a second number in the cell of the mobile, an ID number’s year."""
        if self.second and not self.facts.get("phone2"):
            self.facts["phone2"] = self.second
        if self.born and "birth_year" not in self.facts:
            self.facts["birth_year"] = self.born

    def _name(self, text: str) -> str:
        if "@" in text or re.search("[0-9].*[0-9].*[0-9]", text) or not re.search(r"[^\W\d_]", text):
            raise Unusable(Reason.NOT_A_NAME)
        return text

    _first_name = _last_name = _name

    def _member_number(self, text: str) -> str:
        return re.sub(r"(?<=[0-9])\.0$", "", _in_full(text))

    def _email(self, text: str) -> str:
        return _known(values.address(text), Reason.NOT_AN_ADDRESS)

    def _mobile(self, text: str) -> str:
        first, *others = _known(values.numbers(_in_full(text), self.phone), Reason.NOT_A_NUMBER)
        self.second = others[0] if others else None
        return first

    def _phone2(self, text: str) -> str | None:
        found = values.numbers(_in_full(text), self.phone)
        return found[0] if found else None

    def _postcode(self, text: str) -> str:
        code = values.postcode(text, self.country)
        return _known(code if len(code) <= LONGEST_CODE else None, Reason.TOO_LONG)

    def _town(self, text: str) -> str:
        return values.from_capitals(text) if text.isupper() and len(text) > 3 else text

    def _birth_year(self, text: str) -> int:
        ids = find(text, self.today, Column.IDS)
        return _known(ids[0][1] if ids else values.birth_year(text, self.today, self.country), Reason.NOT_A_YEAR)

    def _id_number(self, text: str) -> None:
        """It is good for the year of birth and for nothing else."""
        ids = find(text, self.today, Column.IDS)
        self.born = ids[0][1] if ids else values.birth_year(text, self.today, self.country)

    def _joined_on(self, text: str) -> date:
        day = values.day_of(text, self.today, self.country)
        return _known(day if day and date(1900, 1, 1) <= day <= self.today else None, Reason.NOT_A_DAY)

    def _fee_paid_for(self, text: str) -> int | None:
        """A bare yes is about this year; a no says nothing, for it doesn’t say which year was paid."""
        if text.casefold() in NO:
            return None
        year = self.today.year if text.casefold() in YES else values.fee_year(text, self.today, self.country)
        return _known(year, Reason.NOT_A_YEAR)

    def _language(self, text: str) -> str | None:
        return LANGUAGES.get(text.casefold())

    def _tags(self, text: str) -> list[str] | None:
        parts = [" ".join(tag.split()) for tag in text.split(";" if ";" in text else ",")]
        tags = {tag.casefold(): tag for tag in reversed(parts) if tag}
        if any(len(tag) > LONGEST_TAG for tag in tags):
            raise Unusable(Reason.TOO_LONG)
        return list(reversed(tags.values())) or None

    def _do_not_call(self, text: str) -> bool:
        """Whatever is written there and isn’t a no, nobody wants to have been wrong about."""
        return text.casefold() not in NO | EMPTY


def _known(value: Any, reason: Reason) -> Any:
    if value is None:
        raise Unusable(reason)
    return value


def _in_full(text: str) -> str:
    return str(_known(values.whole(text), Reason.LOST_DIGITS))


def _name(facts: Facts, mapping: Mapping[int, str]) -> Iterator[Problem]:
    """Put first and last name into ``facts``, from wherever they stand."""
    places = {field: index for index, field in mapping.items() if field in NAMES}
    whole, first, last = (facts.pop(field, "") for field in NAMES)
    if not first:
        first, rest = values.split_name(whole)
        last = last or rest
    if (first + last).isupper() and len(first + last) > 3:
        first, last = values.from_capitals(first), values.from_capitals(last)
    facts |= {"first_name": first, "last_name": last}
    if not first:
        field = next((field for field in ("first_name", "name") if field in places), "name")
        yield Problem(field, places.get(field, 0), Reason.NO_NAME)
    elif max(len(first), len(last)) > LONGEST["first_name"]:
        yield Problem("name", places.get("name", 0), Reason.TOO_LONG)


def is_not_a_person(cells: Sequence[str], mapping: Mapping[int, str], names: Sequence[str] = ()) -> bool:
    """Whether a row is the headings (``names``) once more, or totals at the bottom: skipped, not unusable."""
    filled = [cell for cell in cells if cell]
    if filled and filled == [name for name in names if name]:
        return True
    mapped = [(field, cells[index]) for index, field in mapping.items() if index < len(cells) and cells[index]]
    repeated = sum(field_of(cell) in (field, "phone") for field, cell in mapped)
    if repeated and repeated * 2 > len(mapped) and (repeated > 1 or len(mapping) == 1):
        return True
    if not filled or any("@" in cell for cell in filled):
        return False
    total, *others = filled
    match = TOTALS.fullmatch(total)
    if match is None or not all(re.fullmatch(r"[0-9][0-9 .,]*", cell) for cell in others):
        return False
    return len(others) == 1 or bool(match.group(3))


def same(field: str, ours: Any, said: Any) -> bool:
    """Whether ``said`` is what we have already, spelt otherwise: spaces, a postcode’s gap, capitals of an address."""
    if not (isinstance(ours, str) and isinstance(said, str)):
        return bool(ours == said)
    one, other = (" ".join(unicodedata.normalize("NFC", text).split()) for text in (ours, said))
    if field == "postcode":
        one, other = (re.sub(r"\s", "", values.postcode(text, "")).casefold() for text in (one, other))
    if field == "email" or one.isupper():
        one, other = one.casefold(), other.casefold()
    return one == other
