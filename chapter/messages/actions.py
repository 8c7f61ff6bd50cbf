"""Writes: posting a mail, and what becomes of it."""

from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, or_, update

from chapter import expiry
from chapter.db import db
from chapter.errors import Refused
from chapter.i18n import lazy
from chapter.mail import Mail, one_line
from chapter.media.pictures import Small
from chapter.messages import letters, nudge
from chapter.messages.models import Mailbox, Message, Picture
from chapter.messages.rules import LEASE, SECRETS_LAST, State, Trouble, next_try
from chapter.settings.queries import chapter


class NotAgain(Refused):
    """Only what has failed, and whose words are still there, can be sent again."""

    words = lazy("This mail can’t be sent again.")


def post(
    to_name: str,
    to_email: str,
    language: str | None,
    template: str,
    now: datetime,
    reply_to: str | None = None,
    is_secret: bool = False,
    *,
    from_name: str | None = None,
    source: str | None = None,
    picture_id: int | None = None,
    **context: Any,
) -> Message:
    """Put a mail in the outbox, in the same transaction as its cause; the background sends it after the commit.

    ``template`` is ``<feature>/mail/<name>.md`` (see ``chapter.mail``); it gets ``context``, ``to_name``, ``chapter``.
    A secret mail signs somebody in: its words are forgotten when it is sent. ``source`` is what it is about
    (“case:12”). It comes from the chapter, or from ``from_name`` of the chapter, with that person's picture.
    """
    spoken = chapter().spoken(language)
    facts = {"to_name": one_line(to_name), **context}
    mail = letters.from_template(template, spoken, from_name, picture_id, **facts)
    about = {"from_name": one_line(from_name) or None, "source": source, "picture_id": picture_id}
    return _post(mail, to_name, to_email, spoken, now, reply_to, is_secret=is_secret, **about)


def post_letter(
    to_name: str,
    to_email: str,
    language: str | None,
    subject: str,
    body_markdown: str,
    now: datetime,
    *,
    reply_to: str | None,
    from_name: str | None = None,
    source: str | None = None,
    picture_id: int | None = None,
) -> Message:
    """Put a letter that somebody wrote in the outbox, as :func:`post` does with a template.

    ``body_markdown`` is sent as it is: whoever fills in its fields makes them ``chapter.mail.plain``. ``subject`` is
    plain words.
    """
    spoken = chapter().spoken(language)
    mail = letters.letter(subject, body_markdown, spoken, from_name, picture_id)
    about = {"from_name": one_line(from_name) or None, "source": source, "picture_id": picture_id}
    return _post(mail, to_name, to_email, spoken, now, reply_to, **about)


def _post(
    mail: Mail, to_name: str, to_email: str, language: str, now: datetime, reply_to: str | None, **facts: Any
) -> Message:
    message = Message(
        to_name=one_line(to_name),
        to_email=one_line(to_email),
        language=language,
        reply_to=one_line(reply_to) or None,
        written_at=now,
        try_at=now,
        **mail._asdict(),
        **facts,
    )
    db.session.add(message)
    db.session.flush()
    nudge.after_commit(db.session)
    return message


def forget_about(*sources: str) -> None:
    """Delete all mail about ``sources``, also what is being sent just now: it goes out and leaves no trace here."""
    db.session.execute(delete(Message).where(Message.source.in_(sources)))


def keep_picture(small: Small, now: datetime) -> Picture:
    """Keep a signer's picture; the same one is kept once. What nothing refers to for a day is forgotten."""
    digest = sha256(small.data).hexdigest()
    known = db.session.scalars(db.select(Picture).where(Picture.digest == digest)).one_or_none()
    if known is not None:
        known.added_at = now
        return known
    picture = Picture(mimetype="image/jpeg", digest=digest, added_at=now, **small._asdict())
    db.session.add(picture)
    db.session.flush()
    return picture


def claim(now: datetime) -> Message | None:
    """Take the message that has waited longest, for a lease. One at a time: a crash leaves one in doubt.

    A lapsed lease is claimed like any other: better that a mail comes twice, with the same Message-ID, than never.
    """
    due = db.select(Message).where(Message.state.in_([State.WAITING, State.SENDING]), Message.try_at <= now)
    message = _locked(due.order_by(Message.try_at, Message.id).limit(1))
    if message is not None:
        message.state, message.try_at = State.SENDING, now + LEASE
        message.tries += 1
        db.session.flush()
    return message


def mark_sent(claimed: Message, now: datetime) -> None:
    """The mail server has taken it."""
    if message := _still(claimed):
        message.sent_at, message.last_error = now, None
        _close(message, State.SENT)


def mark_refused(claimed: Message, words: str) -> None:
    """The mail server has said no for good, in ``words``."""
    if message := _still(claimed):
        message.last_error = words
        _close(message, State.FAILED)


def mark_delayed(claimed: Message, words: str, now: datetime) -> None:
    """It didn't go this time: again after a pause, or given up when there have been enough of them."""
    if message := _still(claimed):
        message.last_error = words
        again = next_try(message.tries, now)
        if again is None:
            _close(message, State.FAILED)
        else:
            message.state, message.try_at = State.WAITING, again
            db.session.flush()


def mark_came_back(message: Message, now: datetime, words: str = Trouble.CAME_BACK) -> None:
    """It was sent and came back, with these ``words`` of a mail server; nothing changes if that is known already.

    A mail server knows it even of what we take for unsent, when its yes was lost on the way to us.
    """
    news = [Message.id == message.id, Message.came_back_at.is_(None)]
    if words == Trouble.CAME_BACK:
        news.append(Message.state == State.SENT)
    back = _locked(db.select(Message).where(*news))
    if back is not None:
        back.came_back_at, back.last_error = now, words
        _close(back, State.FAILED)


def mark_arrived(message: Message) -> None:
    """It came back by somebody's mistake only, or was held back in vain; what a mail server has said stands."""
    mine = Message.state == State.FAILED, Message.last_error.in_([Trouble.CAME_BACK, Trouble.HELD_BACK])
    here = _locked(db.select(Message).where(Message.id == message.id, *mine))
    if here is not None:
        here.state, here.came_back_at, here.last_error = State.SENT, None, None
        here.sent_at = here.sent_at or here.written_at
        db.session.flush()


def try_again(message: Message, now: datetime) -> None:
    """Send what has failed once more, from the first try on."""
    again = _locked(db.select(Message).where(Message.id == message.id, Message.state == State.FAILED))
    if again is None or not again.text:
        raise NotAgain
    again.state, again.try_at, again.tries = State.WAITING, now, 0
    again.came_back_at = again.last_error = None
    db.session.flush()
    nudge.after_commit(db.session)


def give_up(*message_ids: int | None) -> None:
    """Forget the words of those that have failed: another goes instead, and nobody is to get both."""
    failed = Message.id.in_([id for id in message_ids if id is not None]), Message.state == State.FAILED
    db.session.execute(update(Message).where(*failed).values(text="", html="", picture_id=None))


def expire_secrets(now: datetime) -> None:
    """Forget links that nobody could send while they worked."""
    _expire(Message.state == State.WAITING, Message.written_at <= now - SECRETS_LAST)


def hold_back(now: datetime) -> int:
    """A backup was put back: what was due by ``now`` may have gone since, and mustn't go twice unless somebody says so.

    Links that sign in work no more. Gives how many are held back.
    """
    _expire(Message.state.in_([State.WAITING, State.SENDING]))
    was_due = or_(Message.state == State.SENDING, (Message.state == State.WAITING) & (Message.try_at <= now))
    held = update(Message).where(was_due).values(state=State.FAILED, last_error=Trouble.HELD_BACK.value)
    return len(db.session.scalars(held.returning(Message.id)).all())


def _expire(*which: ColumnElement[bool]) -> None:
    gone = {"state": State.FAILED, "last_error": Trouble.EXPIRED.value, "text": "", "html": ""}
    db.session.execute(update(Message).where(Message.is_secret, *which).values(gone))


def read_up_to(name: str, validity: int, last: int) -> None:
    """The mailbox ``name`` has been read as far as its number ``last``."""
    db.session.merge(Mailbox(name=name, validity=validity, last=last))


def forget_old(now: datetime) -> None:
    """Forget the words of what was sent long ago, later that there was a mail at all, and pictures without use."""
    for key in ("messages.words", "messages.mail", "messages.pictures"):
        expiry.enforce(key, now)


def _still(claimed: Message) -> Message | None:
    """The message, locked, unless the lease lapsed and somebody else has claimed it, or it was deleted meanwhile.

    SQLite gives the number of a deleted row to the next, which is known by when it was written.
    """
    same = Message.id == claimed.id, Message.written_at == claimed.written_at
    mine = Message.state == State.SENDING, Message.tries == claimed.tries
    return _locked(db.select(Message).where(*same, *mine))


def _locked(rows: Select[Message]) -> Message | None:
    locked = rows.with_for_update(skip_locked=True).execution_options(populate_existing=True)
    return db.session.scalars(locked).one_or_none()


def _close(message: Message, state: State) -> None:
    message.state = state
    if message.is_secret:
        message.text = message.html = ""
    db.session.flush()
