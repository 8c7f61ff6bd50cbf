"""Writes: what is odd is kept once, and told to those who can ask about it."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from chapter.accounts.models import Account
from chapter.db import db
from chapter.errors import Missing
from chapter.i18n import local, speaking
from chapter.messages import actions as messages
from chapter.readlog import queries_looks, queries_oddities, telling
from chapter.readlog.models import ReadOddity
from chapter.readlog.rules_oddities import begin
from chapter.settings.queries import chapter, contacts
from chapter.settings.rules import Office


class To(NamedTuple):
    """Who gets the mail."""

    name: str
    email: str
    language: str | None


def look(now: datetime, last: datetime | None, link: str) -> int:
    """Keep what is odd and wasn't known, and tell of it, with a ``link`` to the log; gives how much that is.

    ``last`` is when somebody looked before.
    """
    since = begin(now, last)
    today, all_found = local(now).date(), queries_oddities.found(since, now)
    known = queries_oddities.are_known(all_found, today, since)
    new = [(account_id, kind, number) for account_id, kind, number in all_found if (account_id, kind) not in known]
    for account_id, kind, number in new:
        odd = ReadOddity(account_id=account_id, kind=kind, day=today, found_at=now, number=number)
        db.session.add(odd)
        db.session.flush()
        _tell(odd, link, now)
    return len(new)


def _tell(odd: ReadOddity, link: str, now: datetime) -> None:
    for to in _whom(odd.account):
        with speaking(chapter().spoken(to.language)):
            sentence = telling.odd(odd.account.name, odd.kind, odd.number)
        messages.post(*to, "readlog/mail/oddity.md", now, source=f"oddity:{odd.id}", sentence=sentence, link=link)


def _whom(about: Account) -> Iterable[To]:
    """The administrators but the one whom it is about; if there is no other, the chair, and they themselves."""
    all_of_them = [To(one.name, one.email, one.language) for one in queries_oddities.administrators()]
    others = [to for to in all_of_them if to.email != about.email]
    if others:
        return others
    chair = contacts().get(Office.CHAIR)
    elsewhere = [To(chair.name, chair.email, None)] if chair and chair.email not in ("", about.email) else []
    return [*elsewhere, *all_of_them]


def see(oddity_id: int, by: Account, now: datetime) -> None:
    """Somebody has seen to it; raises Missing."""
    odd = queries_looks.oddity(oddity_id)
    if odd is None:
        raise Missing
    if odd.seen_at is None:
        odd.seen_at, odd.seen_by = now, by.name
        db.session.flush()
