"""For how long the record of what ran is kept; nobody is in it."""

from chapter import expiry
from chapter.i18n import lazy
from chapter.ledger import KEPT, JobLog

expiry.keep(
    "background.runs",
    JobLog,
    what=lazy("What ran in the background, in numbers"),
    since=JobLog.began_at,
    period=KEPT,
    job="background.forget",
)
