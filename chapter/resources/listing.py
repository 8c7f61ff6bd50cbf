"""The list of the bank: what was asked for, a page of it, and what was used most."""

from dataclasses import dataclass, replace
from typing import Any

from chapter.handbook import placeholders
from chapter.handbook.rules_alphabet import key
from chapter.handbook.syntax import beginning
from chapter.people.rules import fold
from chapter.resources.queries import Item
from chapter.resources.rules import matching

PAGE = 30
MOST = 5


@dataclass(frozen=True)
class Wanted:
    """What a reader looks for."""

    q: str = ""
    kind: str = ""
    category: int = 0
    tag: str = ""
    favourites: bool = False
    page: int = 1

    @classmethod
    def read(cls, args: Any) -> "Wanted":
        """What the address says; what makes no sense is nothing."""
        return cls(
            args.get("q", "").strip()[:100],
            args.get("kind", ""),
            args.get("category", 0, int),
            args.get("tag", "")[:100],
            bool(args.get("favourites", "")),
            max(args.get("page", 1, int), 1),
        )

    @property
    def is_anything(self) -> bool:
        """Whether not everything is looked for."""
        return bool(self.q or self.kind or self.category or self.tag or self.favourites)

    def address(self, **changed: Any) -> dict[str, Any]:
        """What an address says, with something changed."""
        asked = {"q": self.q, "kind": self.kind, "category": self.category, "tag": self.tag}
        asked |= {"favourites": "1" if self.favourites else "", **changed}
        return {name: value for name, value in asked.items() if value}


@dataclass(frozen=True)
class Found:
    """A page of what was found."""

    items: list[Item]
    many: int
    page: int
    pages: int


def found(items: list[Item], wanted: Wanted, language: str) -> Found:
    """The page of ``items`` that is wanted, in the order of the alphabet."""
    fitting = matching(items, fold(wanted.q), wanted.kind, wanted.tag, wanted.category, wanted.favourites)
    ordered = sorted(fitting, key=lambda item: (key(item.title, language), item.key))
    pages = max(1, -(-len(ordered) // PAGE))
    page = min(wanted.page, pages)
    return Found([told(item) for item in ordered[(page - 1) * PAGE : page * PAGE]], len(ordered), page, pages)


def most_used(items: list[Item]) -> list[Item]:
    """What was opened most this month; nothing, as long as hardly anything was."""
    used = sorted((item for item in items if item.used), key=lambda item: (-item.used, item.title))
    return used[:MOST] if len(used) >= 3 else []


def told(item: Item) -> Item:
    """A script's page tells by its first words what it's about."""
    return replace(item, about=beginning(item.page.text, placeholders.word)) if item.page else item
