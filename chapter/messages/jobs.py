"""The outbox is emptied in the background, and what was sent is forgotten in time."""

from email.errors import MessageError
from email.message import EmailMessage

from flask import current_app

from chapter import clock, mail
from chapter.db import db
from chapter.i18n import lazy
from chapter.jobs import every, still_at_it
from chapter.messages import actions, smtp
from chapter.messages.models import Message
from chapter.messages.rules import HANDING_OVER, Trouble
from chapter.messages.smtp import Answer, Line, Result


@every(minutes=1, label=lazy("Send the mail in the outbox"))
def deliver() -> dict[str, int]:
    """Send what is due: each mail is claimed in one transaction, sent in none, and marked in another."""
    actions.expire_secrets(clock.now())
    db.session.commit()
    if not mail.is_set():
        return {}
    sent = 0
    with Line(current_app.config["CHAPTER_SMTP_URL"]) as line:
        while claimed := _claim():
            message, composed = claimed
            answer = _sent(line, message, composed)
            _mark(message, answer)
            sent += answer.result is Result.SENT
            if answer.result is Result.UNREACHABLE:
                break
    return {"sent": sent}


def _claim() -> tuple[Message, EmailMessage | Answer] | None:
    """The next message and its mail, or why there can be none; no transaction is open afterwards."""
    now = clock.now()
    still_at_it()
    message = actions.claim(now)
    work = (message, _composed(message)) if message else None
    db.session.commit()
    return work


def _composed(message: Message) -> EmailMessage | Answer:
    if not smtp.sender():
        return Answer(Result.UNREACHABLE, Trouble.NO_SENDER)
    try:
        return smtp.compose(message, clock.now())
    except (ValueError, MessageError):
        return Answer(Result.REFUSED, Trouble.BAD_ADDRESS)


def _sent(line: Line, message: Message, composed: EmailMessage | Answer) -> Answer:
    if isinstance(composed, Answer):
        return composed
    return line.send(composed, begin_by=message.try_at - HANDING_OVER)


def _mark(message: Message, answer: Answer) -> None:
    if answer.result is Result.SENT:
        actions.mark_sent(message, clock.now())
    elif answer.result is Result.REFUSED:
        actions.mark_refused(message, answer.words)
    else:
        actions.mark_delayed(message, answer.words, clock.now())
    db.session.commit()


@every(hours=1, label=lazy("Delete old mail"))
def forget() -> None:
    """Keep no mail for ever."""
    actions.forget_old(clock.now())
    db.session.commit()
