"""Two people have changed the same text: what both wrote in one, where they didn't write in the same place."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise, takewhile
from typing import NamedTuple

from chapter.editing.rules_diff import is_too_much


class Change(NamedTuple):
    """The lines from ``first`` up to ``end`` became other ``lines``."""

    first: int
    end: int
    lines: tuple[str, ...]


def merge(base: str, mine: str, theirs: str) -> str | None:
    """``base`` with both changes, line by line; None where they touch and don't say the same, or
    where there is no telling."""
    lines = base.split("\n")
    ours, others = _changes(lines, mine.split("\n")), _changes(lines, theirs.split("\n"))
    if ours is None or others is None:
        return None
    changes = sorted({*ours, *others})
    if any(later.first <= earlier.end for earlier, later in pairwise(changes)):
        return None
    merged, done = [], 0
    for change in changes:
        merged += [*lines[done : change.first], *change.lines]
        done = change.end
    return "\n".join([*merged, *lines[done:]])


def _changes(base: Sequence[str], other: Sequence[str]) -> list[Change] | None:
    """What became of ``base``; None if that would take too long to find out."""
    start = _same(base, other)
    rest, others = base[start:], other[start:]
    end = _same(rest[::-1], others[::-1])
    rest, others = rest[: len(rest) - end], others[: len(others) - end]
    if is_too_much(rest, others):
        return None
    codes = SequenceMatcher(None, rest, others, autojunk=False).get_opcodes()
    return [
        Change(start + first, start + last, tuple(others[new_first:new_last]))
        for code, first, last, new_first, new_last in codes
        if code != "equal"
    ]


def _same(one: Sequence[str], other: Sequence[str]) -> int:
    """How many lines are the same from the start."""
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
