"""Which trees of pages there are, how addresses are made, and how pages are put in order."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple, Protocol, TypeVar


class Section(StrEnum):
    """A tree of pages; its word begins the pages' addresses."""

    HANDBOOK = "handbook"
    RESOURCES = "resources"
    """Scripts and other texts of the resource bank."""
    ABOUT = "about"
    STANDPOINTS = "standpoints"
    """From A to Ö: short entries without a tree."""


LONGEST_SLUG = 60
SPELT = str.maketrans({"ø": "o", "æ": "ae", "ß": "ss", "đ": "d", "ł": "l"})
TAKEN = frozenset({"help", "print", "pages", "glossary", "search", "new", "translate"})
"""Words that addresses of other views have where a page's would stand."""


def slug(title: str, taken: Collection[str] = ()) -> str:
    """``title`` as it can stand in an address: a–z, digits and hyphens, and none that is ``taken``."""
    plain = unicodedata.normalize("NFKD", title.casefold().translate(SPELT)).encode("ascii", "ignore").decode()
    made = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_SLUG].rstrip("-") or "page"
    free, number = made, 1
    while free in taken or free in TAKEN or free.isdecimal():
        number += 1
        free = f"{made}-{number}"
    return free


class Placed(Protocol):
    """What stands somewhere in a tree."""

    id: int
    parent_id: int | None
    position: int


Something = TypeVar("Something", bound=Placed)


class Leaf(NamedTuple):
    """A page in its place; ``depth`` counts from 0."""

    page: Placed
    depth: int


def in_order(pages: Iterable[Something]) -> list[tuple[Something, int]]:
    """``pages`` as one reads them, from the first to the last, each with its depth; siblings by position.

    A page whose parent isn't among ``pages`` (the reader may not see it) stands at the top.
    """
    pages = sorted(pages, key=lambda page: (page.position, page.id))
    ids = {page.id for page in pages}
    children: dict[int | None, list[Something]] = {}
    for page in pages:
        children.setdefault(page.parent_id if page.parent_id in ids else None, []).append(page)

    found: list[tuple[Something, int]] = []
    waiting = [(page, 0) for page in reversed(children.pop(None, []))]
    while waiting:
        page, depth = waiting.pop()
        found.append((page, depth))
        waiting.extend((child, depth + 1) for child in reversed(children.pop(page.id, [])))
    return found


def may_stand_under(page_id: int, parent_id: int | None, pages: Sequence[Placed]) -> bool:
    """Whether a page can be put under ``parent_id`` without standing under itself."""
    parents = {page.id: page.parent_id for page in pages}
    above: int | None = parent_id
    while above is not None:
        if above == page_id:
            return False
        above = parents.get(above)
    return parent_id is None or parent_id in parents
