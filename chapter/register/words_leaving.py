"""The shelves of those who may be leaving, in words, and what helps in a call with one of them."""

from chapter.i18n import _, lazy, ngettext
from chapter.register.queries_leaving import Show, custom

SHELVES = {
    Show.MISSING: lazy("Missing in the file"),
    Show.UNPAID: lazy("Haven’t paid"),
    Show.WANTS: lazy("Want to leave"),
    Show.LEFT: lazy("Have left"),
    Show.ERASE: lazy("To be erased"),
}

NOBODY = {
    Show.MISSING: lazy(
        "Nobody is missing. When you import a complete file from the central register, "
        "those who aren’t in it come here."
    ),
    Show.UNPAID: lazy("Nobody is late with the fee."),
    Show.WANTS: lazy("Nobody has said that they want to leave."),
    Show.LEFT: lazy("Nobody is noted as having left."),
    Show.ERASE: lazy("Nobody has to be erased today."),
}

GUIDE = (
    lazy("Be warm. You ring because they matter, not for the money."),
    lazy("Ask how they are, and how it has been in the chapter. Listen more than you talk."),
    lazy("Ask why. A few words are enough."),
    lazy("Don’t try to persuade anybody. Thank them for their time with us."),
    lazy("If it’s about money: the fee can wait, and perhaps be lowered."),
    lazy("Say that they are welcome back, whenever they like."),
)
"""What stands beside a gentle call."""


def when_leavers_go() -> str:
    """For how long somebody who has left is kept, by this chapter's own rules."""
    here = custom()
    time = ngettext("%(num)s month", "%(num)s months", here.months)
    if here.goes_at_once(None):
        return _("They go at once. Who hadn’t paid: %(time)s after the fee was due", time=time)
    return _("%(time)s after they left", time=time)
