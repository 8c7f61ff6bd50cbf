"""Requests in the background: nobody misses the law’s month, and nothing is kept of them for long."""

from collections.abc import Sequence
from datetime import time
from typing import Any

from sqlalchemy import select

from chapter import clock
from chapter.db import db, reading
from chapter.i18n import lazy, local
from chapter.jobs import daily, each, every
from chapter.messages import actions as messages
from chapter.messages.models import Message
from chapter.messages.rules import State
from chapter.pages import public_url
from chapter.rights import actions, queries
from chapter.rights.models import Request
from chapter.rights.rules import stage
from chapter.rights.words import KINDS, days_left


@daily(at=time(7, 15), label=lazy("Remind those who answer requests about data"))
def remind() -> dict[str, int]:
    """Two weeks, five days and a day before the last one, and every week after it, those who answer are told."""
    today = local(clock.now()).date()
    with reading():
        due = {made.id: now for made in queries.queue() if (now := _news(made, stage(made.due_on, today))) is not None}
    return {"sent": each([due] if due else [], _tell)}


def _news(made: Request, reached: int | None) -> int | None:
    """The stage, if nobody has been told of it yet."""
    told = made.reminded_for
    return reached if reached is not None and (told is None or reached < told) else None


def _tell(due: dict[int, int]) -> int:
    """One mail to each of them, with all that is urgent, and no names."""
    now, waiting = clock.now(), [made for made in queries.queue() if made.id in due]
    facts: dict[str, Any] = {"waiting": _lines(waiting), "today": local(now).date(), "link": public_url("rights.queue")}
    facts |= {"what": KINDS, "days_left": days_left}
    accounts = queries.answerers()
    for account in accounts:
        to = account.name, account.email, account.language
        messages.post(*to, "rights/mail/waiting.md", now, first_name=account.first_name, **facts)
    actions.note_reminded(due)
    return len(accounts)


def _lines(waiting: Sequence[Request]) -> list[tuple[Request, str]]:
    return [(made, public_url("rights.request_page", request_id=made.id)) for made in waiting]


@every(minutes=10, label=lazy("Forget the last mail to those who were erased"))
def forget_farewells() -> dict[str, int]:
    """When it has gone, the address isn’t kept either."""
    gone = Message.source.startswith("erased:"), Message.state.in_([State.SENT, State.FAILED])
    with reading():
        sources = db.session.scalars(select(Message.source).where(*gone)).all()
    return {"deleted": each([source for source in sources if source], actions.forget_farewell)}
