"""For how long it is on record how many of each kind went: numbers, and nobody in them."""

from chapter import expiry
from chapter.i18n import lazy

KEPT = 3 * expiry.YEAR

expiry.keep(
    "retention.gone",
    expiry.Gone,
    what=lazy("How many things were deleted each day, in numbers"),
    since=expiry.Gone.day,
    period=KEPT,
)
