"""Looking: the program's mails, cases, board, digests and figures are held against the books."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple

from flask import Flask
from sqlalchemy import func, select

from chapter import clock, jobs
from chapter.accounts.models import Account, AccountRole
from chapter.db import db, rows
from chapter.i18n import ZONES, local
from chapter.ledger import JobLog, Outcome
from chapter.messages.models import Message
from chapter.messages.rules import State
from chapter.people.models import Person
from chapter.settings.models import Chapter
from chapter.welcome import queries_board, queries_figures, rules_summary
from chapter.welcome.models import WelcomeCase
from tests import databases
from tests.welcome.year_books import COORDINATOR, DAY, PROMISES, Books, Letter, Member
from tests.welcome.year_mail import LETTER

MOST_TOLD = 20
"""So many cases are told of in a digest one by one."""


LASTING = Account, AccountRole, Chapter


class Digest(NamedTuple):
    """Who was told of which cases, and on which day."""

    day: date
    to: str
    cases: set[int]


class Looks:
    """Each difference is kept in ``wrong``."""

    app: Flask
    plan: Any
    books: Books
    today: date
    officers: dict[str, Account]
    by_case: dict[int, Member]
    by_person: dict[int, Member]
    by_email: dict[str, list[Member]]
    digests: list["Digest"]
    wrong: dict[str, list[Any]]
    seen = latest = datetime.min.replace(tzinfo=UTC)
    """When the latest mail was written that has been looked at."""

    def look_at_outbox(self) -> None:
        """Which letters were written, which came to nothing, and who was told what."""
        new = select(Message.written_at, Message.source, Message.to_email, Message.subject, Message.text)
        for at, source, to, subject, text in rows(new.where(Message.written_at > self.seen)).all():
            self.latest = max(self.latest, at)
            if source == "welcome:digest":
                told = {int(one) for one in re.findall(r"/welcome/(\d+)\b", text)}
                self.digests.append(Digest(local(at).date(), to, told))
            elif source and source.startswith("case:") and subject.startswith(LETTER):
                self.by_case[int(source[5:])].letters.append(Letter(local(at).date(), to))
        self.seen = self.latest
        failed = select(Message.to_email, Message.written_at).where(Message.source.startswith("case:"))
        for to, at in rows(failed.where(Message.state == State.FAILED)).all():
            for letter in (letter for member in self.by_email[to] for letter in member.letters):
                if (letter.to, letter.day) == (to, local(at).date()) and letter.failed_on is None:
                    letter.failed_on = self.today
        read_anew()

    def look_at_cases(self) -> None:
        """Who is being welcomed: everybody who should be, and nobody else."""
        here = {row.id: row for row in rows(select(WelcomeCase.id, WelcomeCase.person_id, WelcomeCase.responsible_id))}
        names = {account.id: name for name, account in self.officers.items()}
        read_anew()
        for id in here.keys() - self.by_case.keys():
            member = self.by_case[id] = self.by_person[here[id].person_id]
            member.case_id, member.officer = id, names[here[id].responsible_id]
            if not member.is_new:
                self.wrong["cases"].append((self.today, member))
        for member in list(self.books.to_forget(self.today)):
            self.books.forget(member, self.today)
        for member in self.books.members:
            should = member.is_new and member.forgotten is None and not member.is_merged
            if should is not (member.case_id in here):
                self.wrong["cases"].append((self.today, member))

    def look_at_digests(self) -> None:
        """Each officer is told once a week, or once a day in a campaign: of all that is late or due, and no more."""
        is_campaign = self.today in self.plan.campaign
        period = self.today if is_campaign else self.today - self.today.weekday() * DAY
        to_tell, soon_gone = self.books.to_tell(self.today, is_campaign), self.books.soon_gone(self.today)
        for name, officer in self.officers.items():
            told = [digest for digest in self.digests if digest.to == officer.email and digest.day >= period]
            parts = to_tell.get(name, set()), soon_gone if name == COORDINATOR else set()
            count = len(told) if len(told) < 2 else self._sent(officer, period)
            if self.today > self.plan.first + 6 * DAY and (count > 1 or (any(parts) and not count)):
                self.wrong["digests"].append((self.today, name, count))
            if told and told[-1].day == self.today and not _is_all(told[-1].cases, *parts):
                self.wrong["digests"].append((self.today, name, told[-1].cases ^ set.union(*parts)))

    def _sent(self, officer: Account, since: date) -> int:
        """How many were sent or wait; one that names somebody who was forgotten while it waited is written anew."""
        midnight = datetime.combine(since, time(0), ZONES["SE"])
        theirs = Message.source == "welcome:digest", Message.to_email == officer.email, Message.written_at >= midnight
        return db.session.scalar(select(func.count(Message.id)).where(*theirs)) or 0

    def look_at_board(self) -> None:
        """What is late stands on the board, by how many days; nothing else does."""
        self.look_at_outbox()
        lines, expected = queries_board.open_lines(None, clock.now()), self.books.late(self.today)
        found = ((line.case_id, point) for line in lines for point in line.points if point.state == "late")
        late = {(case_id, str(point.step.key)): point.late(self.today) for case_id, point in found}
        if late != expected:
            self.wrong["board"].append((self.today, sorted(late.items() ^ expected.items())))
        if {line.case_id for line in lines if not line.has_left} != {member.case_id for member in self.books.running()}:
            self.wrong["board"].append((self.today, "cases"))

    def look_at_everything(self) -> None:
        """What stays: the figures, the register, no words, and no job that failed."""
        self.look_at_outbox()
        self.look_at_figures()
        self.look_at_register()
        self.look_for_words()
        self.look_at_pages()
        failed = select(JobLog.name, JobLog.began_at).where(JobLog.outcome == Outcome.FAILED)
        self.wrong["jobs"] += rows(failed).all()
        read_anew()

    def look_at_pages(self) -> None:
        """The coordinator can open everything, and so can the board what is theirs."""
        for officer in self.officers.values():
            client = self.app.test_client().sign_in(officer)
            answers = [client.get(path).status_code for path in ("/welcome/", "/my", "/welcome/figures")]
            self.wrong["pages"] += [(self.today, answers)] * (answers != [200, 200, 200])

    def look_at_figures(self) -> None:
        """What the program counts is what the books count."""
        found, today = queries_figures.figures(clock.now()), self.today
        for by, of in BY.items():
            theirs = {key: tuple(landing) for key, landing in rules_summary.landings(found.counts, of).items()}
            self._same(f"landed by {by}", theirs, self.books.landed(today, by))
        for promise in PROMISES:
            for year in (None, 2026, 2027):
                theirs_of = tuple(rules_summary.timing(found.of(year).kept, promise))
                self._same(f"{promise} {year}", theirs_of, self.books.timing(today, promise, year))
        stages = {str(stage): n for stage, n in rules_summary.stages(found.counts).items() if n}
        self._same("stages", stages, dict(self.books.stages(today)))
        self._same("begun", found.begun, len(self.books.counts(today)))

    def _same(self, what: str, theirs: Any, ours: Any) -> None:
        if theirs != ours:
            self.wrong["figures"].append((self.today, what, theirs, ours))

    def look_at_register(self) -> None:
        """Members stay in the register; who was erased, or made one with somebody, is gone."""
        here = set(db.session.scalars(select(Person.id)))
        should = {m.person_id for m in self.books.members if m.person_id and not (m.is_merged or m.is_erased)}
        if here != should:
            self.wrong["register"].append((self.today, here ^ should))

    def look_for_words(self) -> None:
        """Nothing that was written about somebody who is forgotten is in a table, or in the bytes of the database."""
        with clock.frozen(clock.now()):
            jobs.run("wiping.wipe")
        databases.wipe_out()
        forgotten = {member.mark for member in self.books.members if member.forgotten}
        erased = {member.last.lower() for member in self.books.members if member.is_erased}
        for name, content in databases.files_in(self.app.config["CHAPTER_DATA"]):
            words = {found.decode().lower() for found in re.findall(rb"zq\d{4}x|[zZ][a-z]{3}ling", content)}
            if words & (forgotten | erased):
                self.wrong["words"].append((self.today, name, words & (forgotten | erased)))
        named = select(Message.subject + " " + Message.text + " " + Message.html, Message.written_at)
        last = {member.last: member.forgotten for member in self.books.members}
        mails = [(name, local(at).date()) for words, at in rows(named) for name in re.findall(r"Z[a-z]{3}ling", words)]
        if names := {name for name, day in mails if day <= (last[name] or date.min)}:
            self.wrong["words"].append((self.today, names))


def read_anew() -> None:
    """End the transaction; what is read after it is read from the database, save for what never changes here."""
    db.session.commit()
    for thing in list(db.session):
        if not isinstance(thing, LASTING):
            db.session.expire(thing)


def _is_all(told: set[int], *parts: set[int]) -> bool:
    """Whether so many were told as are told one by one, and nobody else."""
    if all(len(part) <= MOST_TOLD for part in parts):
        return told == set.union(*parts)
    return told <= set.union(*parts) and len(told) >= MOST_TOLD


BY: dict[str, Callable[[Any], Any]] = {
    "group": lambda count: count.group_id,
    "year": lambda count: count.year,
    "way": lambda count: count.how_came,
}
