"""For how long it is kept what happens with people, and what was changed about them."""

from chapter import expiry
from chapter.i18n import lazy
from chapter.people.models import HistoryEntry, PersonChange

HISTORY_KEPT = 5 * expiry.YEAR
CHANGES_KEPT = 2 * expiry.YEAR

expiry.keep(
    "people.history",
    HistoryEntry,
    what=lazy("What somebody in the register has been part of: calls, letters, groups"),
    since=HistoryEntry.at,
    period=HISTORY_KEPT,
)
expiry.keep(
    "people.changes",
    PersonChange,
    what=lazy("What was changed about somebody, by whom"),
    since=PersonChange.at,
    period=CHANGES_KEPT,
)
expiry.stays(
    lazy("Who is in the register, and their tags"),
    lazy("As long as they are members, want to hear from us, or hold an office."),
    *("person", "person_tag"),
)
expiry.stays(
    lazy("That somebody is never to be called again"),
    lazy("For good. It is a mark that nobody can read a name or a number from."),
    "do_not_contact",
)
