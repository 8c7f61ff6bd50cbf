"""The welcome call: what to think of, what to ask, what calls come to, and what one is invited to."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from chapter.calling.rules import Outcome


class Tick(StrEnum):
    """The checklist beside the call, in its order. Source: domain.md, section 7."""

    WARM = "warm"
    LISTEN = "listen"
    NEXT = "next"
    TELL = "tell"
    INVITE = "invite"
    LINK = "link"
    NOTES = "notes"
    AGAIN = "again"
    INVITING = "inviting"
    SIGN_UP = "sign_up"
    FOLLOW_UP = "follow_up"


class Wish(StrEnum):
    """What we ask for, and remember until the case is forgotten."""

    EXPECTATIONS = "expectations"
    INTERESTS = "interests"
    SKILLS = "skills"
    TIME = "time"
    OTHER = "other"


def changed(said: Mapping[str, Any], seen: Mapping[str, Any]) -> dict[str, Any]:
    """What somebody has changed of what they had ``seen``; the rest may be older than what is there."""
    return {name: words for name, words in said.items() if (words or "") != (seen.get(name) or "")}


def overtaken(changes: Mapping[str, Any], seen: Mapping[str, Any], there: Mapping[str, Any]) -> dict[str, Any]:
    """What was written ``there`` since, and would be lost by these changes."""
    known = {name: (words, seen.get(name)) for name, words in changes.items()}
    return {name: there[name] for name in changes if there.get(name) and there[name] not in known[name]}


REGISTER = Wish.INTERESTS, Wish.SKILLS
"""What the register can remember for good, if they want that."""


class Time(StrEnum):
    """How much time they have."""

    SELDOM = "seldom"
    MONTHLY = "monthly"
    WEEKLY = "weekly"
    MORE = "more"
    NOT_NOW = "not_now"


class Answer(StrEnum):
    """What they answer to an invitation."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


TRIES = Outcome.NO_ANSWER, Outcome.BUSY, Outcome.LEFT_MESSAGE, Outcome.NOT_AVAILABLE
"""How a call ends that didn't reach them."""


def tries(outcomes: Iterable[Outcome]) -> int:
    """How many of the latest calls in a row didn't reach them; ``outcomes`` are the latest first."""
    number = 0
    for outcome in outcomes:
        if outcome not in TRIES:
            break
        number += 1
    return number


def settled(outcomes: Sequence[Outcome]) -> Outcome | None:
    """What the calls, the latest first, say about the step: a talk does it; who doesn't want to be called is spared."""
    if Outcome.TALKED in outcomes:
        return Outcome.TALKED
    return Outcome.DO_NOT_CALL if outcomes[:1] == [Outcome.DO_NOT_CALL] else None


def is_to_remind(at: datetime, made_on: date, now: datetime) -> bool:
    """Whether to remind of what is ``at`` then; ``now`` is on the chapter's clocks.

    The day before, or on the day itself if the day before was missed; never of what has been, nor on the day when
    they said yes.
    """
    return now < at and at.astimezone(now.tzinfo).date() <= now.date() + timedelta(days=1) and made_on < now.date()
