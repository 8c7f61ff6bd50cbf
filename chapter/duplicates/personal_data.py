"""What is stored about those who seem to be in the register twice."""

from chapter.access import Permission
from chapter.duplicates.rules import UNDO_DAYS
from chapter.i18n import lazy
from chapter.people.stored import Basis, describe

describe(
    "twice",
    105,
    *("look_alike", "not_same", "merge"),
    title=lazy("If you are in the register twice"),
    what=lazy("That two entries look alike, and what they said before they were made one."),
    why=lazy("So that you aren’t called or written to twice."),
    basis=Basis.MEMBERS,
    kept=lazy(
        "What was made one can be undone for %(days)s days. Then it is forgotten. That two are not the same is kept "
        "as long as both are in the register.",
        days=UNDO_DAYS,
    ),
    seen_by=lazy("Those who look after the register."),
    may=[Permission.REGISTER_CHANGE],
)
