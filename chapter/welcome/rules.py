"""The routine: its steps, when each is due, and where a case stands. From “Welcoming a new member”."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from secrets import token_hex
from typing import Any, NamedTuple

from chapter.welcome.rules_rest import Rest, after_rests, rests_from


class Kind(StrEnum):
    """What a step is. A chapter's own steps are ``OWN``; the others are there once each."""

    LETTER = "letter"
    CALL = "call"
    COFFEE = "coffee"
    REFERRAL = "referral"
    MEETING = "meeting"
    DAY_AFTER = "day_after"
    TRAINING = "training"
    FOLLOW_UP = "follow_up"
    OWN = "own"


RINGS = Kind.CALL, Kind.FOLLOW_UP
"""On a day without calling hours nobody can be rung, so such a step isn't due on one."""
PLAIN = Kind.COFFEE, Kind.MEETING, Kind.TRAINING, Kind.OWN
"""Of these it is only noted that they are done, and on which day; they can be taken back."""


@dataclass(frozen=True)
class Step:
    """A step of the routine: ``days`` after the start at the latest, not before ``opens`` days; both count from the
    step ``after`` instead, if there is one. ``name`` is in each language, for a chapter's own steps; one that was
    removed is still known by it in the cases that had it."""

    key: str
    kind: Kind
    days: int
    opens: int = 0
    is_on: bool = True
    after: str | None = None
    name: dict[str, str] = field(default_factory=dict)
    is_removed: bool = False


DEFAULT = (
    Step("letter", Kind.LETTER, 3),
    Step("call", Kind.CALL, 7),
    Step("referral", Kind.REFERRAL, 14),
    Step("coffee", Kind.COFFEE, 21, is_on=False),
    Step("meeting", Kind.MEETING, 42, is_on=False),
    Step("day_after", Kind.DAY_AFTER, 1, is_on=False, after="meeting"),
    Step("training", Kind.TRAINING, 56, is_on=False),
    Step("follow_up", Kind.FOLLOW_UP, 70, opens=56),
)
"""The routine of a chapter that hasn't made its own: letter in 3 days, call in 7, follow-up after 8 to 10 weeks."""
NEEDED = Kind.LETTER, Kind.CALL, Kind.FOLLOW_UP
"""These can be moved, but not removed; what they promise is what the figures count."""


OWN_KEY = re.compile("own-[0-9a-f]{8}")


class State(StrEnum):
    """Where a step of a case stands."""

    DONE = "done"
    SKIPPED = "skipped"
    LATE = "late"
    DUE = "due"
    AHEAD = "ahead"
    WAITS = "waits"
    """For the step that it comes after."""
    PAUSED = "paused"


OPEN = State.LATE, State.DUE
"""What can and should be done now."""


@dataclass(frozen=True)
class Trace:
    """What became of a step: on which day, and whether it was left out."""

    on: date
    is_skipped: bool = False


@dataclass(frozen=True)
class Point:
    """A step of one case: its state, and from which day to which it is to be done (None: not known yet)."""

    step: Step
    state: State
    opens_on: date | None = None
    due_on: date | None = None
    done_on: date | None = None

    def late(self, today: date) -> int:
        """By how many days it is late, or was when it was done; 0 or less if it isn't."""
        return ((self.done_on or today) - self.due_on).days if self.due_on else 0


def steps_from(kept: Iterable[Mapping[str, Any]]) -> list[Step]:
    """The steps as the database keeps them."""
    return [Step(**{**step, "kind": Kind(step["kind"])}) for step in kept]


def kept(steps: Iterable[Step]) -> list[dict[str, Any]]:
    """The steps as the database keeps them."""
    return [asdict(step) for step in steps]


def due_day(start: date, days: int, is_closed: Callable[[date], bool]) -> date:
    """So many calendar days after ``start``; the next open day if that one is closed."""
    day = start + timedelta(days=days)
    for _ahead in range(31):
        if not is_closed(day):
            return day
        day += timedelta(days=1)
    return start + timedelta(days=days)


class Closing(StrEnum):
    """Why a case was closed before its routine was through."""

    LEFT = "left"
    NOT_NOW = "not_now"
    NOT_NEW = "not_new"
    NO_CONTACT = "no_contact"
    OTHER = "other"


class End(NamedTuple):
    """When and why it is over with a case; without a reason it was followed up."""

    on: date
    why: Closing | None


@dataclass(frozen=True)
class Course:
    """A case as the rules see it: when it began, what became of its steps, when it has rested; since when it rests now,
    and whether it has ended."""

    started_on: date
    traces: Mapping[str, Trace] = field(default_factory=dict)
    rests: Sequence[Rest] = ()
    rests_since: date | None = None
    end: End | None = None


def course_of(
    started_on: date,
    traces: Mapping[str, Trace],
    rests: Iterable[Sequence[Any]] = (),
    paused_on: date | None = None,
    leaving_on: date | None = None,
    closed_on: date | None = None,
    closed_why: Closing | None = None,
    left_on: date | None = None,
) -> Course:
    """The course of a case. It rests while it is paused, and while they want to leave; it has ended when it was
    followed up or closed or they have left, whichever came first. ``queries.HAS_ENDED`` says the same in SQL."""
    follow_up = traces.get(Kind.FOLLOW_UP)
    ends = (follow_up.on if follow_up else None, None), (closed_on, closed_why), (left_on, Closing.LEFT)
    end = min((End(on, why) for on, why in ends if on), key=lambda end: end.on, default=None)
    return Course(started_on, traces, rests_from(rests), min(filter(None, (paused_on, leaving_on)), default=None), end)


Closed = Callable[[Kind, date], bool]
"""Whether nothing can be due on a day: a public holiday, or for a call a day without calling hours."""


def plan(steps: Sequence[Step], course: Course, today: date, is_closed: Closed) -> list[Point]:
    """Where each step of a case stands; those that are switched off only if something became of them."""
    return [
        _point(step, course, today, is_closed)
        for step in steps
        if step.key in course.traces or (step.is_on and _comes(step, steps) and course.end is None)
    ]


def _comes(step: Step, steps: Iterable[Step]) -> bool:
    """A step that comes after another comes only if that one does."""
    return step.after is None or any(other.key == step.after and other.is_on for other in steps)


def _point(step: Step, course: Course, today: date, is_closed: Closed) -> Point:
    def due_from(start: date) -> date:
        return due_day(start, step.days, lambda day: is_closed(step.kind, day))

    trace, start = course.traces.get(step.key), _start(step, course, due_from)
    opens, due = start and start + timedelta(days=step.opens), start and due_from(start)
    if trace is not None:
        return Point(step, State.SKIPPED if trace.is_skipped else State.DONE, opens, due, trace.on)
    return Point(step, _state(opens, due, course, today), opens, due)


def _start(step: Step, course: Course, due: Callable[[date], date]) -> date | None:
    if step.after is None:
        return after_rests(course.started_on, course.rests, due)
    before = course.traces.get(step.after)
    return None if before is None or before.is_skipped else before.on


def _state(opens: date | None, due: date | None, course: Course, today: date) -> State:
    if course.rests_since is not None:
        return State.PAUSED
    if opens is None or due is None:
        return State.WAITS
    if today > due:
        return State.LATE
    return State.DUE if today >= opens else State.AHEAD


def first_open(points: Iterable[Point]) -> Point | None:
    """What to do first: of what can be done now, what is due earliest."""
    return min((p for p in points if p.state in OPEN and p.due_on), key=_by_day, default=None)


def first_ahead(points: Iterable[Point]) -> Point | None:
    """What comes next, if nothing can be done now."""
    return min((p for p in points if p.state is State.AHEAD and p.opens_on), key=_by_day, default=None)


def _by_day(point: Point) -> date:
    return point.due_on or date.max


class Turn(StrEnum):
    """When it is a case's turn, by the most urgent of its steps; in the order in which cases are shown."""

    LATE = "late"
    NOW = "now"
    LATER = "later"
    RESTS = "rests"


def turn(points: Iterable[Point]) -> Turn:
    """When it is the turn of a case whose steps stand so."""
    states = {point.state for point in points}
    if State.PAUSED in states:
        return Turn.RESTS
    return Turn.LATE if State.LATE in states else Turn.NOW if State.DUE in states else Turn.LATER


def urgency(points: Iterable[Point]) -> tuple[int, date]:
    """A key to sort cases by: the most overdue first, then what is due soonest; what has nothing to do, last."""
    found = list(points)
    point = first_open(found) or first_ahead(found)
    return [*Turn].index(turn(found)), _by_day(point) if point else date.max


def may_undo(point: Point) -> bool:
    """Whether what became of a step can be taken back: what was sent, or said, stays sent and said."""
    return point.state is State.SKIPPED or (point.state is State.DONE and point.step.kind in PLAIN)


LAST_DAY = 182
"""A case is forgotten half a year after it began, whether anybody followed it up or not."""


def erase_day(started_on: date, ended_on: date | None, keep_days: int) -> date:
    """When a case is forgotten: so many days after its end, and at the latest after :data:`LAST_DAY`."""
    last = started_on + timedelta(days=LAST_DAY)
    return last if ended_on is None else min(last, ended_on + timedelta(days=keep_days))


def may_be_new(came: int, before: int) -> bool:
    """Whether those whom one import brought are new members; more than the register had had are its founding."""
    return came <= before


def joined_lately(joined_on: date | None, today: date) -> bool:
    """Whether somebody joined so lately that they still are to be welcomed, also when a register is founded."""
    return joined_on is not None and timedelta(0) <= today - joined_on <= timedelta(days=DEFAULT[-1].opens)


def shared_out(open_cases: Mapping[int, int]) -> int | None:
    """Who gets the next case: of those who share (id → open cases), whoever has fewest; None if nobody shares."""
    return min(open_cases, key=lambda account_id: (open_cases[account_id], account_id), default=None)


def changed(steps: Sequence[Step], key: str, **facts: Any) -> list[Step]:
    """The steps, one of them with other facts."""
    return [replace(step, **facts) if step.key == key else step for step in steps]


def own_key(kept: str = "") -> str:
    """A key for a new step of the chapter's own: the one it was ``kept`` by while it was written, or one that there has
    never been, as cases remember their steps by it."""
    return kept if OWN_KEY.fullmatch(kept) else f"own-{token_hex(4)}"
