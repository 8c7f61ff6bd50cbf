"""What may be changed in the routine, and what a change does to cases that are running."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from chapter.welcome.rules import LAST_DAY, NEEDED, Kind, Point, State, Step

MOST_OWN = 8
MOST_DAYS = LAST_DAY - 14
"""A step must be over before the case is forgotten, whatever happens."""


class Problem(StrEnum):
    """Why a routine can't be as it is."""

    DAYS = "days"
    OPENS = "opens"
    NEEDED = "needed"
    NAME = "name"
    AFTER = "after"
    TOO_MANY = "too_many"


def problems(steps: Sequence[Step]) -> list[tuple[str, Problem]]:
    """What is wrong with ``steps``: the step's key and why; nothing if the routine is sound."""
    on = {step.key for step in steps if step.is_on}
    there = [step for step in steps if not step.is_removed]
    found = [(step.key, problem) for step in there if (problem := _problem(step, on))]
    own = [step for step in there if step.kind is Kind.OWN]
    return found + [(step.key, Problem.TOO_MANY) for step in own[MOST_OWN:]]


def _problem(step: Step, on: set[str]) -> Problem | None:
    if not 0 <= step.days <= MOST_DAYS:
        return Problem.DAYS
    if not 0 <= step.opens <= step.days:
        return Problem.OPENS
    if step.kind in NEEDED and not step.is_on:
        return Problem.NEEDED
    if step.kind is Kind.OWN and not any(step.name.values()):
        return Problem.NAME
    return Problem.AFTER if step.is_on and step.after and step.after not in on else None


@dataclass(frozen=True)
class Effect:
    """What a change does to one step, as numbers of running cases."""

    step: Step
    comes: int = 0
    goes: int = 0
    later: int = 0
    earlier: int = 0
    becomes_late: int = 0
    late_no_more: int = 0


def effects(before: Iterable[Sequence[Point]], after: Iterable[Sequence[Point]]) -> list[Effect]:
    """What a change of the routine does to running cases, step by step; those that nothing happens to are left out.

    ``before`` and ``after`` are the plans of the same cases in the same order.
    """
    found: dict[str, Effect] = {}
    for old_points, new_points in zip(before, after, strict=True):
        old, new = ({point.step.key: point for point in points} for points in (old_points, new_points))
        for key in [*new, *(key for key in old if key not in new)]:
            step = (new.get(key) or old[key]).step
            found[key] = _counted(found.get(key, Effect(step)), old.get(key), new.get(key))
    return [effect for effect in found.values() if effect != Effect(effect.step)]


def _counted(effect: Effect, old: Point | None, new: Point | None) -> Effect:
    """``effect`` with one more case, in which the step stood as ``old`` and will stand as ``new``."""
    if old is None or new is None:
        is_late = new is not None and new.state is State.LATE
        comes, goes = effect.comes + (old is None), effect.goes + (new is None)
        return replace(effect, comes=comes, goes=goes, becomes_late=effect.becomes_late + is_late)
    if State.DONE in (old.state, new.state) or State.SKIPPED in (old.state, new.state):
        return effect
    was, will = old.state is State.LATE, new.state is State.LATE
    by = (new.due_on - old.due_on).days if new.due_on and old.due_on else 0
    return replace(
        effect,
        later=effect.later + (by > 0),
        earlier=effect.earlier + (by < 0),
        becomes_late=effect.becomes_late + (will and not was),
        late_no_more=effect.late_no_more + (was and not will),
    )
