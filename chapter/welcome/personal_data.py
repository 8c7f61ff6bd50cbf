"""What is stored about new members while they are welcomed."""

from chapter.access import Permission
from chapter.i18n import lazy
from chapter.people.stored import Basis, also, describe
from chapter.welcome.rules import LAST_DAY

describe(
    "welcome",
    60,
    *("welcome_case", "case_step", "case_note", "welcome_invitation", "welcome_referral", "welcome_follow_up"),
    title=lazy("When you are new"),
    what=lazy("What you told us that you would like to do, what we invited you to, and how it went."),
    why=lazy("So that you are met by somebody who knows what you said last time."),
    basis=Basis.MEMBERS,
    kept=lazy(
        "Until you have been welcomed, and %(days)s days at the most. Then only a figure without names is left.",
        days=LAST_DAY,
    ),
    seen_by=lazy("The one who welcomes you. What you say in the follow-up: the member coordinator alone."),
    may=[Permission.WELCOME_WORK],
)
also("did", "welcomer", "welcome_routine")
