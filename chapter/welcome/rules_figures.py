"""What a case is counted as, while it is there and when it is forgotten: how far they came, which promises held."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from chapter.welcome.rules import NEEDED, Closed, Closing, Course, State, Step, plan
from chapter.welcome.rules_follow_up import Result


class Stage(StrEnum):
    """How far somebody came, each one further; or else what their follow-up found."""

    NO_LETTER = "no_letter"
    LETTER = "letter"
    SPOKEN = "spoken"
    REFERRED = "referred"
    CAME = "came"
    ACTIVE = "active"
    ANOTHER_WAY = "another_way"
    NOT_NOW = "not_now"
    LEFT = "left"


FOLLOWED_UP = Stage.ACTIVE, Stage.ANOTHER_WAY, Stage.NOT_NOW, Stage.LEFT
"""What a follow-up finds; where those stand who are at another stage isn't known."""
CLOSED_FOR = {Closing.LEFT: Stage.LEFT, Closing.NOT_NOW: Stage.NOT_NOW}
NO_GROUP = 0
"""The group of those who were referred to none."""
NEVER = -1
"""The days of a promise that wasn't kept at all."""


class Facts(NamedTuple):
    """What a case's stage depends on."""

    has_letter: bool = False
    has_spoken: bool = False
    is_referred: bool = False
    has_come: bool = False
    result: Result | None = None
    closing: Closing | None = None


class Promise(NamedTuple):
    """What became of a promise to a new member: after how many days from the start it was done (or NEVER), and
    whether that was by the day that the routine says."""

    key: str
    days: int
    is_kept: bool


def stage_of(facts: Facts) -> Stage | None:
    """How far somebody came; None for who wasn't new, and isn't counted at all."""
    if facts.closing is Closing.NOT_NEW:
        return None
    if facts.result:
        return Stage(facts.result)
    if facts.closing in CLOSED_FOR:
        return CLOSED_FOR[facts.closing]
    reached = {
        Stage.CAME: facts.has_come,
        Stage.REFERRED: facts.is_referred,
        Stage.SPOKEN: facts.has_spoken,
        Stage.LETTER: facts.has_letter,
    }
    return next((stage for stage, is_reached in reached.items() if is_reached), Stage.NO_LETTER)


def promises(steps: Sequence[Step], course: Course, today: date, is_closed: Closed) -> list[Promise]:
    """What became of the promises by ``today``, or until the case ended or began to rest.

    What was left out with a reason, or wasn't due yet, is no promise broken.
    """
    until = min(filter(None, (course.end and course.end.on, course.rests_since, today)))
    points = plan(steps, replace(course, end=None, rests_since=None), until, is_closed)
    found = [point for point in points if point.step.kind in NEEDED and point.state in (State.DONE, State.LATE)]
    return [
        Promise(p.step.key, (p.done_on - course.started_on).days if p.done_on else NEVER, p.late(until) <= 0)
        for p in found
    ]
