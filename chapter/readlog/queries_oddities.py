"""Reads for the search for what is odd: what some few have looked at lately."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import selectinload

from chapter.access import Role
from chapter.accounts.models import Account, AccountRole, RoleChange
from chapter.db import db
from chapter.i18n import local
from chapter.people.rules_looks import What
from chapter.readlog.models import ReadEntry, ReadOddity, ReadReader, ReadWhom
from chapter.readlog.rules_oddities import (
    AGAIN_DAYS,
    AGAIN_OF,
    JUDGED,
    Look,
    Odd,
    again,
    odd_lately,
    own_office,
    worth_a_look,
)

DAY = timedelta(days=1)
Found = tuple[int, Odd, int]
"""An account, what is odd, and how many people or days it is about."""


def found(since: datetime, now: datetime) -> list[Found]:
    """What is odd in what was looked at ``since`` then, and of that over and over in the last month."""
    return [*_lately(since), *_again(since, now), *_own_office(since, now)]


def _lately(since: datetime) -> Iterable[Found]:
    for account in _busy(since):
        looks = [Look(local(at), what, whom) for at, what, whom in db.session.execute(_looks(account.id, since))]
        for kind, number in odd_lately(looks, account.roles).items():
            yield account.id, kind, number


def _busy(since: datetime) -> Sequence[Account]:
    """Those who have looked at so many, or taken anybody out, that it is worth reading what they did."""
    each = select(ReadReader.account_id, ReadEntry.what, func.sum(ReadEntry.many))
    each = each.join(ReadReader, ReadReader.token == ReadEntry.reader).where(ReadEntry.at > since)
    sums = db.session.execute(each.group_by(ReadReader.account_id, ReadEntry.what))
    many: dict[int, dict[What, int]] = {}
    for account_id, what, number in sums:
        many.setdefault(account_id, {})[what] = number
    ids = [account_id for account_id, by_what in many.items() if worth_a_look(by_what)]
    return db.session.scalars(select(Account).where(Account.id.in_(ids)).options(selectinload(Account.given))).all()


def _looks(account_id: int, since: datetime) -> Select[datetime, What, int]:
    theirs = select(ReadReader.token).where(ReadReader.account_id == account_id)
    each = select(ReadEntry.at, ReadEntry.what, ReadWhom.token).join(ReadWhom, ReadWhom.entry == ReadEntry.number)
    which = ReadEntry.reader.in_(theirs), ReadEntry.at > since, ReadEntry.what.in_(JUDGED)
    return each.where(*which).order_by(ReadEntry.at)


def _again(since: datetime, now: datetime) -> Iterable[Found]:
    """Who has opened the page of one and the same person on many days, of those whose page was opened ``since``."""
    lately = select(ReadWhom.token).join(ReadEntry, ReadEntry.number == ReadWhom.entry)
    lately = lately.where(ReadEntry.what == What.PERSON, ReadEntry.at > since)
    pages = ReadEntry.what == What.PERSON, ReadEntry.at > now - AGAIN_OF, ReadWhom.token.in_(lately)
    both = select(ReadReader.account_id, ReadWhom.token).join(ReadEntry, ReadEntry.reader == ReadReader.token)
    both = both.join(ReadWhom, ReadWhom.entry == ReadEntry.number).where(*pages)
    often = both.group_by(ReadReader.account_id, ReadWhom.token).having(func.count() >= AGAIN_DAYS)
    for account_id, whom in db.session.execute(often).all():
        theirs = select(ReadReader.token).where(ReadReader.account_id == account_id)
        at = select(ReadEntry.at).join(ReadWhom, ReadWhom.entry == ReadEntry.number)
        moments = db.session.scalars(at.where(*pages, ReadWhom.token == whom, ReadEntry.reader.in_(theirs)))
        if number := again(_day(moment) for moment in moments):
            yield account_id, Odd.AGAIN, number


def _day(moment: datetime) -> date:
    return local(moment).date()


def _own_office(since: datetime, now: datetime) -> Iterable[Found]:
    """Who has given themselves an office that opens people's data, and used it at once."""
    given = RoleChange.is_given, RoleChange.by_id == RoleChange.account_id, RoleChange.at > now - 2 * DAY
    founded = db.session.scalar(select(func.min(Account.created_at)))
    for account_id, role, at in db.session.execute(
        select(RoleChange.account_id, RoleChange.role, RoleChange.at).where(*given)
    ).all():
        theirs = select(ReadReader.token).where(ReadReader.account_id == account_id)
        used = select(ReadEntry.at, ReadEntry.many, ReadEntry.roles).where(ReadEntry.reader.in_(theirs))
        entries = db.session.execute(used.where(ReadEntry.at > since)).all()
        odd = [many for when, many, roles in entries if role in roles and own_office(at, when, founded or at)]
        if odd:
            yield account_id, Odd.OWN_OFFICE, sum(odd)


def are_known(kinds: Iterable[Found], day: date, since: datetime) -> set[tuple[int, Odd]]:
    """Those of them that were found that ``day`` or ``since`` then, or, of what goes on for long, within the month."""
    there = select(ReadOddity.account_id, ReadOddity.kind, or_(ReadOddity.day >= day, ReadOddity.found_at > since))
    lasting = {Odd.AGAIN, Odd.OWN_OFFICE}
    lately = db.session.execute(there.where(ReadOddity.day > day - AGAIN_OF))
    said = {(account_id, kind) for account_id, kind, is_new in lately if is_new or kind in lasting}
    return {(account_id, kind) for account_id, kind, _number in kinds} & said


def administrators() -> Sequence[Account]:
    """Those who get a mail."""
    theirs = select(AccountRole.account_id).where(AccountRole.role == Role.ADMINISTRATOR)
    return db.session.scalars(select(Account).where(Account.id.in_(theirs), Account.confirmed_at.is_not(None))).all()
