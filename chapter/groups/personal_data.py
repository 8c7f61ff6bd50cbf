"""What is stored about those who have to do with groups."""

from collections.abc import Mapping
from typing import Any

from chapter import expiry
from chapter.access import Permission
from chapter.groups.terms import KEPT
from chapter.groups.words import FACTS, YOURS
from chapter.i18n import lazy
from chapter.people.claims import claim, signed
from chapter.people.stored import Basis, also, describe

describe(
    "groups",
    70,
    *("group_place", "group_contact"),
    title=lazy("If you are in a group, or want to be"),
    what=lazy("Which group, since when, and what you have agreed that its contact may see."),
    why=lazy("So that the group can get in touch and welcome you."),
    basis=Basis.CONSENT,
    kept=lazy(
        "As long as you are in the group. If you leave it, or never come into it, %(time)s more. If you take back that "
        "you asked, it is forgotten at once.",
        time=expiry.later(KEPT),
    ),
    seen_by=lazy("The group’s contact: only your name and what you have agreed to."),
    may=[Permission.GROUPS_MANAGE],
)
also("did", "working_group")


def _shared(shares: Any, _row: Mapping[str, Any]) -> str:
    return ", ".join(str(FACTS.get(fact, fact)) for fact in shares)


claim(
    "group_place",
    lazy("Groups that you are in, or want to be"),
    "group_id.name",
    labels={
        "standing": lazy("Where you stand"),
        "since": lazy("Since"),
        "shares": lazy("What its contact may see"),
        "words": lazy("Your own words"),
        "note": lazy("Note"),
        "referred_at": lazy("Told of the group"),
        "has_come": lazy("You have come"),
        "answered_at": lazy("Answered"),
    },
    words={"standing": YOURS, "shares": _shared},
    inner="person_id reminded_at",
    others="by",
)
claim("group_contact", lazy("Groups whose contact you are"), "group_id.name since", inner="account_id")
signed("group_place", lazy("Places in groups that you gave or noted"))
signed("working_group", lazy("Groups that you changed"))
