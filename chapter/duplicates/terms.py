"""For how long it is kept that two entries were made one."""

from datetime import timedelta

from chapter import expiry
from chapter.duplicates.models import Merge
from chapter.duplicates.rules import UNDO_DAYS
from chapter.i18n import lazy

expiry.keep(
    "duplicates.merges",
    Merge,
    what=lazy("What two entries said before they were made one"),
    since=Merge.at,
    period=timedelta(days=UNDO_DAYS),
    job="duplicates.forget",
)
expiry.stays(
    lazy("That two entries look alike, or aren’t the same"),
    lazy("As long as both are in the register, as one would be asked again and again."),
    *("look_alike", "not_same"),
)
