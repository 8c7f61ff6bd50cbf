"""Writes: erasing people, with all that is known of them; what stays are figures."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import delete, select, update

from chapter import expiry, wiping
from chapter.accounts.models import Account, Attempt
from chapter.accounts.queries import hashed
from chapter.db import db
from chapter.errors import Refused
from chapter.i18n import lazy, local
from chapter.people import marks
from chapter.people.models import Person
from chapter.people.traces import traces
from chapter.privacy import hooks, naming, queries
from chapter.privacy.models import ErasingSwitch, Erasure
from chapter.privacy.queries import ACCOUNT
from chapter.privacy.rules import stops
from chapter.privacy.walking import PERSON, hanging_on, letting_go_of, others
from chapter.register.actions import tally
from chapter.welcome.actions_forget import forget
from chapter.welcome.queries import case_of


class IsKept(Refused):
    """Something keeps them."""

    words = lazy("They can’t be erased now. Look why.")


class NotSeen(Refused):
    """What goes by itself must have been seen once."""

    words = lazy("Erase those whose day has come by hand first, so that you have seen what it means.")


def erase(person: Person, by: str, now: datetime, has_taken_back: bool = False) -> None:
    """Erase ``person`` and all that is known of them, in this transaction; raises IsKept.

    ``has_taken_back``: their yes to being known here. ``by`` is who pressed the button; nobody's, it goes by itself.
    """
    if stops(queries.kept([person], now)[person.id].why, has_taken_back):
        raise IsKept
    erase_anyway(person, by, now)


def erase_anyway(person: Person, by: str, now: datetime) -> None:
    """Erase ``person``, whatever keeps them: they were erased before, and have come back with a backup."""
    for hook in hooks.on_erase:
        hook(person, now)
    _count(person, by, now)
    expiry.went("privacy.leavers", int(person.left_on is not None), now)
    if person.do_not_call_at is not None:
        marks.set_marks(person)
    accounts = queries.accounts_of(person)
    who = queries.somebody(person, accounts)
    if (case := case_of(person.id)) is not None:
        forget(case, now)
    for trace in traces():
        trace.erase(who, now)
    for account in accounts:
        _erase_account(account)
    db.session.execute(delete(PERSON).where(PERSON.c.id == person.id))
    for gone in (person, *accounts):
        db.session.expunge(gone)
    db.session.expire_all()
    wiping.owe(now)


def _count(person: Person, by: str, now: datetime) -> None:
    """What stays: a figure."""
    tally(person)
    last = db.session.scalars(select(Erasure).order_by(Erasure.id.desc()).limit(1)).one_or_none()
    if last is None or (last.at, last.by) != (now, by):
        last = Erasure(at=now, by=by, leavers=0, others=0)
        db.session.add(last)
    if person.left_on is not None:
        last.leavers += 1
    else:
        last.others += 1
    db.session.flush()


def _erase_account(account: Account) -> None:
    """Delete an account; one that has rung others becomes nobody's, as those calls are theirs too."""
    naming.forget_name(account)
    tried = [hashed(f"{kind}:{account.email}") for kind in ("link", "password")]
    db.session.execute(delete(Attempt).where(Attempt.key.in_(tried)))
    this = ACCOUNT.c.id == account.id
    if not _is_needed(account):
        db.session.execute(delete(ACCOUNT).where(this))
        return
    for table, theirs in hanging_on(ACCOUNT, this, apart=others()).items():
        db.session.execute(delete(table).where(theirs))
    for column in letting_go_of(ACCOUNT):
        db.session.execute(update(column.table).where(column == account.id).values({column: None}))
    blank = dict.fromkeys(("mobile", "language", "password_hash", "confirmed_at", "person_id"))
    nobody = blank | {"name": naming.erased(), "email": f"{account.id}@erased.invalid", "epoch": account.epoch + 1}
    db.session.execute(update(ACCOUNT).where(this).values(nobody))


def _is_needed(account: Account) -> bool:
    """Whether rows about others hang on the account."""
    of_others = hanging_on(ACCOUNT, ACCOUNT.c.id == account.id)
    rows = {table: which for table, which in of_others.items() if table in others()}
    return any(queries.how_much(rows).values())


def erase_leavers(ids: Iterable[int], by: str, now: datetime) -> int:
    """Erase those of ``ids`` whose day has come and whom nothing keeps; gives how many. Who is back stays."""
    today, number = local(now).date(), 0
    for person_id in ids:
        number += erase_leaver(person_id, by, now, today)
    return number


def erase_leaver(person_id: int, by: str, now: datetime, today: date) -> bool:
    """Erase a leaver, if their day has come and nothing keeps them; says whether."""
    person = queries.is_due(person_id, today)
    try:
        if person is not None:
            erase(person, by, now)
    except IsKept:
        return False
    return person is not None


def set_switch(is_on: bool, by: Account, now: datetime) -> None:
    """From now on leavers are erased by themselves when their day comes, or aren't; raises NotSeen."""
    if is_on and not queries.has_seen_it():
        raise NotSeen
    last = queries.switch()
    if (last is not None and last.is_on) is not is_on:
        db.session.add(ErasingSwitch(at=now, by=by.name, is_on=is_on))
        db.session.flush()
