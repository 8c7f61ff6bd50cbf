"""How many people a search finds, in words. Very small numbers tell of one person, so not everybody gets them."""

from chapter.access import Permission, may
from chapter.i18n import _, ngettext, number
from chapter.searches import queries, registry
from chapter.searches.rules import Search

FEWEST = 5


def told(count: int) -> str:
    """``count`` people, as far as the reader may know."""
    if count < FEWEST and not may(Permission.REGISTER_READ):
        return _("Fewer than %(number)s people", number=FEWEST)
    return ngettext("%(count)s person", "%(count)s people", count, count=number(count))


def how_many(search: Search) -> str | None:
    """Whom ``search`` finds, counted; nothing if its conditions aren't for the reader."""
    return told(queries.count_matching(search)) if registry.is_open(search) else None
