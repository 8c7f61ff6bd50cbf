"""What an address asks for: a search, kept or not, and words typed to find somebody among those it finds."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from sqlalchemy import ColumnElement, func, select

from chapter.db import db
from chapter.errors import Missing
from chapter.i18n import _
from chapter.people.models import Person
from chapter.people.queries import is_called
from chapter.searches import queries, registry
from chapter.searches.models import SavedSearch
from chapter.searches.rules import EVERYBODY, Search, is_sound, parts_of

LONGEST, MOST_TYPED = 8_000, 200
LONGEST_CARRIED = 4_000
"""So many characters of an address a search may take: within another address, to sign in first, they grow to twice."""


@dataclass(frozen=True)
class Asked:
    """A search (the ``saved`` one's, if it is kept), and what was typed; ``is_garbled``: it couldn't be read."""

    search: Search
    saved: SavedSearch | None = None
    typed: str = ""
    is_garbled: bool = False

    def args(self) -> dict[str, Any]:
        """The same as the query of an address, so that another page asks for the same people."""
        if self.saved:
            asks: dict[str, Any] = {"search": self.saved.id}
        else:
            asks = {"s": compact(self.search)} if parts_of(self.search)[1] else {}
        return asks | ({"q": self.typed} if self.typed else {})

    def where(self) -> list[ColumnElement[bool]]:
        """The conditions on ``Person`` for those who are asked for."""
        return [queries.finds(self.search), *is_called(self.typed)]

    def in_words(self) -> list[str]:
        """It in sentences, in the reader's language; all of them hold."""
        typed = [_("Found by “%(typed)s”", typed=self.typed)] if self.typed else []
        said = registry.in_words(self.search)
        return typed + said if parts_of(self.search)[1] or not typed else typed

    def count(self) -> int:
        """How many people are asked for."""
        return db.session.scalar(select(func.count()).select_from(Person).where(*self.where())) or 0


def asked(args: Mapping[str, str]) -> Asked:
    """What the query of an address asks for; what can't be read asks for everybody, and says so."""
    typed = " ".join(args.get("q", "").replace("\x00", "").split())[:MOST_TYPED]
    text, saved_id = args.get("s", ""), args.get("search", "")
    if text:
        search = read(text)
        return Asked(search or EVERYBODY, None, typed, is_garbled=search is None)
    if saved_id:
        saved = _kept(saved_id)
        return Asked(saved.criteria if saved else EVERYBODY, saved, typed, is_garbled=saved is None)
    return Asked(EVERYBODY, None, typed)


def compact(search: Search) -> str:
    """A search as it stands in an address."""
    return json.dumps(search, ensure_ascii=False, separators=(",", ":"))


def is_carried(search: Search) -> bool:
    """Whether it is short enough for an address."""
    return len(quote(compact(search), safe="")) <= LONGEST_CARRIED


def read(text: str) -> Search | None:
    """The search that stands in an address; nothing if it is none, or one that the reader may not make."""
    try:
        found: Any = json.loads(text) if len(text) <= LONGEST else None
    except (ValueError, RecursionError):
        return None
    return found if is_sound(found) and registry.is_open(found) else None


def _kept(text: str) -> SavedSearch | None:
    try:
        return queries.saved_search(int(text)) if text.isascii() and len(text) < 10 else None
    except (ValueError, Missing):
        return None
