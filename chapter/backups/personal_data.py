"""What is remembered of those who were erased, so that no backup brings them back."""

from chapter.backups import erased  # noqa: F401  # It hears of each erasure.
from chapter.backups.queries import days
from chapter.backups.rules import MARGIN
from chapter.i18n import _, lazy
from chapter.people.stored import Basis, describe

describe(
    "erased",
    150,
    "erased_mark",
    title=lazy("When you have been erased"),
    what=lazy("A mark that nobody can read anything from. It has no name, number or address in it."),
    why=lazy("If we have to put back an old backup, you are in it. By the mark we see that, and erase you again."),
    basis=Basis.WORK,
    kept=lambda: _("For %(days)s days. No backup from before is left then.", days=days() + MARGIN.days),
    seen_by=lazy("Nobody. The program only uses it to compare."),
)
