"""The digest: a mail to everyone who welcomes people, of what is late and what is due."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, delete, select, update

from chapter.access import Permission
from chapter.accounts.models import Account
from chapter.db import db
from chapter.i18n import local, midnight
from chapter.messages.actions import post
from chapter.messages.models import Message
from chapter.messages.rules import State
from chapter.pages import public_url
from chapter.welcome import queries, queries_board, queries_forget, rules_digest
from chapter.welcome.models import Welcomer
from chapter.welcome.rules import Kind, Point
from chapter.welcome.words import sentence

SOURCE = "welcome:digest"
"""What the mails are about. They tell of many cases, so their words are forgotten when the next digest comes."""
MOST = 20
"""So many cases are told of one by one; how many more there are is said."""


@dataclass(frozen=True)
class Told:
    """A case in the digest."""

    name: str
    link: str
    points: Sequence[Point]


@dataclass(frozen=True)
class Closing:
    """A case that is forgotten soon, though nobody has followed it up."""

    name: str
    link: str
    erase_on: date


@dataclass(frozen=True)
class Digest:
    """What somebody is told: of their own cases, and as a coordinator of those that are nobody's or forgotten soon."""

    account: Account
    own: Sequence[Told]
    nobodys: Sequence[Told]
    closing: Sequence[Closing]


def digests(now: datetime) -> list[Digest]:
    """The digest of everyone who has to be told something, and hasn't been yet.

    Coordinators are told of what is nobody's, and of the follow-ups of those who may not make them.
    """
    workers, have_been_told = queries.workers(), _told_already(now)
    if {account.id for account in workers} <= have_been_told:
        return []
    own, nobodys, follow_ups = _told(now, {account.id for account in workers if not _coordinates(account)})
    closing = [_closing(one) for one in queries_forget.closing_in(now)]
    made = [
        Digest(account, sorted([*own.get(account.id, []), *follow_ups], key=_day), nobodys, closing)
        if _coordinates(account)
        else Digest(account, own.get(account.id, []), [], [])
        for account in workers
        if account.id not in have_been_told
    ]
    return [digest for digest in made if digest.own or digest.nobodys or digest.closing]


def _told_already(now: datetime) -> set[int]:
    day = rules_digest.first_day(local(now).date(), queries.routine().is_campaign)
    return set(db.session.scalars(select(Welcomer.account_id).where(Welcomer.told_for >= day)))


def _told(now: datetime, officers: Collection[int]) -> tuple[dict[int, list[Told]], list[Told], list[Told]]:
    """By who is responsible, what they are told; what is nobody's; and the follow-ups of the ``officers``."""
    until = rules_digest.last_day(local(now).date(), queries.routine().is_campaign)
    own, nobodys, follow_ups = dict[int, list[Told]](), list[Told](), list[Told]()
    for line in queries_board.open_lines(None, now):
        name = rules_digest.short_name(line.first_name, line.last_name)
        link = public_url("welcome.case", case_id=line.case_id)
        for is_follow_up, points in _parted(rules_digest.told(line.points, until), line.responsible_id in officers):
            theirs = own.setdefault(line.responsible_id, []) if line.responsible_id else nobodys
            (follow_ups if is_follow_up else theirs).append(Told(name, link, points))
    return own, nobodys, follow_ups


def _parted(points: Sequence[Point], by_officer: bool) -> Iterator[tuple[bool, list[Point]]]:
    """The points for who is responsible, and apart from them the follow-up if that isn't theirs; what isn't empty."""
    for is_follow_up in (False, True):
        part = [p for p in points if (by_officer and p.step.kind is Kind.FOLLOW_UP) == is_follow_up]
        if part:
            yield is_follow_up, part


def _day(told: Told) -> date:
    return told.points[0].due_on or date.max


def _closing(one: queries_forget.Closing) -> Closing:
    person, link = one.case.person, public_url("welcome.case", case_id=one.case.id)
    return Closing(rules_digest.short_name(person.first_name, person.last_name), link, one.erase_on)


def _coordinates(account: Account) -> bool:
    return Permission.WELCOME_MANAGE in account.permissions


def send(digest: Digest, now: datetime) -> bool:
    """Post a digest, unless its reader has had that of the day or the week; that they have had it is noted with it."""
    today, is_campaign = local(now).date(), queries.routine().is_campaign
    day, account = rules_digest.first_day(today, is_campaign), digest.account
    if not _is_first(account, day):
        return False
    post(
        account.name,
        account.email,
        account.language,
        "welcome/mail/digest.md",
        now,
        source=SOURCE,
        first_name=account.first_name,
        own=digest.own,
        nobodys=digest.nobodys,
        closing=digest.closing,
        most=MOST,
        link=public_url("welcome.board"),
        is_campaign=is_campaign,
        today=today,
        sentence=sentence,
    )
    return True


def _is_first(account: Account, day: date) -> bool:
    """Note that ``account`` is told for ``day``; False if they were already."""
    welcomer = db.session.get(Welcomer, account.id, with_for_update=True, populate_existing=True)
    if welcomer is None:
        welcomer = Welcomer(account_id=account.id, shares=False, title={})
        db.session.add(welcomer)
    if welcomer.told_for is not None and welcomer.told_for >= day:
        return False
    welcomer.told_for = day
    db.session.flush()
    return True


def forget(now: datetime) -> None:
    """Forget the words of the digests that were sent, or couldn't be, as they name people: all of them but today's."""
    _blank(Message.state.in_([State.SENT, State.FAILED]), Message.written_at < midnight(now))


def forget_all() -> None:
    """Forget what digests say, as somebody whom they may name is forgotten.

    Those that wait go, and are written anew the next morning; what is being sent just now goes out.
    """
    waiting = select(Message.to_email).where(Message.source == SOURCE, Message.state == State.WAITING)
    readers = select(Account.id).where(Account.email.in_(waiting))
    db.session.execute(update(Welcomer).where(Welcomer.account_id.in_(readers)).values(told_for=None))
    unsent = Message.source == SOURCE, Message.state.in_([State.WAITING, State.SENDING])
    db.session.execute(delete(Message).where(*unsent))
    _blank()


def _blank(*which: ColumnElement[bool]) -> None:
    db.session.execute(update(Message).where(Message.source == SOURCE, *which).values(text="", html=""))
