"""For how long it is kept which backups there were."""

from chapter import expiry
from chapter.backups.models import Backup
from chapter.i18n import lazy

KEPT = expiry.YEAR

expiry.keep(
    "backups.log",
    Backup,
    what=lazy("When backups were taken, and whether it went well"),
    since=Backup.at,
    period=KEPT,
)
expiry.stays(
    lazy("A mark of somebody who was erased"),
    lazy("As long as a backup from before may be left. Nobody can read anything from it."),
    "erased_mark",
)
