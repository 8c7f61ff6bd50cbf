"""New members who are to have a letter, for tests."""

from datetime import timedelta
from typing import Any

from chapter.accounts.models import Account
from chapter.db import db
from chapter.messages.models import Message
from chapter.messages.rules import State
from chapter.welcome import actions, queries
from chapter.welcome.models import Routine, WelcomeCase
from tests import factories
from tests.conftest import NOW

EMAIL = "emma@example.org"


def case(responsible: Account | None = None, days: int = 0, **facts: Any) -> WelcomeCase:
    """The case of Emma, who came so many days ago."""
    came = NOW - timedelta(days=days)
    made = actions.open_case(factories.person(**{"email": EMAIL, "added_at": came, **facts}), came)
    made.responsible = responsible
    db.session.flush()
    return made


def routine(**facts: Any) -> Routine:
    """The chapter's routine, with ``facts`` changed."""
    kept = queries.routine()
    for name, value in facts.items():
        setattr(kept, name, value)
    db.session.add(kept)
    db.session.flush()
    return kept


def mails(to: str = EMAIL) -> list[Message]:
    """What was mailed, oldest first."""
    return list(db.session.scalars(db.select(Message).where(Message.to_email == to).order_by(Message.id)))


def refuse(message: Message, words: str = "550 5.1.1 No such user") -> None:
    """Let the mail server say no."""
    message.state, message.last_error = State.FAILED, words
    db.session.commit()
    db.session.expire_all()


def standing(case: WelcomeCase, key: str = "letter") -> str:
    """Where a step of ``case`` stands now."""
    db.session.expire_all()
    return queries.standing(db.session.get_one(WelcomeCase, case.id), NOW).point(key).state
