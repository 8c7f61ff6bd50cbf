"""For how long sign-ups are kept."""

from chapter import expiry
from chapter.i18n import lazy
from chapter.signup.models import Signup
from chapter.signup.rules import CONNECTS

expiry.keep(
    "signup.unconfirmed",
    Signup,
    what=lazy("Sign-ups that nobody confirmed"),
    since=Signup.created_at,
    period=CONNECTS,
    only=[Signup.confirmed_at.is_(None)],
    job="signup.forget_unconfirmed",
)
expiry.stays(
    lazy("What somebody signed up for, and said yes to"),
    lazy("As long as their yes stands: it shows that they gave it."),
    "signup",
)
