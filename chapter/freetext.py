"""Whether a free text looks as if it holds what may not be written down about somebody.

A warning, never a wall: the writer may know better. It looks for ID numbers and what the GDPR's articles 9 and 10 are
about: health, belief, origin, sexuality, crimes. Political opinion and the union are a chapter's own matter. This is
the rule that the words in ``freetext.txt`` and the corpus in ``tests/corpus`` go by:

- An illness, injury, treatment, disability, pregnancy, addiction or sick leave, anybody's. What passes in days and
  only says why to ring later (“förkyld”, “syk i dag”, “vabbar”) isn't warned of, nor what the kitchen must know.
- A person's faith or lack of it, and what shows it. Not a church as a place or a choir, nor a party with a creed.
- Where somebody's family is from, and how they came. Not a language, a journey, nor a move within the country.
- Whom somebody loves, and gender that changed. Not an issue, a parade or a group for it.
- What somebody was suspected of, reported or punished for. Not what they think about crime, nor whom they work for.
- Nobody's work, studies, organisation or street is any of these.

Words are found at their beginning, so that “cancerbehandling” and “sykemeldt” are found too.
"""

import re
import unicodedata
from pathlib import Path

WORDS = Path(__file__).with_suffix(".txt")
"""One expression a line, under headings; what is ``innocent`` looks like it and isn't, and is taken away first."""


def _expressions(text: str) -> dict[str, str]:
    """What is to be looked for under each heading of :data:`WORDS`, as one expression."""
    stand_ins: dict[str, str] = {}
    found: dict[str, list[str]] = {}
    for line in filter(None, (line for line in text.splitlines() if not line.startswith("#"))):
        if heading := re.fullmatch(r"\[(\w+)\]", line):
            under = found.setdefault(heading[1], [])
        elif stand_in := re.fullmatch(r"(\w+) = (.+)", line):
            stand_ins[f"{{{stand_in[1]}}}"] = stand_in[2]
        else:
            for name, meaning in stand_ins.items():
                line = line.replace(name, meaning)
            under.append(rf"\b\w*{line[1:]}" if line.startswith("*") else rf"\b{line}")
    return {heading: "|".join(lines) for heading, lines in found.items()}


_LOOKED_FOR = _expressions(WORDS.read_text(encoding="utf-8"))
_INNOCENT = re.compile(_LOOKED_FOR.pop("innocent"))
_SENSITIVE = re.compile("|".join(_LOOKED_FOR.values()))
_DIGITS = re.compile(r"(?<![\d+])\d{2,8}(?:[-+. –]{0,2}\d{1,6}){0,4}(?!\d)")


def found(text: str) -> str:
    """The part of ``text`` that had better be looked at once more before it is kept; nothing, if there is none."""
    if number := _id_number(text):
        return number
    plain = " ".join(unicodedata.normalize("NFC", text).replace("\xad", "").casefold().split())
    hit = _SENSITIVE.search(_INNOCENT.sub("·", plain))
    return _whole(hit) if hit else ""


def is_sensitive(text: str) -> bool:
    """Whether ``text`` had better be looked at once more before it is kept."""
    return bool(found(text))


def holds_id_number(text: str) -> bool:
    """Whether a national ID number stands in ``text``."""
    return bool(_id_number(text))


def is_id_number(digits: str) -> bool:
    """Whether ten digits are a Swedish number, or eleven a Norwegian one, by their day and their check digits.

    Coordination numbers have 60 added to the day, D-numbers 40; Norwegian ones made up for tests have 40 or 80 added
    to the month.
    """
    numbers = [int(d) for d in digits]
    if len(numbers) == 10:
        doubled = [n * (2 - i % 2) for i, n in enumerate(numbers)]
        return sum(n // 10 + n % 10 for n in doubled) % 10 == 0 and _is_day(int(digits[4:6]) % 60, int(digits[2:4]))
    first, second = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
    weighed = (sum(w * n for w, n in zip(weights, numbers, strict=False)) % 11 for weights in (first, second))
    return len(numbers) == 11 and not any(weighed) and _is_day(int(digits[:2]) % 40, int(digits[2:4]) % 40)


def _is_day(day: int, month: int) -> bool:
    return 1 <= day <= 31 and 1 <= month <= 12


def _id_number(text: str) -> str:
    """The first ID number in ``text``: its last four (in Norway five) digits stand together, as nobody splits them."""
    for candidate in _DIGITS.findall(text):
        groups = re.findall(r"\d+", candidate)
        digits = "".join(groups)
        short = digits[2:] if len(digits) == 12 and digits[:2] in ("18", "19", "20") else digits
        last = {10: 4, 11: 5}.get(len(short))
        if last and (len(groups) == 1 or len(groups[-1]) == last) and is_id_number(short):
            return candidate
    return ""


def _whole(hit: re.Match[str]) -> str:
    """What was found, to the end of its last word."""
    rest = re.match(r"\w*", hit.string[hit.end() :])
    return (hit[0] + (rest[0] if rest else "")).strip()
