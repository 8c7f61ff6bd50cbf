"""What the facts about people are called."""

from chapter.i18n import lazy
from chapter.people.rules import Shelf

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
