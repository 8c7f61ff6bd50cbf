"""Reads: what stands on the front page for whoever looks at it."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from chapter.access import Audience
from chapter.front import queries
from chapter.front.models import FrontPage
from chapter.front.rules import Part, arranged, shown
from chapter.i18n import in_language
from chapter.settings.queries import chapter


def front(readers: Collection[Audience], now: datetime) -> dict[str, Any]:
    """The front page for ``readers``: its words, its picture, and the parts that have something to say, in order."""
    page = queries.front_page()
    facts: dict[str, Any] = {
        "heading": (in_language(page.heading) if page else "") or chapter().name,
        "text": (in_language(page.text) if page else "") or in_language(chapter().about),
        "picture": page.picture if page else None,
        "picture_says": in_language(page.picture_says) if page else "",
        "links": [],
    }
    filled = {part: FILLING[part](page, readers, now) for part in _wanted(page)}
    return facts | {part.value: found for part, found in filled.items()} | {"parts": [p for p in filled if filled[p]]}


def _wanted(page: FrontPage | None) -> list[Part]:
    return [Part(name) for name in shown(arranged(page.arranged.get("parts", []) if page else [], list(Part)))]


def _is_reachable() -> bool:
    here = chapter()
    return bool(here.contact_email or here.contact_phone)


FILLING: dict[Part, Callable[[FrontPage | None, Collection[Audience], datetime], Any]] = {
    Part.LINKS: lambda page, _readers, now: [link for link, is_shown in queries.links(page, now) if is_shown],
    Part.GROUPS: lambda page, _readers, _now: [group for group, is_shown in queries.groups(page) if is_shown],
    Part.NEWS: lambda _page, readers, _now: queries.in_short(readers),
    Part.ABOUT: lambda _page, readers, _now: queries.about_pages(readers),
    Part.MEMBERS: lambda _page, _readers, _now: True,
    Part.CONTACT: lambda _page, _readers, _now: _is_reachable(),
}
"""What each part shows; a part with nothing to say isn't there."""
