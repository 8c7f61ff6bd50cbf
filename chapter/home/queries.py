"""Reads: what the front page and my page show, gathered from the features below in a constant number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from chapter import i18n
from chapter.access import Permission
from chapter.accounts.models import Account
from chapter.calling.models import Call, CallAssignment, Flag, QueuePlace
from chapter.calling.queries import assignments_of, call_to_finish
from chapter.calling.rules import is_running
from chapter.db import db
from chapter.flags import leaving
from chapter.home.waiting import Waiting, waiting_for
from chapter.mail import is_missing
from chapter.messages.queries import Problems
from chapter.messages.queries import failed as failed_mails
from chapter.signup.queries import Standing, standings
from chapter.welcome.queries_board import Line, open_lines

MOST_CALLS, MOST_LINKS, MOST_FINISHED = 5, 3, 3


@dataclass
class Duty:
    """An assignment as its caller has it on my page; ``due`` call-backs wait for them now, ``next_at`` comes later."""

    assignment: CallAssignment
    due: int = 0
    next_at: datetime | None = None

    def promise(self, after: datetime, now: datetime) -> None:
        """Count a promised call-back; the soonest come first."""
        if after <= now:
            self.due += 1
        else:
            self.next_at = self.next_at or after


@dataclass(frozen=True)
class Calling:
    """What somebody has to do as a caller."""

    held: Call | None = None
    running: list[Duty] = field(default_factory=list)
    future: list[Duty] = field(default_factory=list)
    finished: list[Duty] = field(default_factory=list)
    calls: Sequence[Call] = ()


@dataclass(frozen=True)
class Office:
    """What waits for an officer; None where it isn't theirs."""

    flags: int | None = None
    others: list[tuple[Waiting, int]] = field(default_factory=list)
    mail: Problems | None = None
    links: list[Standing] | None = None
    welcome: list[Line] | None = None


def calling(account: Account, now: datetime) -> Calling:
    """The reader's assignments by whether they have begun and ended, the call they are in, and their calls today."""
    duties = {a.id: Duty(a) for a in assignments_of(account)}
    for assignment_id, after in _promises(account):
        if assignment_id in duties:
            duties[assignment_id].promise(after, now)
    return Calling(
        held=call_to_finish(account, now),
        running=[d for d in duties.values() if is_running(d.assignment.starts_at, d.assignment.ends_at, now)],
        future=sorted(_future(duties.values(), now), key=lambda d: d.assignment.starts_at),
        finished=[d for d in duties.values() if d.assignment.ends_at and d.assignment.ends_at <= now][:MOST_FINISHED],
        calls=_calls_today(account, now),
    )


def _future(duties: Iterable[Duty], now: datetime) -> list[Duty]:
    return [duty for duty in duties if duty.assignment.starts_at > now]


def _promises(account: Account) -> Iterable[tuple[int, datetime]]:
    """The call-backs that the reader has promised; never whom, as the queue hands them out."""
    query = select(QueuePlace.assignment_id, QueuePlace.call_back_after).where(
        QueuePlace.promised_to_id == account.id,
        QueuePlace.call_back_after.is_not(None),
        QueuePlace.done_at.is_(None),
    )
    rows = db.session.execute(query.order_by(QueuePlace.call_back_after))
    return [(assignment_id, after) for assignment_id, after in rows if after]


def _calls_today(account: Account, now: datetime) -> Sequence[Call]:
    midnight = datetime.combine(i18n.local(now).date(), time(0), i18n.zone())
    query = select(Call).where(Call.caller_id == account.id, Call.reported_at >= midnight)
    people = joinedload(Call.person)
    return db.session.scalars(query.options(people).order_by(Call.reported_at.desc()).limit(MOST_CALLS)).all()


def office(account: Account, now: datetime) -> Office:
    """What waits for the reader as an officer."""
    may = account.permissions
    others = waiting_for(may)
    flags, failed, *numbers = _counts(account, others)
    return Office(
        others=[(queue, number) for queue, number in zip(others, numbers, strict=False) if number],
        flags=flags if Permission.FLAGS_HANDLE in may else None,
        mail=Problems(failed, is_missing()) if Permission.OUTBOX_READ in may else None,
        links=standings(now)[:MOST_LINKS] if Permission.SIGNUP_MANAGE in may else None,
        welcome=open_lines(account, now) if Permission.WELCOME_WORK in may else None,
    )


def _counts(account: Account, others: Sequence[Waiting]) -> Sequence[int]:
    """How many flags wait for the reader, how many mails have failed, and what waits in ``others``, in one query."""
    if not others and not account.permissions & {Permission.FLAGS_HANDLE, Permission.OUTBOX_READ}:
        return 0, 0
    flags = select(func.count(Flag.id)).where(Flag.handled_at.is_(None), leaving.visible(account))
    counts = flags, failed_mails(), *(queue.count() for queue in others)
    return [*db.session.execute(select(*(count.scalar_subquery() for count in counts))).one()]


def demo_people(parts: Iterable[str]) -> dict[str, Account]:
    """The demo's accounts by the first part of their address."""
    addresses = {f"{part}@example.org": part for part in parts}
    found = db.session.scalars(select(Account).where(Account.email.in_(addresses))).all()
    return {addresses[account.email]: account for account in found}
