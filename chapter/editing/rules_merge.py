"""Two people have changed the same text: what both wrote in one, where they didn't write in the same place."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple


class Change(NamedTuple):
    """The lines from ``first`` up to ``end`` became other ``lines``."""

    first: int
    end: int
    lines: tuple[str, ...]


def merge(base: str, mine: str, theirs: str) -> str | None:
    """``base`` with both changes, line by line; None where they touch and don't say the same."""
    lines = base.split("\n")
    changes = sorted({*_changes(lines, mine.split("\n")), *_changes(lines, theirs.split("\n"))})
    if any(later.first <= earlier.end for earlier, later in pairwise(changes)):
        return None
    merged, done = [], 0
    for change in changes:
        merged += [*lines[done : change.first], *change.lines]
        done = change.end
    return "\n".join([*merged, *lines[done:]])


def _changes(base: Sequence[str], other: Sequence[str]) -> Iterator[Change]:
    for code, first, end, new_first, new_end in SequenceMatcher(None, base, other, autojunk=False).get_opcodes():
        if code != "equal":
            yield Change(first, end, tuple(other[new_first:new_end]))
