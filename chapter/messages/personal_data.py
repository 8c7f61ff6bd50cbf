"""Mails to a person, and about them, as long as the outbox keeps them."""

import re
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, func, or_, select

from chapter.access import Permission
from chapter.db import db
from chapter.i18n import _, lazy, phone, speaking
from chapter.messages.models import Message
from chapter.messages.rules import KEPT, WORDS_KEPT, State
from chapter.messages.words import STATES
from chapter.people import stored, traces
from chapter.people.claims import claim
from chapter.people.traces import Somebody

WORDS = Message.subject, Message.text, Message.html, Message.reply_to, Message.from_name, Message.last_error


def _number(who: Somebody) -> int:
    return db.session.scalar(select(func.count(Message.id)).where(or_(_theirs(who), _tells_of(who)))) or 0


def _erase(who: Somebody, _now: datetime) -> None:
    """Their own mails go. Those to others lose their words if they have been sent, and aren't sent if they haven't."""
    db.session.execute(delete(Message).where(_theirs(who)))
    for message in db.session.scalars(select(Message).where(_tells_of(who))).all():
        words = " ".join(getattr(message, column.key) or "" for column in WORDS)
        if message.state in (State.SENT, State.FAILED):
            if _says(words, _reach(who) | who.names):
                _blank(message)
        elif _says(words, _reach(who)):
            db.session.delete(message)
    db.session.flush()


def _blank(message: Message) -> None:
    with speaking(None):
        message.subject = _("[erased]")
    message.text = message.html = ""
    message.reply_to = message.from_name = message.last_error = message.picture_id = None


def _theirs(who: Somebody) -> ColumnElement[bool]:
    return or_(func.lower(Message.to_email).in_(who.emails), Message.source.in_(who.sources))


def _tells_of(who: Somebody) -> ColumnElement[bool]:
    """Mails to others in which they may be named."""
    signs = _reach(who) | who.names
    return or_(*(column.icontains(sign, autoescape=True) for sign in signs for column in WORDS))


def _reach(who: Somebody) -> frozenset[str]:
    """What tells of them and of nobody else, unlike a name: how they are reached, and their pages."""
    return who.emails | who.numbers | {phone(number) for number in who.numbers} | {f"/people/{who.person.id}"}


def _says(words: str, signs: frozenset[str]) -> bool:
    """Whether one of ``signs`` stands there and doesn't go on, as /people/1 does in /people/12."""
    whole = (rf"(?:\b|(?=\W)){re.escape(sign)}(?!\w)" for sign in signs)
    return any(re.search(sign, words, re.IGNORECASE) for sign in whole)


traces.register(lazy("E-mails to them, and about them"), _number, _erase)

stored.describe(
    "mail",
    80,
    *("message", "picture"),
    title=lazy("E-mails from us"),
    what=lazy("What we write to you, when it was sent, and whether it arrived."),
    why=lazy("So that mail isn’t lost, and isn’t sent twice."),
    basis=stored.Basis.MEMBERS,
    kept=lazy(
        "The words for %(words)s days. That there was a mail, for %(days)s days.",
        words=WORDS_KEPT.days,
        days=KEPT.days,
    ),
    seen_by=lazy("Whoever wrote to you."),
    may=[Permission.OUTBOX_READ],
)


def _to_them(who: Somebody) -> ColumnElement[bool]:
    """Those that hold a key say nothing, and whoever sees them could get in."""
    return and_(func.lower(Message.to_email).in_(who.emails), Message.is_secret.is_(False))


claim(
    "message",
    lazy("E-mails to you"),
    labels={
        "written_at": lazy("Written"),
        "to_name": lazy("Name"),
        "to_email": lazy("E-mail"),
        "from_name": lazy("From"),
        "subject": lazy("Subject"),
        "text": lazy("Text"),
        "language": lazy("Language"),
        "state": lazy("How it went"),
        "sent_at": lazy("Sent"),
        "came_back_at": lazy("Came back"),
        "last_error": lazy("What the mail server said"),
    },
    words={"state": STATES},
    finds=_to_them,
    newest="written_at",
    inner="id source picture_id is_secret try_at tries reply_to",
    twice="html",
)
