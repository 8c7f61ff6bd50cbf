"""For how long it is kept who looked at whom."""

from chapter import expiry
from chapter.i18n import lazy
from chapter.people.rules_looks import What
from chapter.readlog import actions
from chapter.readlog.models import ReadEntry
from chapter.readlog.rules import KEPT

expiry.keep(
    "readlog.entries",
    ReadEntry,
    *("read_whom", "read_person", "read_reader", "read_oddity"),
    what=lazy("Who has looked at whom"),
    since=ReadEntry.at,
    period=KEPT,
    only=[ReadEntry.what != What.TIDIED],
    do=actions.forget_old,
    job="readlog.forget",
)
