"""For how long it is kept how somebody signs in."""

from chapter import expiry
from chapter.factors.models import FactorChange
from chapter.i18n import lazy

CHANGES_KEPT = 2 * expiry.YEAR

expiry.keep(
    "factors.changes",
    FactorChange,
    what=lazy("What was changed in how somebody signs in, by whom"),
    since=FactorChange.at,
    period=CHANGES_KEPT,
)
expiry.stays(
    lazy("Passkeys, code apps and recovery codes"),
    lazy("Until they are removed, or the account is erased."),
    *("passkey", "code_app", "recovery_code"),
)
