"""How second steps and their changes are told."""

from flask_babel.speaklater import LazyString

from chapter.factors.models import FactorChange
from chapter.factors.rules import Changed
from chapter.i18n import _, lazy, ngettext

DID = {
    Changed.PASSKEY_ADDED: lazy("A passkey was added"),
    Changed.PASSKEY_REMOVED: lazy("A passkey was removed"),
    Changed.APP_ADDED: lazy("A code app was added"),
    Changed.APP_REMOVED: lazy("The code app was removed"),
    Changed.CODES_MADE: lazy("New recovery codes were made"),
    Changed.CODE_USED: lazy("A recovery code was used"),
    Changed.RESET: lazy("The second step was taken away"),
}

MAILED = {
    Changed.PASSKEY_ADDED: lazy("A passkey was added to your account"),
    Changed.PASSKEY_REMOVED: lazy("A passkey was removed from your account"),
    Changed.APP_ADDED: lazy("A code app was added to your account"),
    Changed.APP_REMOVED: lazy("The code app was removed from your account"),
    Changed.CODES_MADE: lazy("New recovery codes were made for your account"),
    Changed.CODE_USED: lazy("Somebody signed in with one of your recovery codes"),
    Changed.RESET: lazy("The second step of your account was taken away"),
}


def reset_by(name: str | None) -> LazyString:
    """Who has taken a second step away, and what to do then; nobody (None) is the command line."""
    if name is None:
        return lazy(
            "Whoever looks after the server has done it, so that you can come in again. You are signed out on all "
            "devices. Sign in, and set up a new second step."
        )
    return lazy(
        "%(name)s has done it, so that you can come in again. You are signed out on all devices. Sign in, and set up a "
        "new second step.",
        name=name,
    )


def told(change: FactorChange) -> str:
    """“A passkey was added: my phone”."""
    return f"{DID[change.what]}: {change.name}" if change.name else str(DID[change.what])


def left(codes: int) -> str:
    """What there is to say after a recovery code was used."""
    if codes == 0:
        return _("That was your last recovery code. Make new ones today.")
    return ngettext(
        "That code is used up. You have %(num)s recovery code left.",
        "That code is used up. You have %(num)s recovery codes left.",
        codes,
    )
