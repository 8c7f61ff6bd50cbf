"""For how long it is kept who took people out of the register."""

from chapter import expiry
from chapter.exports.models import Export
from chapter.i18n import lazy

KEPT = 2 * expiry.YEAR

expiry.keep(
    "exports.log",
    Export,
    "exported_person",
    what=lazy("Who took people out of the register, why, and who was on the list"),
    since=Export.at,
    period=KEPT,
)
