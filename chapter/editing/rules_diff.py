"""What has changed between two texts: line by line, and word by word inside the lines."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

AROUND = 2
"""So many lines that are the same are shown beside those that aren't."""
ALIKE = 0.3
"""Lines with less in common than this are shown as other lines, not as the same with other words."""
MOST = 100_000
"""Pairs of words, or of lines, that are the same: of more than this nobody waits to see how they belong together."""

WORDS = re.compile(r"\n|[^\S\n]*\w+|[^\S\n]*[^\w\s]|[^\S\n]+")


class Kind(StrEnum):
    """What has become of some words."""

    SAME = "same"
    DELETED = "deleted"
    INSERTED = "inserted"


class Part(NamedTuple):
    """Words that share a fate."""

    kind: Kind
    text: str


class Stretch(NamedTuple):
    """Lines that are shown together; or how many, all the same, are left out here."""

    parts: tuple[Part, ...] = ()
    skipped: int = 0


def difference(old: str, new: str) -> list[Stretch]:
    """How ``old`` became ``new``, as one reads it; nothing if they are the same."""
    before, after = old.split("\n"), new.split("\n")
    if is_too_much([line for line in before if line.strip()], after):
        return [Stretch(tuple(_replaced(old, new)))] if old != new else []
    # Empty lines are “junk”: they say nothing of which lines belong together, and there are many.
    codes = SequenceMatcher(lambda line: not line.strip(), before, after, autojunk=False).get_opcodes()
    found: list[Stretch] = []
    for code, first, end, new_first, new_end in codes if old != new else ():
        if code == "equal":
            is_first, is_last = first == new_first == 0, (end, new_end) == (len(before), len(after))
            found += _same(before[first:end], is_first, is_last)
        else:
            old_words, new_words = "\n".join(before[first:end]), "\n".join(after[new_first:new_end])
            found.append(Stretch(tuple(_by_words(old_words, new_words))))
    return found


def is_too_much(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether so much in two texts is the same again and again that holding them together would take too long."""
    there = Counter(after)
    return sum(there[one] for one in before) > MOST


class Extent(NamedTuple):
    """How many words came, and how many went."""

    added: int
    removed: int


def extent(old: str, new: str) -> Extent:
    """How much there is between two texts, without telling where."""
    before, after = Counter(old.split()), Counter(new.split())
    return Extent((after - before).total(), (before - after).total())


def _same(lines: Sequence[str], is_first: bool, is_last: bool) -> Iterator[Stretch]:
    head, tail = 0 if is_first else AROUND, 0 if is_last else AROUND
    if len(lines) <= head + tail + 1:
        yield _stretch(lines)
        return
    if head:
        yield _stretch(lines[:head])
    yield Stretch(skipped=len(lines) - head - tail)
    if tail:
        yield _stretch(lines[-tail:])


def _stretch(lines: Sequence[str]) -> Stretch:
    return Stretch((Part(Kind.SAME, "\n".join(lines)),))


def _by_words(old: str, new: str) -> Iterator[Part]:
    """The parts of lines that were changed; those that have become quite other ones come whole."""
    before, after = WORDS.findall(old), WORDS.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if is_too_much(before, after) or matcher.ratio() < ALIKE:
        yield from _replaced(old, new)
        return
    for code, first, end, new_first, new_end in matcher.get_opcodes():
        if code == "equal":
            yield Part(Kind.SAME, "".join(before[first:end]))
        else:
            yield from _replaced("".join(before[first:end]), "".join(after[new_first:new_end]))


def _replaced(old: str, new: str) -> Iterator[Part]:
    if old:
        yield Part(Kind.DELETED, old)
    if new:
        yield Part(Kind.INSERTED, new)
