"""What is stored about how somebody signs in."""

from chapter.access import Permission
from chapter.factors.rules import CODES
from chapter.i18n import lazy
from chapter.people.claims import claim, signed
from chapter.people.stored import Basis, describe

describe(
    "factors",
    21,
    *("passkey", "code_app", "recovery_code", "factor_change"),
    title=lazy("A second step for signing in"),
    what=lazy(
        "The passkeys that you have added: what you call them, when you added them and when you used them last. Your "
        "finger and your face never leave your device. If you use a code app, the key that it has. %(number)s recovery "
        "codes, in a form that nobody can read. And what you have changed, and when.",
        number=CODES,
    ),
    why=lazy("So that nobody else gets in, even if they can read your mail."),
    basis=Basis.WORK,
    kept=lazy("Until you remove it, or your account is erased."),
    seen_by=lazy("Yourself."),
    may=[Permission.ROLES_GIVE],
)

claim(
    "passkey",
    lazy("Your passkeys"),
    "name",
    labels={"added_at": lazy("Since"), "last_used_at": lazy("Used last")},
    inner="id account_id handle counter transports",
    secret="credential_id key",
)
claim(
    "code_app",
    lazy("Your code app"),
    labels={"added_at": lazy("Since"), "last_used_at": lazy("Used last")},
    inner="account_id last_step",
    secret="secret",
)
claim(
    "recovery_code",
    lazy("Your recovery codes"),
    labels={"used_at": lazy("Used")},
    inner="id account_id",
    secret="code_hash",
)
claim(
    "factor_change",
    lazy("What was changed in how you sign in"),
    "at name",
    labels={"what": lazy("What")},
    newest="at",
    inner="id account_id",
    others="by_id",
)
signed("factor_change", lazy("Times when you changed how somebody signs in"))
