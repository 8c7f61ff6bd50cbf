"""What is stored about those who sign up."""

from chapter.access import Permission
from chapter.accounts.rules import UNCONFIRMED_KEPT
from chapter.i18n import lazy
from chapter.people.claims import claim
from chapter.people.stored import Basis, describe
from chapter.signup.rules import CONNECTS

describe(
    "signup",
    10,
    "signup",
    title=lazy("When you sign up"),
    what=lazy("Your name, your e-mail address, your mobile number, what you want to do, and what you said yes to."),
    why=lazy("So that we can get in touch about what you sign up for."),
    basis=Basis.CONSENT,
    kept=lazy(
        "Until you take back your yes. If you don’t confirm your address, the sign-up is deleted after %(hours)s "
        "hours, and your details after %(days)s days.",
        hours=int(CONNECTS.total_seconds()) // 3600,
        days=UNCONFIRMED_KEPT.days,
    ),
    seen_by=lazy("Those who look after the sign-up link."),
    may=[Permission.SIGNUP_MANAGE],
)
claim(
    "signup",
    lazy("What you signed up for"),
    labels={
        "link_id.title": lazy("Sign-up link"),
        "tasks": lazy("What you want to do"),
        "consent_id.text": lazy("What you said yes to"),
        "consented_at": lazy("You said yes"),
        "created_at": lazy("When"),
        "confirmed_at": lazy("Confirmed"),
    },
    newest="created_at",
    inner="id account_id held_until",
)
