"""What the figures of the routine say: who landed, how promises were kept, and where people are lost."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from statistics import median
from typing import NamedTuple, TypeVar

from chapter.welcome.rules_figures import FOLLOWED_UP, NEVER, NO_GROUP, Stage

Key = TypeVar("Key", int, str)
FEWEST = 5
"""A share of fewer people says nothing of a group, and too much of the people."""
POOR = 0.5
"""A group in which fewer than half are still active loses those who come to it."""
COURSE = Stage.NO_LETTER, Stage.LETTER, Stage.SPOKEN, Stage.REFERRED, Stage.CAME
"""How far somebody came whom nobody followed up, each stage further."""


class Count(NamedTuple):
    """So many cases that began in ``year``; ``is_over`` when nothing more will come of them."""

    year: int
    group_id: int
    how_came: str
    stage: Stage
    number: int = 1
    is_over: bool = True


class Kept(NamedTuple):
    """A promise that so many times took so many days (NEVER: it wasn't kept at all)."""

    year: int
    key: str
    days: int
    is_kept: bool
    number: int = 1


class Landing(NamedTuple):
    """Of those referred to a group: how many were followed up, and how many of them are still active."""

    referred: int = 0
    followed_up: int = 0
    active: int = 0

    @property
    def share(self) -> float | None:
        """How many of those followed up are still active, 0 to 1; None if they are too few to say."""
        return self.active / self.followed_up if self.followed_up >= FEWEST else None

    @property
    def is_poor(self) -> bool:
        """Whether the figure is one to do something about."""
        return self.share is not None and self.share < POOR


class Timing(NamedTuple):
    """How a promise was kept: how often, the median of its days (None: never done), and how often in time."""

    number: int
    median: float | None
    in_time: int

    @property
    def share(self) -> float:
        """How often it was kept in time, 0 to 1."""
        return self.in_time / self.number if self.number else 0.0


def landings(counts: Iterable[Count], by: Callable[[Count], Key]) -> dict[Key, Landing]:
    """Who landed, of those referred to a group, for every value of ``by`` (the group, the year, how they came)."""
    found: dict[Key, Landing] = defaultdict(Landing)
    for count in counts:
        if count.group_id != NO_GROUP:
            old, n = found[by(count)], count.number
            followed_up, active = n * (count.stage in FOLLOWED_UP), n * (count.stage is Stage.ACTIVE)
            found[by(count)] = Landing(old.referred + n, old.followed_up + followed_up, old.active + active)
    return dict(found)


def landed(counts: Iterable[Count]) -> Landing:
    """The same of everybody."""
    return landings(counts, lambda _count: 0).get(0, Landing())


def stages(counts: Iterable[Count]) -> dict[Stage, int]:
    """How many of those whose welcome is over came how far; all stages are there."""
    found = dict.fromkeys(Stage, 0)
    for count in counts:
        found[count.stage] += count.number * count.is_over
    return found


def lost_most(found: dict[Stage, int]) -> Stage | None:
    """Where most are lost: how far they had come when nothing more happened; None if that is nobody."""
    stage = max(COURSE, key=lambda stage: found[stage])
    return stage if found[stage] else None


def timing(kept: Iterable[Kept], key: str) -> Timing:
    """How the promise ``key`` was kept."""
    mine = [promise for promise in kept if promise.key == key]
    days = [promise.days for promise in mine if promise.days != NEVER for _time in range(promise.number)]
    in_time = sum(promise.number for promise in mine if promise.is_kept)
    return Timing(sum(promise.number for promise in mine), median(days) if days else None, in_time)
