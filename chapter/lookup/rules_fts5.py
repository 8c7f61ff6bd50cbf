"""What is asked for, as SQLite's FTS5 wants to be asked; it gets words in quotes alone."""

from collections.abc import Iterable

from chapter.lookup.rules_asked import Wish

ALL, ANY = " AND ", " OR "
"""Between questions: all are to fit, or any."""


def expression(wish: Wish, longer: Iterable[str] = ()) -> str:
    """That a text has what was asked for; ``longer`` are words that its parts are part of."""
    words = _any({*wish.whole, *longer}, wish.begun)
    return f"({{title words}} : ({words}) OR {{title_stems stems}} : ({_any(wish.stems | wish.alike)}))"


def in_title(wish: Wish) -> str:
    """That a title has what was asked for itself."""
    return f"{{title title_stems}} : ({_any(wish.whole | wish.stems, wish.begun_in_title)})"


def _any(words: Iterable[str], begun: Iterable[str] = ()) -> str:
    return ANY.join([*(_quoted(word) for word in sorted(words)), *(f"{_quoted(word)} *" for word in sorted(begun))])


def _quoted(word: str) -> str:
    return '"' + word.replace('"', "") + '"'
