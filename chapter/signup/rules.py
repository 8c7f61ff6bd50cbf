"""When a sign-up link is open, how many places are left, and what an address may look like."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

HOLD = timedelta(minutes=30)
"""How long a sign-up that isn't confirmed holds a place: as long as the mailed link is good."""
CONNECTS = timedelta(days=1)
"""How long afterwards signing in still carries a sign-up out."""
SECOND_PRESS = timedelta(minutes=1)
"""A second sign-up as soon as this is a button pressed twice: no second mail."""
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_SLUG = 60


class Purpose(StrEnum):
    """What a link leads to."""

    BECOME_ACTIVE = "become_active"
    JOIN_ASSIGNMENT = "join_assignment"


class State(StrEnum):
    """Whether one can sign up."""

    OPEN = "open"
    NOT_YET = "not_yet"
    CLOSED = "closed"
    FULL = "full"


@dataclass(frozen=True)
class Details:
    """What a visitor fills in; ``consent_id`` is the version of the text that they said yes to."""

    name: str
    email: str
    mobile: str
    consent_id: int
    language: str
    tasks: Sequence[int] = ()


def state(
    opens_at: datetime | None, closes_at: datetime | None, places: int | None, taken: int, now: datetime
) -> State:
    """A closed link stays closed even if it is full: there is nothing to wait for."""
    if closes_at is not None and closes_at <= now:
        return State.CLOSED
    if opens_at is not None and opens_at > now:
        return State.NOT_YET
    return State.FULL if places_left(places, taken) == 0 else State.OPEN


def places_left(places: int | None, taken: int) -> int | None:
    """How many more can sign up; None when there is no limit."""
    return None if places is None else max(places - taken, 0)


def is_second_press(held_until: datetime, now: datetime) -> bool:
    """Whether a hold that lasts until ``held_until`` was made a moment ago."""
    return now < held_until - HOLD + SECOND_PRESS


def slug_of(title: str) -> str:
    """An address made of ``title``: “Bli med på ringekveld” gives ``bli-med-pa-ringekveld``."""
    plain = title.lower().replace("ø", "o").replace("æ", "ae")
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST_SLUG].strip("-")


def is_slug(text: str) -> bool:
    """Whether ``text`` can stand in an address as it is."""
    return len(text) <= LONGEST_SLUG and SLUG.fullmatch(text) is not None


def merged(kept: str | None, new: list[str]) -> str:
    """``kept``, a list with commas, and what is new in ``new``."""
    words = [word.strip() for word in (kept or "").split(",") if word.strip()]
    known = {word.lower() for word in words}
    return ", ".join(words + [word for word in dict.fromkeys(new) if word.lower() not in known])
