"""Where a page can stand: a few pages to choose among, however many there are."""

from collections.abc import Sequence
from typing import NamedTuple

from chapter.access import Audience
from chapter.editing import queries
from chapter.editing.forms import TOP
from chapter.editing.rules_duties import Sheet
from chapter.handbook.rules import in_order
from chapter.i18n import _, language


class Offer(NamedTuple):
    """A page to stand under, and under which that one stands."""

    id: int
    title: str
    path: str


def offer(pages: Sequence[Sheet], words: str, chosen: int, page_id: int = 0) -> list[Offer]:
    """The top, the page that is chosen, and those that have ``words`` in their titles; none that stands under
    ``page_id`` itself."""
    by_id = {sheet.id: sheet for sheet in pages}
    below = {page_id}
    for sheet, _depth in in_order(pages):
        below |= {sheet.id} if sheet.parent_id in below else set()
    allowed = [sheet for sheet in pages if sheet.id not in below]
    found = (
        queries.found(allowed, words) if words else [sheet for sheet in allowed if not sheet.parent_id][: queries.FOUND]
    )
    if chosen in by_id and chosen not in {sheet.id for sheet in found}:
        found = [by_id[chosen], *found]
    return [Offer(TOP, _("At the top"), ""), *(_offer(sheet, by_id) for sheet in found)]


def _offer(sheet: Sheet, by_id: dict[int, Sheet]) -> Offer:
    above: list[str] = []
    parent = by_id.get(sheet.parent_id or 0)
    while parent is not None and len(above) < 9:
        above.append(parent.title(language()))
        parent = by_id.get(parent.parent_id or 0)
    return Offer(sheet.id, sheet.title(language()), " › ".join(reversed(above)))


class Change(NamedTuple):
    """Who begins to be able to read a page, and who no longer can."""

    gain: list[Audience]
    lose: list[Audience]


WIDEST_FIRST = list(Audience)


def change(before: Audience, after: Audience) -> Change:
    """What it means to show to ``after`` what ``before`` could read."""
    old, new = WIDEST_FIRST.index(before), WIDEST_FIRST.index(after)
    return Change(gain=WIDEST_FIRST[new:old], lose=WIDEST_FIRST[old:new])
