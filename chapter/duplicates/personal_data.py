"""What is stored about those who seem to be in the register twice."""

from collections.abc import Mapping
from typing import Any

from chapter import expiry
from chapter.access import Permission
from chapter.duplicates.rules import UNDO_DAYS
from chapter.duplicates.terms import kept
from chapter.duplicates.words import WHY
from chapter.i18n import _, lazy
from chapter.people.claims import claim, signed
from chapter.people.stored import Basis, describe
from chapter.people.words import FIELD_NAMES, written

describe(
    "twice",
    105,
    *("look_alike", "not_same", "merge"),
    title=lazy("If you are in the register twice"),
    what=lazy("That two entries look alike, and what they said before they were made one."),
    why=lazy("So that you aren’t called or written to twice."),
    basis=Basis.MEMBERS,
    kept=lambda: _(
        "What was made one can be undone for %(days)s days. It is forgotten after %(kept)s. That two are not the same "
        "is kept as long as both are in the register.",
        days=UNDO_DAYS,
        kept=expiry.spoken(kept()),
    ),
    seen_by=lazy("Those who look after the register."),
    may=[Permission.REGISTER_CHANGE],
)


def _gone(before: Any, _row: Mapping[str, Any]) -> str:
    """What the entry said that is no more."""
    facts = before.get("gone", {})
    return "; ".join(
        f"{name}: {said}" for field, name in FIELD_NAMES.items() if (said := written(field, facts.get(field)))
    )


claim(
    "look_alike",
    lazy("Entries that look like yours"),
    labels={"why": lazy("What is the same")},
    words={"why": WHY},
    others="first_id second_id",
)
claim("not_same", lazy("Entries that look like yours and aren’t you"), "at", others="first_id second_id by")
claim(
    "merge",
    lazy("Your entry and another that were made one"),
    "at",
    labels={"gone_name": lazy("Name in the other"), "before": lazy("What the other said")},
    words={"before": _gone},
    newest="at",
    inner="id kept_id",
    others="by",
)
signed("not_same", lazy("Pairs of entries that you told apart"))
signed("merge", lazy("Entries that you made one"))
