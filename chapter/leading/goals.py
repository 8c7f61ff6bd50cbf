"""The goals an assignment can have. Whoever has reached its goal leaves the queue, even if nobody called.

A feature adds its own with :func:`register`; ``spoken`` is the one that calling itself knows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, false, select

from chapter.calling.models import Call, CallAssignment
from chapter.calling.queries import SPOKEN
from chapter.i18n import lazy, number


@dataclass(frozen=True)
class Goal:
    """What an assignment wants to come of it."""

    name: str
    label: Any
    """The goal as a sentence, for the leader who chooses it."""
    progress: Any
    """How many (``%(held)s``) of the target group (``%(target)s``) have reached it, as a sentence."""
    reached: Callable[[CallAssignment], Select[int]]
    """A select of the ids of those who have reached it."""


_goals: dict[str, Goal] = {}


def register(goal: Goal) -> None:
    """Add a goal."""
    _goals[goal.name] = goal


def choices() -> list[tuple[str, Any]]:
    """The names and labels of all goals."""
    return [(goal.name, goal.label) for goal in _goals.values()]


def reached(assignment: CallAssignment) -> Select[int]:
    """The ids of those who have reached the goal of ``assignment``; nobody has if the goal is no longer there."""
    goal = _goals.get(assignment.goal)
    return goal.reached(assignment) if goal else select(Call.person_id).where(false())


def progress(assignment: CallAssignment, done: int, target: int) -> str:
    """How far an assignment has come, in the words of its goal."""
    goal = _goals.get(assignment.goal, SPOKEN_WITH)
    return str(goal.progress) % {"held": number(done), "target": number(target)}


def _spoken(assignment: CallAssignment) -> Select[int]:
    return select(Call.person_id).where(Call.assignment_id == assignment.id, Call.outcome.in_(SPOKEN))


SPOKEN_WITH = Goal(
    "spoken",
    lazy("The goal is a conversation: whoever has talked with us in this assignment leaves its queue."),
    lazy("%(held)s of %(target)s have had a conversation"),
    _spoken,
)
register(SPOKEN_WITH)
