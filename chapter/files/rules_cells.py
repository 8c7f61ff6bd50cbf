"""A row of clean text becomes facts about a person, or reasons why it can't.

A row is unusable when it has no name, when a filled cell of the ``STRICT`` fields can't be understood, or when
something is too long: it is pointed at, and never half-used. In the other fields, what can't be understood is left
out. Empty cells say nothing. Nothing here raises, whatever the cells hold.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from chapter.files import rules_values as values
from chapter.files.rules_headings import field_of
from chapter.files.rules_ids import Column, find
from chapter.files.rules_texts import EMPTY, LONGEST, NAMES, Reason, Unusable, plain
from chapter.files.rules_values import Phone
from chapter.people.rules import split_name

__all__ = ["Facts", "Problem", "Reason", "Said", "is_not_a_person", "read_row", "same"]

Facts = dict[str, Any]


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


LONGEST_TAG, LONGEST_CODE = 60, 12
STRICT = {*NAMES, "member_number", "email", "mobile", "birth_year", "joined_on", "fee_paid_for"}
"""What a row is recognised by, or what it would be wrong about for years."""
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
TOTALS = re.compile(
    r"(totalt?|summa|sum|antal|antall|i alt|subtotal|delsumma|delsum|count|grand total|totalsumma"
    r"|(antal|antall|number of|summa|sum|totalt) (medlemmar|medlemmer|personer|poster|rader|members|rows|people))"
    r"\s*[:=]?\s*(?P<number>[0-9][0-9  .,]*)?"
    r"( st| stk| medlemmar| medlemmer| personer| rader| members| rows| people)?\.?",
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
            text = plain(cell, field)
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
        if not any(letter.isalpha() for letter in text):
            raise Unusable(Reason.NOT_A_NAME)
        return self._last_name(text)

    _first_name = _name

    def _last_name(self, text: str) -> str:
        letters, digits = (sum(map(kind, text)) for kind in (str.isalpha, str.isdigit))
        if "@" in text or digits > max(letters, 4):  # An address or a number that slipped into the wrong column.
            raise Unusable(Reason.NOT_A_NAME)
        return text

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
        tags: dict[str, str] = {}
        for part in text.split(";" if ";" in text else ","):
            tags.setdefault(" ".join(part.split()).casefold(), " ".join(part.split()))
        if any(len(tag) > LONGEST_TAG for tag in tags):
            raise Unusable(Reason.TOO_LONG)
        return [tag for tag in tags.values() if tag] or None

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
        first, rest = split_name(whole)
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
    return len(others) == 1 or bool(match["number"])


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
