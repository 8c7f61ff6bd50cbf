"""For how long pictures and files are kept that nothing shows."""

from sqlalchemy import exists

from chapter import expiry
from chapter.i18n import lazy
from chapter.media.models import Medium, MediumUse
from chapter.media.rules import UNUSED_KEPT

expiry.keep(
    "media.unused",
    Medium,
    what=lazy("Pictures and files that no page shows"),
    since=Medium.needed_at,
    period=UNUSED_KEPT,
    only=[~exists().where(MediumUse.medium_id == Medium.id)],
    job="media.tidy",
)
