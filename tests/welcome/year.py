"""A year of a chapter, day by day: what runs by itself, who comes, what officers do, and what goes wrong.

The clock is moved, never slept; what runs in the background runs through ``jobs.run_due``, once in the morning. The
test's own books (``year_books``) are kept beside it, and where the program differs from them is kept in ``wrong``.
"""

import os
import random
import signal
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from chapter import clock, jobs
from chapter.db import db
from chapter.i18n import ZONES
from chapter.messages.models import Message
from chapter.messages.rules import State
from chapter.welcome import actions_routine, queries
from tests.welcome.year_books import COORDINATOR, DAY, Books, Member
from tests.welcome.year_doings import Doings
from tests.welcome.year_looks import Digest, Looks
from tests.welcome.year_mail import BOUNCES, NEVER, NOBODY, World
from tests.welcome.year_people import People

WEEKLY = {"groups.remind", "welcome.remind", "messages.forget", "wiping.wipe"}
"""What runs on Sundays only, as everything takes its time."""
MONDAY, THURSDAY, SATURDAY, SUNDAY = 0, 3, 5, 6


@dataclass(frozen=True)
class Kill:
    """From this day on, be killed when this function is called for the so-manieth time, before it does anything."""

    day: date
    place: Any
    name: str
    times: int


@dataclass
class Plan:
    """What a chapter's year is like."""

    first: date
    last: date
    files: dict[date, int]
    """How many new members come with each file."""
    others: int
    """How many come through the link, and as many by hand."""
    twice: int = 0
    """How many come twice."""
    off: set[date] = field(default_factory=set)
    """The server is off."""
    away: set[date] = field(default_factory=set)
    """No officer does anything."""
    campaign: set[date] = field(default_factory=set)
    kills: list[Kill] = field(default_factory=list)
    seed: int = 4


def days(first: str, last: str) -> set[date]:
    """All days from one to another."""
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    return {begin + number * DAY for number in range((end - begin).days + 1)}


def files(text: str) -> dict[date, int]:
    """How many come with a file on each day: “2026-11-30 44, 2026-12-14 6”."""
    return {date.fromisoformat(day): int(number) for day, number in (one.split() for one in text.split(", "))}


class Year(People, Doings, Looks):
    """A chapter that lives by a plan."""

    def __init__(self, app: Flask, plan: Plan, world: World) -> None:
        self.app, self.plan, self.world, self.today = app, plan, world, plan.first
        self.random, self.books = random.Random(plan.seed), Books()
        self.agenda, self.arrivals = defaultdict(list), defaultdict(list)
        self.by_case: dict[int, Member] = {}
        self.by_person: dict[int, Member] = {}
        self.by_email: dict[str, list[Member]] = defaultdict(list)
        self.wrong: dict[str, list[Any]] = defaultdict(list)
        self.digests: list[Digest] = []
        self.killed: list[str] = []
        self.kills = list(plan.kills)
        self.is_anything_new = True
        """Whether cases are to be opened, or to go on after a rest."""

    def live(self) -> "Year":
        """Live through all of it."""
        with clock.frozen(self.at(12)):
            self.found()
            self.plan_arrivals()
        while self.today <= self.plan.last:
            self.day()
            self.today += DAY
        self.today -= DAY
        with clock.frozen(self.at(23)):
            self.look_at_everything()
        return self

    def at(self, hour: int, minute: int = 0) -> datetime:
        """A moment of today, on the chapter's clocks."""
        return datetime.combine(self.today, time(hour, minute), ZONES["SE"])

    def day(self) -> None:
        """The worker's morning, and people's evening; now and then somebody looks at the pages."""
        if self.today not in self.plan.off and self.today > self.plan.first:
            with clock.frozen(self.at(10, 5)):
                self.end_rests()
                with self.few_jobs():
                    self.morning()
        with clock.frozen(self.at(18, 30)):
            is_free = self.today in self.plan.away | self.books.holidays or self.today.weekday() == SATURDAY
            self.evening(not is_free)
            self.erase_leavers()
            self.people_come()
        with clock.frozen(self.at(23)):
            if self.today.day % 7 == 0:
                self.look_at_board()
            if self.today.day == 1 and self.today.month in (4, 8):
                self.look_at_everything()

    @contextmanager
    def few_jobs(self) -> Iterator[None]:
        """Only what may have something to do runs today; on Sundays more, and on the first of a month everything.

        Nobody is erased on a morning with digests: those that wait when somebody is erased are written anew.
        """
        everything, weekday = dict(jobs._jobs), self.today.weekday()
        is_told = weekday in (MONDAY, THURSDAY) or self.today in self.plan.campaign
        may_have_work = {
            "messages.deliver": weekday % 2 == 0,
            "welcome.open_cases": self.is_anything_new,
            "letters.send_letters": self.books.lacks_letter(self.today),
            "welcome.forget": any(self.books.to_forget(self.today)),
            "welcome.tell_what_is_due": is_told,
        }
        often = {name for name, has_work in may_have_work.items() if has_work or weekday == SUNDAY}
        often |= WEEKLY if weekday == SUNDAY else set()
        is_first_sunday = weekday == SUNDAY and self.today.day <= 7
        for name in () if is_first_sunday else everything.keys() - often:
            del jobs._jobs[name]
        yield
        self.is_anything_new = False
        jobs._jobs.clear()
        jobs._jobs.update(everything)

    def morning(self) -> None:
        """What runs by itself; a worker that is killed leaves the rest to the next, an hour later."""
        self.switch_campaign()
        if self.kills and self.is_time(self.kills[0]) and self.is_killed(self.kills[0]):
            self.killed.append(self.kills.pop(0).name)
            with clock.frozen(self.at(11, 5)):
                jobs.run_due()
        else:
            jobs.run_due()
        if "privacy.erase" in jobs._jobs and self.goes_by_itself:
            self.are_erased()
        self.look_at_cases()
        self.look_at_outbox()
        if "welcome.tell_what_is_due" in jobs._jobs:
            self.look_at_digests()

    def switch_campaign(self) -> None:
        """In a campaign the digest comes every day."""
        is_campaign = self.today in self.plan.campaign
        if is_campaign is not (self.today - DAY in self.plan.campaign):
            sharing = {account.id for account in self.officers.values()}
            mona, version = self.officers[COORDINATOR], queries.routine().version
            actions_routine.change({"is_campaign": is_campaign}, sharing, version, mona)
            db.session.commit()

    def end_rests(self) -> None:
        """Those whose rest is over go on."""
        for member in self.books.running():
            if member.rests_until and member.rests_until <= self.today:
                self.has_rested(member, member.rests_until)
                self.is_anything_new = True

    def is_excused(self, member: Member) -> bool:
        """Whether there is a reason for a letter that was late."""
        has_address = member.emails and not member.emails[0].startswith((NOBODY, NEVER, BOUNCES))
        was_twice = member.is_merged or member.merged_on is not None
        was_off = any(member.came + number * DAY in self.plan.off for number in range(5))
        return not has_address or member.has_hesitated or was_twice or was_off

    def people_come(self) -> None:
        """Those who come today."""
        for come in self.arrivals.pop(self.today, []):
            come()
            self.is_anything_new = True
        db.session.commit()

    def is_time(self, kill: Kill) -> bool:
        """Whether there is so much work today that the kill comes in the middle."""
        waiting = select(func.count(Message.id)).where(Message.state == State.WAITING)
        letters = (m for m in self.books.running() if self.books.due(m, "letter") == self.today + DAY and m.emails)
        work = {
            "do": sum(not member.letter for member in letters),
            "send": db.session.scalar(waiting) or 0,
            "forget_calls": sum(1 for _member in self.books.to_forget(self.today)),
            "_empty_log": int(self.today.weekday() == SUNDAY),
        }
        return kill.day <= self.today and work[kill.name] >= kill.times and "messages.deliver" in jobs._jobs

    def is_killed(self, kill: Kill) -> bool:
        """Do the morning's work in a process that is killed with -9 in the middle; False if it never came there."""
        db.session.rollback()
        db.engine.dispose()
        self.app.extensions["jobs"][0].storage.close()
        pid = os.fork()
        if not pid:
            self._be_killed(kill)
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL

    def _be_killed(self, kill: Kill) -> None:
        function, calls = getattr(kill.place, kill.name), Counter[str]()

        def deadly(*given: Any, **named: Any) -> Any:
            calls[kill.name] += 1
            if calls[kill.name] == kill.times:
                os.kill(os.getpid(), signal.SIGKILL)
            return function(*given, **named)

        setattr(kill.place, kill.name, deadly)
        try:
            jobs.run_due()
        finally:
            os._exit(0)
