"""What holds for people: which numbers they have, which facts can change, and how they are found and sorted."""

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

Facts = dict[str, Any]


class Number(StrEnum):
    """Which of a person's numbers; the name of its column."""

    MOBILE = "mobile"
    PHONE2 = "phone2"


class How(StrEnum):
    """What brought a change about."""

    BY_HAND = "by_hand"
    IMPORT = "import"
    UNDO = "undo"
    MERGE = "merge"
    CALL = "call"
    THEMSELVES = "themselves"


class Shelf(StrEnum):
    """What an entry of a person's history is about."""

    REGISTER = "register"
    CALLS = "calls"
    SIGNUPS = "signups"
    GROUPS = "groups"
    NOTES = "notes"


FIELDS = (
    *("member_number", "first_name", "last_name", "email", "mobile", "phone2", "postcode", "town"),
    *("birth_year", "gender", "language", "joined_on", "fee_paid_for", "union", "skills", "interests", "source"),
)
"""What is known of a person and may be changed by hand, in the order in which it is shown."""

REGISTER_FIELDS = (
    *("member_number", "first_name", "last_name", "email", "mobile", "phone2", "postcode", "town"),
    *("birth_year", "joined_on", "fee_paid_for"),
)
"""Of these the party's central register knows; everything else is the chapter's own."""

FOUND_BY = "first_name", "last_name", "email", "mobile", "phone2", "member_number"
ALIKE = str.maketrans({"å": "a", "ä": "a", "æ": "a", "ö": "o", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i"})
AFTER_Z = {
    "SE": str.maketrans({"å": "zzz1", "ä": "zzz2", "æ": "zzz2", "ö": "zzz3", "ø": "zzz3"}),
    "NO": str.maketrans({"æ": "zzz1", "ä": "zzz1", "ø": "zzz2", "ö": "zzz2", "å": "zzz3"}),
}
"""Where each country's alphabet has the letters after z."""
CALLING_CODE = re.compile(r"^(?:\+|00)(?:46|47|45|358|354)")
NOT_ASCII = re.compile(r"[^\x00-\x7f]")
NUMBER_LIKE = re.compile(r"[\d\s()+./-]+")


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


PARTICLES = {"af", "av", "da", "de", "del", "den", "der", "di", "la", "le", "van", "von"}


def fold(text: str) -> str:
    """``text`` as forgiving eyes read it: no capitals, no accents; Kjær is Kjaer is Kjar, Håkon is Haakon."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(ALIKE))
    plain = NOT_ASCII.sub(lambda c: "" if unicodedata.combining(c[0]) else c[0], plain)  # long texts are folded, too
    return " ".join(plain.replace("aa", "a").replace("ae", "a").replace("oe", "o").split())


def digits(text: str) -> str:
    """The digits that all spellings of a number share: no calling code, no leading zeros."""
    return re.sub(r"\D", "", CALLING_CODE.sub("", text.strip())).lstrip("0")


def find_text(facts: Mapping[str, Any]) -> str:
    """What a person is searched in: folded name and address, and the digits of their numbers."""
    first, last, email, *numbers = (str(facts.get(name) or "") for name in FOUND_BY)
    words = [fold(f"{first} {last}"), fold(email), *map(_term, numbers)]
    return " ".join(word for word in words if word)


def terms(typed: str) -> list[str]:
    """What must all be in the ``find_text`` of those whom somebody who typed this looks for."""
    if NUMBER_LIKE.fullmatch(typed.strip() or "x"):
        return [digits(typed)] if digits(typed) else []
    return [word for word in map(_term, typed.split()[:8]) if word]


def _term(word: str) -> str:
    return digits(word) if NUMBER_LIKE.fullmatch(word) else fold(word)


def sort_name(first: str, last: str, country: str) -> str:
    """What a person is sorted by: the last name, then the first, in the alphabet of ``country`` (SE or NO)."""
    name = f"{last} {first}".strip().casefold()
    if country == "NO":
        name = name.replace("aa", "å")
    name = name.translate(AFTER_Z.get(country, AFTER_Z["SE"]))
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))


def derived(facts: Mapping[str, Any], country: str) -> Facts:
    """The columns that follow from the facts, for those who write people past the ORM."""
    name = sort_name(facts["first_name"], facts.get("last_name") or "", country)
    return {"find_text": find_text(facts), "sort_name": name}
