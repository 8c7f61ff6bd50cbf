"""From A to Ö: how each language sorts, and under which letter a word stands."""

import unicodedata
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import TypeVar

AFTER_Z = {"sv": "åäö", "nb": "æøå"}
SAME = {"sv": str.maketrans("æø", "äö"), "nb": str.maketrans("äö", "æø")}
"""The neighbour's letters stand where one's own do."""
BEFORE_A = "0–9"

Something = TypeVar("Something")


def key(words: str, language: str) -> str:
    """What ``words`` are sorted by in ``language``; capitals, quotes and accents that are no letters don't count.

    Swedish: Svenska Akademiens ordlista, å ä ö after z. Norwegian: Språkrådet, æ ø å after z; “aa” is two letters,
    as in ordinary words.
    """
    after = AFTER_Z[language]
    plain = unicodedata.normalize("NFC", words.casefold()).translate(SAME[language])
    letters = (chr(ord("{") + after.index(letter)) if letter in after else _bare(letter) for letter in plain)
    return "".join(letters).lstrip(" \"'“”‘’«»()–-…!?.,")


def _bare(letter: str) -> str:
    return "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))


def letter(words: str, language: str) -> str:
    """The heading that ``words`` stand under."""
    first = key(words, language)[:1]
    if "{" <= first <= "}":
        return AFTER_Z[language][ord(first) - ord("{")].upper()
    return first.upper() if first.isalpha() else BEFORE_A


def by_letter(
    things: Iterable[Something], words: Callable[[Something], str], language: str
) -> list[tuple[str, list[Something]]]:
    """``things`` in the order of the alphabet, under their letters."""
    ordered = sorted(things, key=lambda thing: key(words(thing), language))
    return [(head, list(under)) for head, under in groupby(ordered, key=lambda thing: letter(words(thing), language))]
