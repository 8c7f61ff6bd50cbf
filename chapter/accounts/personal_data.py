"""What is stored about those who have an account."""

from sqlalchemy import ColumnElement

from chapter.access import ROLE_NAMES, Permission
from chapter.accounts.models import Attempt
from chapter.accounts.queries import hashed
from chapter.accounts.rules import ATTEMPTS_KEPT, LINK_LASTS, UNCONFIRMED_KEPT, USED_LINKS_KEPT
from chapter.i18n import lazy
from chapter.people.claims import claim, signed
from chapter.people.stored import Basis, describe
from chapter.people.traces import Somebody

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


def _tries(who: Somebody) -> ColumnElement[bool]:
    return Attempt.key.in_([hashed(f"{kind}:{email}") for email in who.emails for kind in ("link", "password")])


claim(
    "account",
    lazy("Your account"),
    "name email mobile language created_at confirmed_at",
    inner="id epoch person_id factor_due_at",
    twice="has_factor",
    secret="password_hash",
)
claim(
    "account_role",
    lazy("Your offices"),
    labels={"role": lazy("Office")},
    words={"role": ROLE_NAMES},
    inner="account_id",
)
claim(
    "role_change",
    lazy("Offices that you were given, or that were taken back"),
    labels={"role": lazy("Office"), "is_given": lazy("Given"), "at": lazy("When")},
    words={"role": ROLE_NAMES},
    newest="at",
    inner="id account_id",
    others="by_id",
)
claim(
    "sign_in_link",
    lazy("Links for signing in that we mailed to you"),
    labels={"created_at": lazy("Mailed"), "expires_at": lazy("Works until"), "used_at": lazy("Used")},
    newest="created_at",
    inner="id account_id next_path about",
    secret="token_hash",
)
claim("attempt", lazy("Tries to sign in with your address"), "at", newest="at", inner="id", secret="key", finds=_tries)
signed("role_change", lazy("Offices that you gave or took"))
