"""What is stored about those who have an account."""

from chapter.access import Permission
from chapter.accounts.rules import ATTEMPTS_KEPT, LINK_LASTS, UNCONFIRMED_KEPT, USED_LINKS_KEPT
from chapter.i18n import lazy
from chapter.people.stored import Basis, describe

HOUR, MINUTE = 3600, 60

describe(
    "account",
    20,
    *("account", "account_role", "role_change", "sign_in_link"),
    title=lazy("Your account"),
    what=lazy(
        "Your name, your e-mail address, your mobile number and your language. Also what you have marked as a "
        "favourite, which offices you hold, who gave them to you and when. If you have chosen a password, we keep it "
        "in a form that nobody can read."
    ),
    why=lazy("So that you can sign in, and see what is yours."),
    basis=Basis.CONSENT,
    kept=lazy(
        "Until you take back your yes. An address that is never confirmed goes after %(days)s days. A link for "
        "signing in works for %(minutes)s minutes and is deleted %(hours)s hours later.",
        days=UNCONFIRMED_KEPT.days,
        minutes=LINK_LASTS.seconds // MINUTE,
        hours=int(USED_LINKS_KEPT.total_seconds()) // HOUR,
    ),
    seen_by=lazy("Yourself."),
    may=[Permission.ROLES_GIVE],
)
describe(
    "tries",
    130,
    "attempt",
    title=lazy("When somebody tries to sign in"),
    what=lazy("That somebody has tried, and when. The address is kept in a form that nobody can read."),
    why=lazy("So that nobody can guess your password."),
    basis=Basis.WORK,
    kept=lazy("%(hours)s hours.", hours=int(ATTEMPTS_KEPT.total_seconds()) // HOUR),
    seen_by=lazy("Nobody. The program only counts."),
)
