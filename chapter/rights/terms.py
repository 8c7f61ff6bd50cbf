"""For how long it is kept who asked for what about their data."""

from chapter import expiry
from chapter.i18n import lazy
from chapter.rights.models import Answered, Request
from chapter.rights.rules import TRACE_KEPT, UNCONFIRMED_KEPT, WORDS_KEPT

expiry.keep(
    "rights.requests",
    Request,
    what=lazy("Who asked for what about their data, from the answer"),
    since=Request.answered_at,
    only=[Request.answered_at.is_not(None)],
    period=WORDS_KEPT,
)
expiry.keep(
    "rights.unconfirmed",
    Request,
    what=lazy("What somebody asked for and never confirmed"),
    since=Request.asked_at,
    only=[Request.confirmed_at.is_(None)],
    period=UNCONFIRMED_KEPT,
)
expiry.keep(
    "rights.answered",
    Answered,
    what=lazy("That somebody asked for something, and when it was answered, but not who"),
    since=Answered.answered_on,
    period=TRACE_KEPT,
)
