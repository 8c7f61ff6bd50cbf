"""How second steps and their changes are told."""

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
