"""For how long it is kept who has to do with a group."""

from chapter import expiry
from chapter.groups.models import GroupPlace
from chapter.groups.rules import Standing
from chapter.i18n import lazy

KEPT = expiry.YEAR

expiry.keep(
    "groups.places",
    GroupPlace,
    what=lazy("Who asked to join a group, or was in it, and isn’t now"),
    since=GroupPlace.since,
    period=KEPT,
    only=[GroupPlace.standing != Standing.MEMBER],
)
expiry.stays(
    lazy("Who is in a group, and who is its contact"),
    lazy("As long as they are. It goes when they are erased."),
    *("group_place", "group_contact", "working_group"),
)
