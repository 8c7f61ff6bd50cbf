"""Where media are shown, in words. A feature says what its own sources are called, and where they are."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from chapter.i18n import lazy

Describe = Callable[[list[str]], dict[str, tuple[str, str]]]

ELSEWHERE = lazy("Somewhere else on the site")

_known: dict[str, Describe] = {}


class Where(NamedTuple):
    """Something that shows a medium: what it is called, and its address ("" if it has none)."""

    label: Any
    url: str


def register(prefix: str, describe: Describe) -> None:
    """Say what the sources that begin with ``prefix`` (“page:”) are: ``describe`` gives label and address of each."""
    _known[prefix] = describe


def where(sources: Iterable[str]) -> list[Where]:
    """What shows a medium; what is one place is told once."""
    by_kind: dict[str, list[str]] = {}
    for source in sources:
        by_kind.setdefault(next((prefix for prefix in _known if source.startswith(prefix)), ""), []).append(source)
    found: dict[str, tuple[str, str]] = {}
    for prefix, theirs in by_kind.items():
        found |= _known[prefix](theirs) if prefix else {}
    told = [Where(*found[source]) for theirs in by_kind.values() for source in theirs if source in found]
    unknown = any(source not in found for theirs in by_kind.values() for source in theirs)
    return [*dict.fromkeys(told), *([Where(ELSEWHERE, "")] if unknown else [])]
