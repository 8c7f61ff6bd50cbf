"""Words as search sees them: without case, dots and endings, whichever keyboard they were typed on."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f\u00ad])*(?:[-‐‑](?:[^\W_]|[\u0300-\u036f\u00ad])+)*")
"""A word, with the hyphens inside it; marks that stand by themselves on the letter before are part of it."""
HYPHEN = re.compile("[-‐‑]")
LETTERS = str.maketrans("åäæáàâãéèêëíìîïóòôõöøúùûüýçñ", "aaaaaaaeeeeiiiioooooouuuuycn")
TWO_FOR_ONE = re.compile(r"(?<=a)[ae]|(?<=o)e")
"""How å, æ and ø are written where the keyboard lacks them: aa, ae, oe."""


class Word(NamedTuple):
    """A word in a text: folded, and where it stands."""

    folded: str
    start: int
    end: int


@lru_cache(maxsize=4096)
def fold(word: str) -> str:
    """``word`` in a–z: “Möte”, “MØTE” and “mote” are the same. Other alphabets keep their letters."""
    plain = word.casefold().translate(LETTERS)
    if not plain.isascii() or not plain.isalnum():
        plain = "".join(letter for letter in unicodedata.normalize("NFKD", plain) if letter.isalnum())
    return plain


def spelt_out(folded: str) -> str:
    """What “moete” is for whoever has the letters: “mote”."""
    return TWO_FOR_ONE.sub("", folded)


def words(text: str) -> Iterator[Word]:
    """The words of ``text``; one with hyphens is there in its parts and as a whole, so that each way finds it."""
    for found in WORD.finditer(text):
        parts = HYPHEN.split(found[0])
        start = found.start()
        for part in parts if len(parts) > 1 else ():
            if folded := fold(part):
                yield Word(folded, start, start + len(part))
            start += len(part) + 1
        if folded := fold("".join(parts)):
            yield Word(folded, *found.span())


def _endings(*steps: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"(?:{step})$") for step in steps)


ENDINGS = {
    "sv": _endings(
        "arna|erna|enas?|heterna|orna|ade?|ande|arne|are|aste|en|anden|aren|heten|ern|ar|er|heter|or|as|arnas|ernas|ornas|es|"
        "ades|andes|ens|arens|hetens|erns|at|andet|het|ast|a|e|"
        "(?<=[bcdfghjklmnoprtvy])s|(?<!fab)(?<!pak)(?<!rak)(?<!stak)(?<!kom)(?<!i)(?<!it)(?<!h)ets?",
        "(?<=[dg])d|(?<=n)n|(?<=[dgkt])t",
        "lig|ig|els|(?<=full)t|(?<=[iklnprtuv]os)t",
    ),
    "nb": _endings(
        "ede|ande|ende|ane|ene|hetene|en|heten|ar|er|heter|as|es|edes|endes|enes|hetenes|ens|hetens|ers|(?<!it)ets?|het|ast|a|"
        "e|(?<=er)te?|(?<=[bcdfghjlmnoptvyz])s|(?<=[^e]r)s|(?<=[^aeiouy]k)s",
        "(?<=[dv])t",
        "e?leg|e?ig|lig|els|e?lov|slov|hetslov",
    ),
}
"""What is taken off a folded word, in three steps: the Snowball stemmers for Swedish and Norwegian
(snowballstem.org), with “et” taken off more freely. The package weighs 10 MB in memory; these are all it would do here.
"""
REGION = re.compile("[aeiouy][^aeiouy]")
"""Endings stand behind the first vowel and its consonant, and behind the third letter."""


@lru_cache(maxsize=4096)
def stem(folded: str, language: str) -> str:
    """A folded word without its endings in ``language``: “motet”, “moten” and “motena” are all “mot”."""
    first = REGION.search(folded)
    region = max(first.end(), 3) if first else len(folded)
    for step in ENDINGS[language]:
        if found := step.search(folded, region):
            folded = folded[: found.start()]
    return folded
