"""Where media are shown, in words. A feature says what its own sources are called, and where they are."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

Describe = Callable[[list[str]], dict[str, tuple[str, str]]]

_known: dict[str, Describe] = {}


class Where(NamedTuple):
    """Something that shows a medium: what it is called, and its address ("" if it has none)."""

    label: Any
    url: str


def register(prefix: str, describe: Describe) -> None:
    """Say what the sources that begin with ``prefix`` (“page:”) are: ``describe`` gives label and address of each."""
    _known[prefix] = describe


def where(sources: Iterable[str]) -> list[Where]:
    """What shows a medium; what nobody knows any more is left out, and what is one place is told once."""
    by_kind: dict[str, list[str]] = {}
    for source in sources:
        by_kind.setdefault(next((prefix for prefix in _known if source.startswith(prefix)), ""), []).append(source)
    unknown = [Where(source, "") for source in by_kind.pop("", [])]
    told = (Where(*place) for prefix, theirs in by_kind.items() for place in _known[prefix](theirs).values())
    return [*dict.fromkeys(told), *unknown]
