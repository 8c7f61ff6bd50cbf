"""For how long it is kept how the bank is used."""

from chapter import expiry
from chapter.i18n import lazy
from chapter.resources.models import ResourceUse
from chapter.resources.rules import COUNTED_FOR

expiry.keep(
    "resources.counts",
    ResourceUse,
    what=lazy("How often something in the resource bank was used, by whomever"),
    since=ResourceUse.day,
    period=COUNTED_FOR,
    job="resources.forget_counts",
)
expiry.stays(
    lazy("What is in the resource bank, and who put it there"),
    lazy("As long as the thing is there. The name goes when whoever put it there is erased."),
    "resource",
)
expiry.stays(lazy("What somebody keeps near"), lazy("Until they let go of it, or are erased."), "resource_favourite")
