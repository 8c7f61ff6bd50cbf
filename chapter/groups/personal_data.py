"""What is stored about those who have to do with groups."""

from chapter.access import Permission
from chapter.i18n import lazy
from chapter.people.stored import Basis, also, describe

describe(
    "groups",
    70,
    *("group_place", "group_contact"),
    title=lazy("If you are in a group, or want to be"),
    what=lazy("Which group, since when, and what you have agreed that its contact may see."),
    why=lazy("So that the group can get in touch and welcome you."),
    basis=Basis.CONSENT,
    kept=lazy("Until you are erased. If you take back that you asked, it is forgotten at once."),
    seen_by=lazy("The group’s contact: only your name and what you have agreed to."),
    may=[Permission.GROUPS_MANAGE],
)
also("did", "working_group")
