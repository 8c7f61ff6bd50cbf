"""For how long what is noted while welcoming somebody is kept."""

from datetime import timedelta

from chapter import expiry
from chapter.i18n import _, lazy
from chapter.welcome import queries, queries_forget
from chapter.welcome.models import WelcomeCase
from chapter.welcome.rules import LAST_DAY


def _told() -> str:
    """By this chapter's own routine."""
    return _(
        "%(days)s after the welcome is over, and %(most)s at the most",
        days=expiry.spoken(timedelta(days=queries.routine().keep_days)),
        most=expiry.spoken(timedelta(days=LAST_DAY)),
    )


expiry.keep(
    "welcome.cases",
    WelcomeCase,
    *("case_step", "case_note", "welcome_invitation", "welcome_referral", "welcome_follow_up"),
    what=lazy("What was noted while somebody was welcomed"),
    period=timedelta(days=LAST_DAY),
    told=_told,
    outlook=queries_forget.outlook,
    job="welcome.forget",
)
expiry.stays(
    lazy("The welcome routine, and who welcomes"),
    lazy("As long as the thing is there. The name goes when whoever changed it is erased."),
    *("welcome_routine", "welcomer"),
)
