"""The five steps of the first evening, and how far somebody has come."""

from collections.abc import Collection
from enum import StrEnum


class Step(StrEnum):
    """A screen."""

    CHAPTER = "chapter"
    LOOK = "look"
    PEOPLE = "people"
    MAIL = "mail"
    LINK = "link"


def after(step: Step, done: Collection[str]) -> Step | None:
    """Where one goes on from ``step``: to the next that isn't done, or an earlier one that was left out."""
    steps = [*Step]
    place = steps.index(step) + 1
    return next((other for other in steps[place:] + steps[: place - 1] if other not in done), None)


def first(done: Collection[str]) -> Step | None:
    """Where one goes on when one comes back."""
    return next((step for step in Step if step not in done), None)


def with_done(step: Step, done: Collection[str] | None) -> list[str] | None:
    """What is done when ``step`` is, too; None when nothing is left, as before."""
    if done is None:
        return None
    now = [each for each in Step if each in done or each is step]
    return None if len(now) == len(Step) else [*map(str, now)]
