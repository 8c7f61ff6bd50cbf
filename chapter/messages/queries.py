"""Reads: the outbox."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, exists
from sqlalchemy.orm import defer

from chapter.db import db
from chapter.errors import Missing
from chapter.mail import is_missing
from chapter.messages.models import Mailbox, Message, Picture
from chapter.messages.rules import State, states_shown_as
from chapter.people.models import Person

PAGE = 30


class Problems(NamedTuple):
    """What keeps mail from arriving."""

    failed: int
    no_smtp: bool


def trouble() -> Problems:
    """How many mails have failed, and whether a live installation has no mail server at all."""
    return Problems(db.session.scalar(failed()) or 0, is_missing())


def failed() -> Select[int]:
    """The query that counts the mails that have failed; for pages that count other things with it."""
    return db.select(db.func.count(Message.id)).where(Message.state == State.FAILED)


def counts() -> dict[str, int]:
    """How many mails there are, by the states that people see."""
    rows = db.session.execute(db.select(Message.state, db.func.count()).group_by(Message.state)).all()
    found = {row[0]: row[1] for row in rows}
    return {word: sum(found.get(state, 0) for state in states_shown_as(word)) for word in ("waiting", "sent", "failed")}


def outbox(shown: str, page: int) -> Pagination:
    """One page of the mails, newest first, with the failed ones on top; ``shown`` picks a state or nothing."""
    found = db.select(Message)
    if states := states_shown_as(shown):
        found = found.where(Message.state.in_(states))
    first = found.order_by((Message.state == State.FAILED).desc(), Message.id.desc())
    return db.paginate(first, page=page, per_page=PAGE, error_out=False)


def message(message_id: int) -> Message:
    """A mail; for officers."""
    found = db.session.get(Message, message_id)
    if found is None:
        raise Missing
    return found


def receivers(messages: Iterable[Message]) -> Sequence[int]:
    """The ids of those in the register whom ``messages`` went to."""
    addresses = {message.to_email.lower() for message in messages}
    return db.session.scalars(db.select(Person.id).where(Person.email.in_(addresses))).all()


def about(source: str) -> Sequence[Message]:
    """The mails about ``source`` (“case:12”), oldest first: what became of them is in their state."""
    return about_all([source])[source]


def about_all(sources: Iterable[str]) -> dict[str, list[Message]]:
    """The mails about each of ``sources``, oldest first, in one query that leaves their words behind."""
    found: dict[str, list[Message]] = {source: [] for source in sources}
    wanted = db.select(Message).where(Message.source.in_(list(found))).order_by(Message.id)
    for message in db.session.scalars(wanted.options(defer(Message.text), defer(Message.html))):
        found[message.source or ""].append(message)
    return found


def mailbox(name: str) -> Mailbox | None:
    """How far a mailbox has been read, if ever."""
    return db.session.get(Mailbox, name)


def picture(picture_id: int | None) -> Picture | None:
    """A signer's picture, if there is one."""
    return db.session.get(Picture, picture_id) if picture_id else None


def numbered(message_id: int) -> Message | None:
    """The mail with that number, if there is one; for whoever has more to know it by."""
    return db.session.get(Message, message_id)


def unsent(most: int = 10) -> list[Message]:
    """The newest mails that wait; what the demo's visitors read instead of their mailbox."""
    waiting = db.select(Message).where(Message.state == State.WAITING)
    return list(db.session.scalars(waiting.order_by(Message.id.desc()).limit(most)))


def is_unused() -> list[ColumnElement[bool]]:
    """Whether a picture is shown by nothing: mails, and what later features sign with."""
    tables = Picture.metadata.tables.values()
    keys = (key for table in tables for key in table.foreign_keys if key.column.table is Picture.__table__)
    return [~exists().where(key.parent == Picture.id) for key in keys]
