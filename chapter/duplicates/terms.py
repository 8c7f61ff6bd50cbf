"""For how long it is kept that two entries were made one."""

from datetime import timedelta

from chapter import expiry
from chapter.config import setting
from chapter.duplicates.models import Merge
from chapter.duplicates.rules import UNDO_DAYS
from chapter.i18n import lazy


def kept() -> timedelta:
    """As long as they can be parted, and as a backup may be left that has both: whoever is erased then was both."""
    return timedelta(days=max(UNDO_DAYS, int(setting("CHAPTER_BACKUP_DAYS")) + 2))


expiry.keep(
    "duplicates.merges",
    Merge,
    what=lazy("What two entries said before they were made one"),
    since=Merge.at,
    period=kept,
    job="duplicates.forget",
)
expiry.stays(
    lazy("That two entries look alike, or aren’t the same"),
    lazy("As long as both are in the register, as one would be asked again and again."),
    *("look_alike", "not_same"),
)
