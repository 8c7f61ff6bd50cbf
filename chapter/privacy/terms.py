"""For how long leavers are kept, and that somebody was erased."""

from sqlalchemy import func, select

from chapter import expiry
from chapter.i18n import _, lazy
from chapter.people.models import Person
from chapter.privacy import queries
from chapter.privacy.models import ErasingSwitch, Erasure
from chapter.register.words_leaving import when_leavers_go

KEPT = 2 * expiry.YEAR


def _by_hand() -> str:
    """What to do, as long as nobody has said that it goes by itself."""
    switch = queries.switch()
    if switch is not None and switch.is_on:
        return ""
    return _("Nobody is erased by itself here. Erase them by hand, under Leaving, or switch it on there.")


expiry.keep(
    "privacy.leavers",
    Person,
    what=lazy("Who has left the chapter, with all that is known of them"),
    period=expiry.YEAR,
    told=when_leavers_go,
    outlook=queries.outlook,
    by_hand=_by_hand,
    job="privacy.erase",
)
expiry.keep(
    "privacy.erasures",
    Erasure,
    what=lazy("That somebody was erased, and who did it, but not whom"),
    since=Erasure.at,
    period=KEPT,
)
expiry.keep(
    "privacy.switches",
    ErasingSwitch,
    what=lazy("Who said before whether leavers are erased by themselves"),
    since=ErasingSwitch.at,
    period=KEPT,
    only=[ErasingSwitch.id < select(func.max(ErasingSwitch.id)).scalar_subquery()],
)
