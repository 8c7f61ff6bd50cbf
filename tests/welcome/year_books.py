"""What happens to new members in a year, written down by the test itself, in plain words.

Nothing here comes from the program: its days are counted, its holidays written down and its figures reckoned anew.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from statistics import median

DAY = timedelta(days=1)
HOLIDAYS = (
    "2026-12-25 2026-12-26 2027-01-01 2027-01-06 2027-03-26 2027-03-28 2027-03-29 2027-05-01 2027-05-06 2027-05-16 "
    "2027-06-06 2027-06-26 2027-11-06 2027-12-25 2027-12-26"
)
"""In Sweden."""
WITHIN = {"letter": 3, "call": 7, "referral": 14, "follow_up": 70}
"""Days from when somebody came."""
COORDINATOR = "Mona Medlem"
PROMISES = "letter", "call", "follow_up"
KEPT_FOR, LONGEST = 14, 182
FOLLOWED_UP = "active", "another_way", "not_now", "left"


@dataclass
class Letter:
    """A welcome letter: when it was written, to which address (none: on paper), and whether it came to nothing."""

    day: date
    to: str = ""
    failed_on: date | None = None


@dataclass
class Member:
    """Somebody who came, and all that happened to them."""

    number: int
    first: str
    last: str
    emails: list[str]
    """Where they are reached, the latest last; without any, on paper alone."""
    way: str
    """How they came, as the register says."""
    came: date
    is_new: bool = True
    came_by: str | None = None
    """How whoever the case was opened for had come, if they were made one with somebody."""
    person_id: int = 0
    case_id: int = 0
    officer: str = ""
    letters: list[Letter] = field(default_factory=list)
    done: dict[str, date] = field(default_factory=dict)
    spared: dict[str, date] = field(default_factory=dict)
    rests: list[tuple[date, int]] = field(default_factory=list)
    rests_since: date | None = None
    rests_until: date | None = None
    wants_to_leave: date | None = None
    has_hesitated: bool = False
    no_calls: bool = False
    left: date | None = None
    groups: list[int] = field(default_factory=list)
    arrived_in: set[int] = field(default_factory=set)
    said_came: bool = False
    result: str = ""
    closed: date | None = None
    closed_why: str = ""
    forgotten: date | None = None
    counted: "Counted | None" = None
    is_erased: bool = False
    is_merged: bool = False
    merged_on: date | None = None

    @property
    def email(self) -> str:
        """Where they are reached now."""
        return self.emails[-1] if self.emails else ""

    @property
    def mark(self) -> str:
        """A word that is in all that officers write about them."""
        return f"zq{self.number:04}x"

    @property
    def letter(self) -> Letter | None:
        """The letter that they got, or that is under way."""
        return next((letter for letter in self.letters if letter.failed_on is None), None)

    @property
    def day_of(self) -> dict[str, date]:
        """When each step was done."""
        return self.done | ({"letter": self.letter.day} if self.letter else {})

    @property
    def ended(self) -> date | None:
        """When nothing more was to be done for them."""
        days = self.done.get("follow_up"), self.closed
        return min((day for day in days if day), default=None)


@dataclass(frozen=True)
class Counted:
    """What somebody counts as when they are forgotten: a stage, and by promise the days it took and if in time."""

    year: int
    group: int
    way: str
    stage: str
    kept: tuple[tuple[str, int | None, bool], ...]
    is_over: bool


class Books:
    """All of them, and what can be said of them on a day."""

    def __init__(self) -> None:
        self.members: list[Member] = []
        self.holidays = {date.fromisoformat(day) for day in HOLIDAYS.split()}

    def is_closed(self, step: str, day: date) -> bool:
        """Whether a step can't be due on a day: nobody is rung at weekends."""
        return day in self.holidays or (step in ("call", "follow_up") and day.weekday() >= 5)

    def due(self, member: Member, step: str) -> date:
        """The last day on which a step is in time; a rest that began when it was late gives it no more time."""
        given = WITHIN[step]
        for since, rested in member.rests:
            given += rested if self._open_day(step, member.came + given * DAY) >= since else 0
        return self._open_day(step, member.came + given * DAY)

    def _open_day(self, step: str, day: date) -> date:
        while self.is_closed(step, day):
            day += DAY
        return day

    def running(self) -> list[Member]:
        """Those who are being welcomed."""
        return [m for m in self.members if m.case_id and not (m.forgotten or m.is_merged or m.ended)]

    def undone(self, before: date, until: date) -> Iterator[tuple[Member, str, date]]:
        """What was to be done ``until`` then and wasn't ``before`` that day."""
        for member in self.running():
            if member.rests_since is None and member.wants_to_leave is None:
                for step in WITHIN:
                    done = member.spared.get(step) or member.day_of.get(step)
                    if not (done and done < before) and self.due(member, step) <= until:
                        yield member, step, self.due(member, step)

    def lacks_letter(self, today: date) -> bool:
        """Whether somebody might get a letter today."""
        return any(not m.letter and today < self.due(m, "letter") + 9 * DAY for m in self.running())

    def to_forget(self, today: date) -> Iterator[Member]:
        """Those whose case must be gone today."""
        return (m for m in self.members if m.case_id and not m.forgotten and self.erase_day(m) <= today)

    def late(self, today: date) -> dict[tuple[int, str], int]:
        """By how many days each step of each case is late."""
        return {(m.case_id, step): (today - due).days for m, step, due in self.undone(today + DAY, today - DAY)}

    def to_tell(self, today: date, is_campaign: bool) -> dict[str, set[int]]:
        """The cases that each officer has to hear of in the morning: what is late, and what is due this week, or today.

        Follow-ups are the coordinator's, and so are those whom soon nobody can follow up any more.
        """
        until = today if is_campaign else today + (6 - today.weekday()) * DAY
        found: dict[str, set[int]] = {}
        for member, step, _due in self.undone(today, until):
            who = COORDINATOR if step == "follow_up" else member.officer
            found.setdefault(who, set()).add(member.case_id)
        return found

    def soon_gone(self, today: date) -> set[int]:
        """The cases of those who are forgotten within two weeks though nobody has followed them up."""
        return {m.case_id for m in self.running() if self.erase_day(m) <= today + 14 * DAY}

    def erase_day(self, member: Member) -> date:
        """The day by which nothing of a case may be left."""
        last = member.came + LONGEST * DAY
        return min(last, member.ended + KEPT_FOR * DAY) if member.ended else last

    def merge(self, member: Member, other: Member, today: date) -> None:
        """They are one; what was done for either is done."""
        other.is_merged, member.merged_on = True, today
        if not member.case_id:
            member.case_id, member.came, member.officer, member.is_new = other.case_id, other.came, other.officer, True
            member.came_by, member.rests = other.way, other.rests
            member.rests_since, member.rests_until = other.rests_since, other.rests_until
            member.closed, member.closed_why, member.result = other.closed, other.closed_why, other.result
            other.case_id = 0
        known = member.done.keys() | member.spared.keys()
        member.done |= {step: day for step, day in other.done.items() if step not in known}
        member.spared |= {step: day for step, day in other.spared.items() if step not in known}
        member.letters += other.letters
        member.groups += [group for group in other.groups if group not in member.groups]
        member.arrived_in |= other.arrived_in
        member.no_calls |= other.no_calls
        member.wants_to_leave = member.wants_to_leave or other.wants_to_leave
        member.emails = member.emails or other.emails

    def erased_by(self, member: Member) -> date | None:
        """When nothing may be known any more of somebody who has left: half a year later."""
        if member.left is None:
            return None
        year, month = divmod(member.left.month + 5, 12)
        first = date(member.left.year + year, month + 1, 1)
        last = (first + 31 * DAY).replace(day=1) - DAY
        return min(first + (member.left.day - 1) * DAY, last)

    def erase(self, member: Member, today: date) -> None:
        """They are gone, and their case if there is one still."""
        if member.case_id and not (member.forgotten or member.is_merged):
            self.forget(member, today)
        member.is_erased = True

    def forget(self, member: Member, today: date) -> None:
        """A case is gone; what it counts as stays."""
        member.counted, member.forgotten = replace(self.count(member, today), is_over=True), today

    def count(self, member: Member, today: date) -> Counted:
        """What somebody counts as today."""
        until = min(day for day in (member.ended, member.rests_since, member.wants_to_leave, today) if day)
        way = member.way if member.came_by is None else member.came_by
        arrived = [group for group in member.groups if group in member.arrived_in]
        kept = tuple(self._kept(member, step, until) for step in PROMISES if self._counts(member, step, until))
        return Counted(
            member.came.year,
            [0, *member.groups, *arrived][-1],
            way if self._is_common(way) else "",
            self._stage(member, bool(arrived)),
            kept,
            member.ended is not None,
        )

    def _is_common(self, way: str) -> bool:
        """Whether so many in the register came like that that it tells of nobody."""
        return sum(m.way == way and not (m.is_merged or m.is_erased) for m in self.members) >= 5

    def _counts(self, member: Member, step: str, until: date) -> bool:
        return step not in member.spared and (step in member.day_of or self.due(member, step) < until)

    def _kept(self, member: Member, step: str, until: date) -> tuple[str, int | None, bool]:
        done = member.day_of.get(step)
        return step, (done - member.came).days if done else None, bool(done and done <= self.due(member, step))

    def _stage(self, member: Member, has_arrived: bool) -> str:
        if member.result:
            return member.result
        if member.closed_why in ("left", "not_now"):
            return member.closed_why
        if has_arrived or member.said_came:
            return "came"
        if member.groups:
            return "referred"
        return "spoken" if "call" in member.done else "letter" if member.letter else "no_letter"

    def broken(self, member: Member, today: date) -> set[str]:
        """The promises to somebody that weren't kept in time."""
        counted = (member.counted or self.count(member, today)) if member.case_id else None
        return {step for step, _days, in_time in counted.kept if not in_time} if counted else set()

    def counts(self, today: date) -> list[Counted]:
        """What everybody counts as, who wasn't new after all left out."""
        all_cases = [m for m in self.members if m.case_id and not m.is_merged and m.closed_why != "not_new"]
        return [m.counted or self.count(m, today) for m in all_cases]

    def landed(self, today: date, by: str) -> dict[object, tuple[int, int, int]]:
        """Of those referred to a group: how many, how many of them were followed up, how many are active."""
        found: dict[object, Counter[str]] = {}
        for one in self.counts(today):
            if one.group:
                tally = found.setdefault(getattr(one, by), Counter())
                tally["referred"] += 1
                tally["followed up"] += one.stage in FOLLOWED_UP
                tally["active"] += one.stage == "active"
        return {key: (t["referred"], t["followed up"], t["active"]) for key, t in found.items()}

    def timing(self, today: date, promise: str, year: int | None = None) -> tuple[int, float | None, int]:
        """How often a promise was to be kept, the median of its days, and how often it was kept in time."""
        mine = [k for one in self.counts(today) if year in (None, one.year) for k in one.kept if k[0] == promise]
        days = [taken for _step, taken, _in_time in mine if taken is not None]
        return len(mine), median(days) if days else None, sum(in_time for *_rest, in_time in mine)

    def stages(self, today: date) -> Counter[str]:
        """How far those came with whom it is over."""
        return Counter(one.stage for one in self.counts(today) if one.is_over)
