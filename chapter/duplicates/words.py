"""What pairs have in common, merges in the history, and facts side by side."""

from typing import Any

from chapter.duplicates.rules import Why, proposed
from chapter.i18n import _, lazy
from chapter.people import history
from chapter.people.models import Person
from chapter.people.rules import FIELDS
from chapter.people.words import FIELD_NAMES, written

WHY = {
    Why.NUMBER: lazy("the same number"),
    Why.EMAIL: lazy("the same e-mail address"),
    Why.NAME: lazy("a similar name, and the same birth year"),
}


def choices(kept: Person, gone: Person) -> list[tuple[str, Any, str, str, str]]:
    """Where the two differ: the field, its name, both values as people write them, and whose is proposed."""
    both = ({field: getattr(person, field) for field in FIELDS} for person in (kept, gone))
    ours, theirs = both
    return [
        (field, FIELD_NAMES[field], read(field, ours[field]), read(field, theirs[field]), proposed(field, ours, theirs))
        for field in FIELDS
        if (ours[field] or None) != (theirs[field] or None)
    ]


def read(field: str, value: Any) -> str:
    """A fact as people write it; nothing is a dash."""
    return written(field, value) or "–"


history.register("merged", lambda facts: _("Was made one with %(name)s, by %(by)s.", **facts))
history.register("parted", lambda facts: _("Was parted again from another person, by %(by)s.", **facts))
