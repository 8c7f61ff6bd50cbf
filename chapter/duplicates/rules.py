"""Who may be the same person twice, and what is proposed when two become one."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import combinations
from typing import Any, NamedTuple

UNDO_DAYS = 30
ALIKE, MOST_IN_A_GROUP = 0.8, 12
"""How alike two first names must be (0 to 1); a number that more people than this share says nothing."""
SOUNDS = ("ph", "f"), ("th", "t"), ("ck", "k"), ("ch", "k"), ("w", "v"), ("z", "s"), ("c", "k"), ("y", "i"), ("ie", "i")


class Why(StrEnum):
    """What two people have in common; the strongest first."""

    NUMBER = "number"
    EMAIL = "email"
    NAME = "name"


class Someone(NamedTuple):
    """Somebody as far as it takes to see who they may be; names are folded."""

    id: int
    first: str
    last: str
    birth_year: int | None
    email: str | None
    mobile: str | None
    phone2: str | None


class Pair(NamedTuple):
    """Two who may be one, the lower id first."""

    first_id: int
    second_id: int
    why: Why


def sound(name: str) -> str:
    """A folded name as it sounds: Wiktor is Viktor, Catharina is Katarina, Olsson is Olson."""
    for written, heard in SOUNDS:
        name = name.replace(written, heard)
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[^a-z]", "", name))


def suggest(people: Iterable[Someone]) -> Iterator[Pair]:
    """Pairs that share a number, an address, or year and (nearly) name; each pair once, for its strongest reason.

    A family shares a number and an address, too: there the first names must be alike.
    """
    groups: dict[tuple[Why, Any], list[Someone]] = defaultdict(list)
    for person in people:
        for key in _keys(person):
            groups[key].append(person)
    seen: set[tuple[int, int]] = set()
    for (why, _key), members in sorted(groups.items(), key=lambda group: list(Why).index(group[0][0])):
        if len(members) <= MOST_IN_A_GROUP or why is Why.NAME:
            for one, other in combinations(sorted(members), 2):
                if (one.id, other.id) not in seen and _may_be_one(one, other):
                    seen.add((one.id, other.id))
                    yield Pair(one.id, other.id, why)


def _keys(person: Someone) -> Iterator[tuple[Why, Any]]:
    for number in {person.mobile, person.phone2} - {None, ""}:
        yield Why.NUMBER, number
    if person.email:
        yield Why.EMAIL, person.email
    if person.birth_year:
        yield Why.NAME, (person.birth_year, sound(person.last), sound(person.first)[:1])


def _may_be_one(one: Someone, other: Someone) -> bool:
    if one.birth_year and other.birth_year and one.birth_year != other.birth_year:
        return False
    first, second = sound(one.first), sound(other.first)
    if first.startswith(second) or second.startswith(first):
        return True
    return SequenceMatcher(None, first, second).ratio() >= ALIKE


def proposed(field: str, kept: dict[str, Any], gone: dict[str, Any]) -> str:
    """Whose value of ``field`` is ticked to begin with: “kept”, or “gone” where only they have one.

    What belongs to the membership comes from the one who has the member number.
    """
    if kept[field] in (None, ""):
        return "gone"
    member = ("member_number", "joined_on", "fee_paid_for")
    if field in member and not kept["member_number"] and gone["member_number"] and gone[field]:
        return "gone"
    return "kept"
