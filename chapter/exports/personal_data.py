"""What is stored about those who were in a file that was taken out."""

from chapter.access import Permission
from chapter.i18n import lazy
from chapter.people.stored import Basis, describe

describe(
    "exports",
    90,
    *("export", "exported_person"),
    title=lazy("When a list is taken out of the register"),
    what=lazy("Who took it out, when and why, and who was on it."),
    why=lazy("So that nobody takes out lists in secret."),
    basis=Basis.WORK,
    kept=lazy("That you were on a list: until you are erased. Who took it out: for good, as they answer for it."),
    seen_by=lazy("Those who may take out lists."),
    may=[Permission.REGISTER_EXPORT],
)
