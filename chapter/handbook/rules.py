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

    @property
    def id(self) -> int:
        """Which it is."""

    @property
    def parent_id(self) -> int | None:
        """What it stands under."""

    @property
    def position(self) -> int:
        """Its place among its siblings."""


Something = TypeVar("Something", bound=Placed)


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
    passed: set[int] = set()
    while above is not None and above not in passed:
        if above == page_id:
            return False
        passed.add(above)
        above = parents.get(above)
    return parent_id is None or parent_id in parents


SHOWN_BESIDE, SHOWN_BELOW = 40, 200
"""So many pages of one level are shown beside a page, and below it; the others are turned to, or searched for."""


class Around(NamedTuple):
    """What stands around a page in its tree, by id: those above it from the top, its level with itself, those right
    below it, and the pages before and after it as one reads."""

    above: list[int]
    beside: list[int]
    below: list[int]
    before: int | None
    after: int | None

    @property
    def all(self) -> set[int]:
        """Every page that is named."""
        return {*self.above, *self.beside, *self.below} | {id for id in (self.before, self.after) if id is not None}


def around(page_id: int, ordered: Sequence[tuple[Placed, int]]) -> Around:
    """What stands around ``page_id`` among pages :func:`in_order`; nothing, if it isn't among them."""
    place = next((number for number, (page, _depth) in enumerate(ordered) if page.id == page_id), None)
    if place is None:
        return Around([], [page_id], [], None, None)
    above: list[int] = []
    depth, wanted = ordered[place][1], ordered[place][1] - 1
    first, end = place, place + 1
    while first > 0 and ordered[first - 1][1] >= depth:
        first -= 1
    while end < len(ordered) and ordered[end][1] >= depth:
        end += 1
    for page, level in reversed(ordered[:first]):
        if level == wanted:
            above, wanted = [page.id, *above], wanted - 1
    beside = [page.id for page, level in ordered[first:end] if level == depth]
    below = []
    for page, level in ordered[place + 1 : end]:
        if level == depth:
            break
        below += [page.id] if level == depth + 1 else []
    return Around(
        above,
        _window(beside, beside.index(page_id)),
        below[:SHOWN_BELOW],
        ordered[place - 1][0].id if place else None,
        ordered[place + 1][0].id if place + 1 < len(ordered) else None,
    )


def _window(ids: list[int], middle: int) -> list[int]:
    first = max(0, min(middle - SHOWN_BESIDE // 2, len(ids) - SHOWN_BESIDE))
    return ids[first : first + SHOWN_BESIDE]


def under(page_id: int, ordered: Sequence[tuple[Something, int]]) -> list[tuple[Something, int]]:
    """A page and all that stands under it, in order, with depths that begin at 0."""
    place = next((number for number, (page, _depth) in enumerate(ordered) if page.id == page_id), len(ordered))
    found = [*ordered[place : place + 1]]
    for page, depth in ordered[place + 1 :]:
        if depth <= found[0][1]:
            break
        found.append((page, depth))
    return [(page, depth - found[0][1]) for page, depth in found]


def chosen(languages: Collection[str], wanted: str) -> str | None:
    """The language in which somebody who speaks ``wanted`` reads what there is in ``languages``."""
    return wanted if wanted in languages else min(languages, default=None)
