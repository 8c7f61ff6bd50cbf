"""Reads: the inbox of flags, and what may be redacted."""

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from chapter.access import Permission
from chapter.accounts.models import Account
from chapter.calling.models import Call, Flag
from chapter.db import db
from chapter.errors import Missing
from chapter.flags.rules import Show
from chapter.people.models import HistoryEntry, Person

PER_PAGE = 30


def flags_for(account: Account, show: Show, page: int = 1) -> Pagination:
    """A page of the flags on a shelf of ``account``'s inbox: open ones oldest first, handled ones latest first."""
    query = _visible(account).options(
        joinedload(Flag.person), joinedload(Flag.call).joinedload(Call.caller), joinedload(Flag.taken_by)
    )
    if show is Show.HANDLED:
        query = query.where(Flag.handled_at.is_not(None)).order_by(Flag.handled_at.desc(), Flag.id)
    else:
        query = query.where(Flag.handled_at.is_(None)).order_by(Flag.raised_at, Flag.id)
    if show is Show.MINE:
        query = query.where(Flag.taken_by_id == account.id)
    return db.paginate(query, page=page, per_page=PER_PAGE, error_out=False)


def flag_for(account: Account, flag_id: int) -> Flag:
    """A flag that ``account`` may handle, locked for a change; raises Missing."""
    call = joinedload(Flag.call)
    query = (
        _visible(account)
        .where(Flag.id == flag_id)
        .options(
            joinedload(Flag.person).selectinload(Person.tags),
            call.joinedload(Call.caller),
            call.joinedload(Call.assignment),
            joinedload(Flag.taken_by),
            joinedload(Flag.handled_by),
        )
    )
    return _found(db.session.scalars(query.with_for_update(of=Flag)).one_or_none())


def _visible(account: Account) -> Select[Flag]:
    query = select(Flag)
    if Permission.LEAVING_HANDLE not in account.permissions:
        query = query.where(Flag.is_leaving.is_(False))
    return query


def report(call_id: int) -> Call:
    """A reported call whose words may have to be removed, locked for that; raises Missing."""
    parts = (Call.person, Call.caller, Call.assignment, Call.flag)
    query = select(Call).where(Call.id == call_id, Call.reported_at.is_not(None))
    query = query.options(*(joinedload(part) for part in parts)).with_for_update(of=Call)
    return _found(db.session.scalars(query).one_or_none())


def our_notes(flag: Flag) -> list[HistoryEntry]:
    """The notes that were written when the flag was handled."""
    query = select(HistoryEntry).where(HistoryEntry.source == f"flag:{flag.id}", HistoryEntry.kind == "flag_note")
    return list(db.session.scalars(query.order_by(HistoryEntry.id)))


def _found(thing):
    if thing is None:
        raise Missing
    return thing
