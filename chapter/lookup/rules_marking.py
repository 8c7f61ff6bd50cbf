"""Where in a text the words stand that were asked for; the text itself is never changed."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, takewhile
from typing import NamedTuple

from chapter.lookup.rules import Word, words

ROOM = 220
"""So many letters of a text stand under its title."""
BEFORE = 50
"""So many of them before the first word that was asked for."""

UNENDED = re.compile(r"(?<=[^\s.,:;!?…])\s*\n\s*")
"""The end of a line that no sign ends, as of a heading: the next doesn't go on from it."""

IsHit = Callable[[str], bool]


class Piece(NamedTuple):
    """A part of a text, and whether it is to be marked."""

    text: str
    is_marked: bool


def hits(text: str, is_hit: IsHit) -> list[Word]:
    """The words of ``text`` that are hits, none within another."""
    found: list[Word] = []
    for word in sorted((w for w in words(text) if is_hit(w.folded)), key=lambda w: (w.start, -w.end)):
        if not found or word.start >= found[-1].end:
            found.append(word)
    return found


def marked(text: str, is_hit: IsHit) -> list[Piece]:
    """``text`` in pieces, hits apart from the rest; together they are ``text``."""
    return list(_pieces(text, hits(text, is_hit)))


def _pieces(text: str, found: Sequence[Word]) -> Iterator[Piece]:
    done = 0
    for word in found:
        if word.start > done:
            yield Piece(text[done : word.start], False)
        yield Piece(text[word.start : word.end], True)
        done = word.end
    if done < len(text):
        yield Piece(text[done:], False)


def snippet(text: str, is_hit: IsHit) -> list[Piece]:
    """The part of ``text`` that tells most about the words that were asked for, with “…” where it is cut."""
    text = " ".join(UNENDED.sub(" · ", text.strip()).split())
    first, last = _window(text, hits(text, is_hit))
    pieces = marked(text[first:last].strip(), is_hit)
    return [
        *([Piece("… ", False)] if first else []),
        *pieces,
        *([Piece(" …", False)] if last < len(text) else []),
    ]


def _window(text: str, found: Sequence[Word]) -> tuple[int, int]:
    """Where the part begins and ends: there where most different words stand close together."""
    if len(text) <= ROOM:
        return 0, len(text)
    best = max(range(len(found)), key=lambda n: _worth(found, n), default=None)
    first = max(found[best].start - BEFORE, 0) if best is not None else 0
    first = min(first, len(text) - ROOM)
    space = text.find(" ", first, first + BEFORE) if first else -1
    first = space + 1 if space >= 0 else first
    return first, _end(text, first + ROOM)


def _worth(found: Sequence[Word], number: int) -> tuple[int, int, int]:
    """How many different hits there are from this one on, and how many in all; the first of two that are alike."""
    last = found[number].start + ROOM - BEFORE
    near = [word.folded for word in takewhile(lambda word: word.end <= last, islice(found, number, None))]
    return len(set(near)), len(near), -number


def _end(text: str, limit: int) -> int:
    """The last space before ``limit``, or the end."""
    if limit >= len(text):
        return len(text)
    space = text.rfind(" ", limit - ROOM // 2, limit + 1)
    return space if space > 0 else limit
