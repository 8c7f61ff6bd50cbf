"""A person in words: the fields and values of the change log, why people leave, and lines for the history."""

from datetime import date, datetime
from typing import Any

from chapter.i18n import _, lazy, shortday
from chapter.people import history
from chapter.people.models import PersonChange
from chapter.people.rules import How, Shelf
from chapter.people.words import FIELD_NAMES, written
from chapter.register.rules_leaving import Why

NAMES = FIELD_NAMES | {
    "mobile_is_wrong": lazy("The mobile number is wrong"),
    "phone2_is_wrong": lazy("The second number is wrong"),
    "missing_since": lazy("Missing in the register’s file since"),
    "from_file": lazy("Comes with the register’s file"),
    "leaving_at": lazy("Wants to leave since"),
    "left_on": lazy("Left on"),
    "left_why": lazy("Why they left"),
    "consent_id": lazy("Consented to text number"),
    "consented_at": lazy("Consented on"),
    "added_at": lazy("Added"),
}
"""What can stand in the change log."""

HOW = {
    How.BY_HAND: lazy("by hand"),
    How.IMPORT: lazy("an import"),
    How.UNDO: lazy("something undone"),
    How.MERGE: lazy("two people made one"),
    How.CALL: lazy("in a call"),
    How.THEMSELVES: lazy("by themselves"),
}

LEFT_WHY = {
    Why.UNPAID: lazy("Didn’t pay the fee"),
    Why.POLITICS: lazy("Doesn’t share our politics any more"),
    Why.TIME: lazy("Has no time"),
    Why.MONEY: lazy("The fee is too high"),
    Why.MOVED: lazy("Has moved, or changed chapter"),
    Why.NOT_WELCOMED: lazy("Never found a place with us"),
    Why.DISPUTE: lazy("A dispute in the chapter"),
    Why.DIED: lazy("Has died"),
    Why.OTHER: lazy("Another reason"),
    Why.UNKNOWN: lazy("We don’t know"),
}


def name_of(field: str) -> str:
    """What a field is called; one that is gone, by its name in the code."""
    return str(NAMES.get(field, field))


def value(field: str, text: str | None) -> str:
    """A value of the change log as people write it."""
    if text is None:
        return "–"
    if field == "left_why":
        return str(LEFT_WHY[Why(text)]) if text in set(Why) else text
    if field.endswith(("_on", "_at", "_since")):
        return _day(text)
    return _("yes") if text == "yes" else written(field, text)


def _day(text: str) -> str:
    try:
        return shortday(datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text))
    except ValueError:
        return text


def told(change: PersonChange) -> dict[str, Any]:
    """A line of the change log: when, what, from what, to what, by whom, how and why."""
    by = [change.by] if change.by else []
    how = [str(HOW[change.how])] if change.how is not How.BY_HAND or not by else []
    return {
        "at": change.at,
        "field": name_of(change.field),
        "old": value(change.field, change.old),
        "new": value(change.field, change.new),
        "by": ", ".join([*by, *how]),
        "why": change.why or "",
    }


def why_left(why: str | None) -> str:
    """Why somebody left; what is kept in the database may also be somebody's own words."""
    return value("left_why", why) if why else ""


def _edited(facts: dict[str, Any]) -> str:
    names = ", ".join(name_of(field).lower() for field in facts["fields"])
    return _("%(name)s changed: %(fields)s.", name=facts["by"], fields=names)


def _noted(facts: dict[str, Any]) -> str:
    return _("%(name)s noted: “%(text)s”", name=facts["by"], text=facts["text"])


def _paid(facts: dict[str, Any]) -> str:
    if facts["year"] is None:
        return _("No fee is paid, noted by %(name)s.", name=facts["by"])
    return _("The fee is paid for %(year)s, noted by %(name)s.", year=facts["year"], name=facts["by"])


history.register("edited", _edited)
history.register("paid", _paid)
history.register("note", _noted, Shelf.NOTES)
history.register("left", lambda facts: _("Has left the chapter, noted by %(name)s.", name=facts["by"]))
history.register(
    "still_here",
    lambda facts: _("Is still with us though missing in the register’s file, noted by %(name)s.", name=facts["by"]),
)
history.register("came_back", lambda facts: _("Is back in the chapter, noted by %(name)s.", name=facts["by"]))
