"""For how long accounts, and what they leave behind, are kept."""

from chapter import expiry
from chapter.accounts import queries
from chapter.accounts.models import Account, Attempt, RoleChange, SignInLink
from chapter.accounts.rules import ATTEMPTS_KEPT, UNCONFIRMED_KEPT, USED_LINKS_KEPT
from chapter.i18n import lazy

CHANGES_KEPT = 2 * expiry.YEAR

expiry.keep(
    "accounts.tries",
    Attempt,
    what=lazy("That somebody tried to sign in"),
    since=Attempt.at,
    period=ATTEMPTS_KEPT,
    job="accounts.forget",
)
expiry.keep(
    "accounts.links",
    SignInLink,
    what=lazy("Links for signing in that no longer work"),
    since=SignInLink.expires_at,
    period=USED_LINKS_KEPT,
    job="accounts.forget",
)
expiry.keep(
    "accounts.unconfirmed",
    Account,
    what=lazy("Accounts that nobody confirmed"),
    since=Account.created_at,
    period=UNCONFIRMED_KEPT,
    only=queries.is_forgotten,
    job="accounts.forget",
)
expiry.keep(
    "accounts.roles",
    RoleChange,
    what=lazy("Who gave or took away an office, and when"),
    since=RoleChange.at,
    period=CHANGES_KEPT,
)
expiry.stays(
    lazy("Accounts, and the offices that they hold"),
    lazy("Until their owner takes back their yes, or is erased."),
    *("account", "account_role"),
)
