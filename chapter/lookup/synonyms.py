"""Words that mean the same, from ``synonyms.toml``; read when the first search needs them."""

import tomllib
from functools import cache
from pathlib import Path

from chapter.lookup.rules import HYPHEN, fold, stem


@cache
def _by_stem() -> dict[str, frozenset[str]]:
    """For each stem the stems of all words that mean the same."""
    groups = tomllib.loads((Path(__file__).parent / "synonyms.toml").read_text(encoding="utf-8"))
    found: dict[str, frozenset[str]] = {}
    for group in groups.values():
        stems = {
            stem(fold(HYPHEN.sub("", word)), language) for language, said in group.items() for word in said.split()
        }
        for each in stems:
            found[each] = found.get(each, frozenset()) | stems
    return found


def meanings(stemmed: str) -> frozenset[str]:
    """The stems of words that mean the same as one with the stem ``stemmed``."""
    return _by_stem().get(stemmed, frozenset())
