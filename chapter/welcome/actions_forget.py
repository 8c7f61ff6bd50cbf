"""Writes: a case is counted and then forgotten, with all that was written, said and sent in it.

What stays is the person in the register, their tags and groups, and the register's own log of changes.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, delete, func, or_, select, update

from chapter import expiry, wiping
from chapter.calling.actions import settle
from chapter.calling.models import Call, Flag
from chapter.db import Base, db
from chapter.duplicates.actions import forget_moved
from chapter.groups.models import GroupPlace
from chapter.groups.rules import source as source_of
from chapter.i18n import local
from chapter.messages.actions import forget_about
from chapter.messages.models import Message
from chapter.people.models import HistoryEntry, Person
from chapter.welcome import digest, queries_forget
from chapter.welcome.models import PromiseTally, WelcomeCase, WelcomeTally

THE_REGISTER_S = "do_not_call", "do_not_call_lifted"
"""What is in the register by itself, though it was written when a call was seen to."""


def forget_due(case_id: int, now: datetime) -> bool:
    """Forget a case if its day has come; False if somebody has changed or forgotten it meanwhile."""
    case = queries_forget.to_forget(case_id)
    if case is None or queries_forget.erase_on(case) > local(now).date():
        return False
    forget(case, now)
    return True


def forget(case: WelcomeCase, now: datetime) -> None:
    """Count ``case``, then delete it and every trace of it; the files are wiped after the commit.

    A call that was flagged stays until somebody has seen to the flag: the person waits for that. :func:`sweep`
    takes it then.
    """
    _count(queries_forget.counted(case, now))
    person_id, groups = case.person_id, [referral.group_id for referral in case.referrals]
    digest.forget_all()
    places = (source_of(group_id, person_id) for group_id in groups)
    forget_about(case.source, *places, *db.session.scalars(queries_forget.referred(person_id)))
    about = HistoryEntry.person_id == person_id, HistoryEntry.source.between("case:", "case:~")
    _run(delete(HistoryEntry).where(*about))
    referred = or_(GroupPlace.group_id.in_(groups), GroupPlace.referred_at >= case.opened_at)
    no_more = {"note": "", "reminded_at": func.coalesce(GroupPlace.reminded_at, now)}
    _run(update(GroupPlace).where(GroupPlace.person_id == person_id, referred).values(no_more))
    for table, column in ((WelcomeCase.__tablename__, None), (GroupPlace.__tablename__, "note")):
        forget_moved(person_id, Base.metadata.tables[table], column)
    _run(delete(WelcomeCase).where(WelcomeCase.id == case.id))
    expiry.went("welcome.cases", 1, now)
    _run(update(Person).where(Person.id == person_id).values(is_new=False))
    forget_calls(person_id, now)
    wiping.owe(now)
    db.session.expire_all()


def forget_calls(person_id: int, now: datetime) -> int:
    """Delete the calls to somebody new that nobody needs any more, and what the history says of them; gives how many.

    That they aren't to be called stays in the history: it is the register's.
    """
    done_with = queries_forget.is_done_with(now)
    calls = db.session.scalars(queries_forget.calls_of(person_id).where(done_with).with_only_columns(Call.id)).all()
    flags = db.session.scalars(select(Flag.id).where(Flag.call_id.in_(calls))).all()
    _forget_history([f"call:{call_id}" for call_id in calls] + [f"flag:{flag_id}" for flag_id in flags])
    if calls:
        _run(delete(Call).where(Call.id.in_(calls)))
        settle(person_id)
    return len(calls)


def _forget_history(sources: Collection[str]) -> None:
    about = HistoryEntry.source.in_(sources)
    _run(delete(HistoryEntry).where(about, HistoryEntry.kind.not_in(THE_REGISTER_S)))
    _run(update(HistoryEntry).where(about).values(source=None))


def sweep(now: datetime) -> int:
    """Delete what was left behind by cases that are gone: calls that have been seen to since, and what was sent and
    noted for people who were deleted, or made one with others. Gives how much."""
    number = sum(forget_calls(person_id, now) for person_id in queries_forget.left_behind(now))
    for model in (Message, HistoryEntry):
        number += _run(delete(model).where(queries_forget.of_no_case(model.source)))
    if number:
        wiping.owe(now)
    return number


def _count(case: queries_forget.Counted) -> None:
    if case.stage:
        _add(WelcomeTally, year=case.year, group_id=case.group_id, how_came=case.how_came, stage=case.stage)
    for promise in case.promises:
        _add(PromiseTally, year=case.year, **promise._asdict())


def _add(tally: type[WelcomeTally] | type[PromiseTally], **key: Any) -> None:
    """One more of that kind."""
    there: Any = db.session.get(tally, key, with_for_update=True, populate_existing=True) or tally(**key, number=0)
    there.number += 1
    db.session.add(there)
    db.session.flush()


def _run(statement: Any) -> int:
    result = db.session.execute(statement, execution_options={"synchronize_session": False})
    return result.rowcount if isinstance(result, CursorResult) else 0
