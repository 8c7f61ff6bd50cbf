"""Reads: the inbox of flags, reports, and what was written when a flag was handled."""

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from chapter.accounts.models import Account
from chapter.calling.models import Call, Flag
from chapter.db import db
from chapter.errors import Missing
from chapter.flags import leaving
from chapter.flags.rules import OURS, STEPS, Part, Show, texts
from chapter.people.models import HistoryEntry, Person
from chapter.people.queries import history

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


def flag_for(account: Account, flag_id: int, for_change: bool = False) -> Flag:
    """A flag that ``account`` may handle; locked when it is loaded for a change. Raises Missing."""
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
    query = query.with_for_update(of=Flag) if for_change else query
    return _found(db.session.scalars(query).one_or_none())


def _visible(account: Account) -> Select[Flag]:
    return select(Flag).where(leaving.visible(account))


def report(account: Account, call_id: int) -> Call:
    """A call that was reported, if ``account`` may know of it; raises Missing."""
    call = _found(db.session.scalars(_report(call_id)).one_or_none())
    return _found(call if leaving.may_open(account, call) else None)


def report_with_words(account: Account, call_id: int, for_change: bool = False) -> Call:
    """A report whose words ``account`` may read and remove; locked when it is loaded for that. Raises Missing."""
    query = _report(call_id).with_for_update(of=Call) if for_change else _report(call_id)
    call = _found(db.session.scalars(query).one_or_none())
    return _found(call if leaving.may_read_call(account, call) else None)


def _report(call_id: int) -> Select[Call]:
    parts = (Call.person, Call.caller, Call.assignment, Call.flag)
    query = select(Call).where(Call.id == call_id, Call.reported_at.is_not(None))
    return query.options(*(joinedload(part) for part in parts))


def our_words(flag: Flag) -> list[HistoryEntry]:
    """What was written in the person's history when the flag was handled."""
    query = select(HistoryEntry).where(HistoryEntry.source == f"flag:{flag.id}", HistoryEntry.kind.in_(OURS))
    return list(db.session.scalars(query.order_by(HistoryEntry.id)))


def words_in(call: Call, reader: Account) -> dict[Part, list[str]]:
    """The words that ``reader`` may remove: those sent with a report, and ours if it was flagged."""
    sent = [v.answers for v in call.versions if leaving.may_read_answers(reader, call, v.answers)]
    caller_wrote = {part: texts(sent, part) for part in STEPS}
    found = {part: words for part, words in caller_wrote.items() if words}
    if call.flag is not None:
        ours = (call.flag.reply, *(entry.facts[OURS[entry.kind]] for entry in our_words(call.flag)))
        found[Part.OURS] = [words for words in ours if words]
    return found


def latest(person: Person, kind: str) -> HistoryEntry | None:
    """The last time that something of this kind happened with a person."""
    query = select(HistoryEntry).where(HistoryEntry.person_id == person.id, HistoryEntry.kind == kind)
    return db.session.scalars(query.order_by(HistoryEntry.id.desc()).limit(1)).one_or_none()


def history_for(account: Account, person: Person) -> list[HistoryEntry]:
    """What happened with a person, without what was written about flags that aren't for ``account``."""
    closed = _closed(account, person)
    return [entry for entry in history(person) if entry.source not in closed]


def why_not_called(account: Account, person: Person) -> str:
    """Why a person is not to be called, unless that was written about a flag that isn't for ``account``."""
    entry = latest(person, "do_not_call")
    is_closed = entry is not None and entry.source in _closed(account, person)
    return "" if is_closed else person.do_not_call_why or ""


def _closed(account: Account, person: Person) -> set[str]:
    flags = select(Flag.id).where(Flag.person_id == person.id, ~leaving.visible(account))
    return {f"flag:{flag_id}" for flag_id in db.session.scalars(flags)}


def _found(thing):
    if thing is None:
        raise Missing
    return thing
