"""What the facts about people are called, and how people write them."""

from datetime import date
from typing import Any

from chapter.i18n import LANGUAGES, _, day, lazy, phone
from chapter.people.rules import Number, Shelf

FIELD_NAMES = {
    "member_number": lazy("Member number"),
    "first_name": lazy("First name"),
    "last_name": lazy("Last name"),
    "email": lazy("E-mail"),
    "mobile": lazy("Mobile"),
    "phone2": lazy("Second number"),
    "postcode": lazy("Postcode"),
    "town": lazy("Town"),
    "birth_year": lazy("Birth year"),
    "gender": lazy("Gender"),
    "language": lazy("Language"),
    "joined_on": lazy("Joined"),
    "fee_paid_for": lazy("Fee paid for year"),
    "union": lazy("Union"),
    "skills": lazy("Skills"),
    "interests": lazy("Interests"),
    "source": lazy("How they came"),
    "tags": lazy("Tags"),
    "do_not_call": lazy("Not to be called"),
}
"""By the names of the columns; ``tags`` and ``do_not_call`` besides."""

SHELVES = {
    Shelf.CALLS: lazy("Calls"),
    Shelf.SIGNUPS: lazy("Sign-ups"),
    Shelf.GROUPS: lazy("Groups"),
    Shelf.NOTES: lazy("Notes"),
    Shelf.REGISTER: lazy("The register"),
}
"""What entries of a person's history are about, in the order in which it is offered."""


def written(field: str, value: Any) -> str:
    """A fact as people write it; a day may also come as ISO text. Nothing is nothing."""
    if value is None or value == "" or value == []:
        return ""
    if field in set(Number):
        return phone(str(value))
    if field == "language":
        return LANGUAGES.get(value, value)
    if field == "joined_on":
        return day(date.fromisoformat(str(value)), year=True)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
