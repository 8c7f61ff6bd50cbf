"""What in the log is odd enough that somebody should ask. Few things, so that nobody gets used to alarms.

An evening's caller, a coordinator who pages through the register and an import are as usual.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from chapter.people.rules_looks import What

HOUR = timedelta(hours=1)
OPENED = frozenset(
    {What.PERSON, What.CHANGES, What.FLAG, What.WELCOME, What.FOLLOW_UP, What.LETTER, What.CALL, What.REQUEST},
)
"""Ways of looking at one person at a time."""
LISTS = frozenset({What.LIST, What.SEARCH})
"""Ways of looking at many at a time."""
JUDGED = OPENED | LISTS | {What.EXPORTED}
MANY = {"member_coordinator": 200, "call_leader": 200}
"""So many people opened one by one in an hour: one every 18 seconds, which is a program's pace, not a reader's."""
MANY_FOR_OTHERS = 100
"""The same for those whose work is with a few. Who rings in an hour when nobody answers gets to about sixty."""
LISTED = 1_500
"""So many people on pages of lists in an hour: thirty pages of fifty, to the end of most registers."""
NIGHT = range(0, 5)
"""The hours in which nobody who means well takes people out of the register."""
AGAIN_DAYS, AGAIN_OF = 10, timedelta(days=30)
"""Who opens the page of the same person on so many days of a month has it on their mind more than the work asks."""
FRESH = timedelta(days=1)
"""Who gave themselves an office and uses it within this time."""
SETTLING = timedelta(days=14)
"""For so long a new chapter gives out its offices, and its founder has several."""


class Odd(StrEnum):
    """Kinds of what is odd."""

    MANY = "many"
    LISTED = "listed"
    AT_NIGHT = "at_night"
    AGAIN = "again"
    OWN_OFFICE = "own_office"


class Look(NamedTuple):
    """One person looked at, or taken out, once; ``whom`` is their number in the log."""

    at: datetime
    what: What
    whom: int


def begin(now: datetime, last: datetime | None) -> datetime:
    """From when the log is read, if somebody read it ``last`` then: what an hour held that isn't over may go on."""
    return (last or now - timedelta(days=1)) - HOUR


def most_in(looks: Iterable[Look], window: timedelta = HOUR) -> int:
    """The most different people in any ``window``; ``looks`` come in order."""
    inside: dict[int, int] = {}
    waiting: list[Look] = []
    most, gone = 0, 0
    for look in looks:
        waiting.append(look)
        inside[look.whom] = inside.get(look.whom, 0) + 1
        while look.at - waiting[gone].at >= window:
            old = waiting[gone].whom
            inside[old] -= 1
            if not inside[old]:
                del inside[old]
            gone += 1
        most = max(most, len(inside))
    return most


def worth_a_look(people: Mapping[What, int]) -> bool:
    """Whether somebody who looked at so many ``people``, by way of looking, can have done anything odd."""
    opened = sum(number for what, number in people.items() if what in OPENED)
    listed = sum(number for what, number in people.items() if what in LISTS)
    return opened >= MANY_FOR_OTHERS or listed >= LISTED or What.EXPORTED in people


def limit(roles: Collection[str]) -> int:
    """From how many people opened in an hour it is odd for somebody with ``roles``."""
    return max((MANY.get(role, MANY_FOR_OTHERS) for role in roles), default=MANY_FOR_OTHERS)


def odd_lately(looks: Sequence[Look], roles: Collection[str]) -> dict[Odd, int]:
    """What is odd in what one reader looked at, the moments by the chapter's clocks; and how many people it's about."""
    opened = most_in(look for look in looks if look.what in OPENED)
    listed = most_in(look for look in looks if look.what in LISTS)
    at_night = {look.whom for look in looks if look.what is What.EXPORTED and look.at.hour in NIGHT}
    found = {
        Odd.MANY: opened if opened >= limit(roles) else 0,
        Odd.LISTED: listed if listed >= LISTED else 0,
        Odd.AT_NIGHT: len(at_night),
    }
    return {kind: number for kind, number in found.items() if number}


def again(days: Iterable[date]) -> int:
    """On how many days one reader opened the page of one person, if that is odd; else 0."""
    number = len(set(days))
    return number if number >= AGAIN_DAYS else 0


def own_office(given: datetime, looked: datetime, founded: datetime) -> bool:
    """Whether it is odd that somebody looked at people, who gave themselves the office for it."""
    return timedelta() <= looked - given < FRESH and given - founded >= SETTLING
