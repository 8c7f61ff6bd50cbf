"""The outbox is emptied in the background, what came back is noted, and what was sent is forgotten in time."""

from email.errors import MessageError
from email.message import EmailMessage

from flask import current_app

from chapter import clock, mail
from chapter.db import db
from chapter.i18n import lazy
from chapter.jobs import every, still_at_it
from chapter.messages import actions, bounces, queries, smtp
from chapter.messages.imap import Box
from chapter.messages.models import Message
from chapter.messages.rules import HANDING_OVER, WORDS_KEPT, Trouble
from chapter.messages.smtp import Answer, Line, Result


@every(minutes=1, label=lazy("Send the mail in the outbox"))
def deliver() -> dict[str, int]:
    """Send what is due: each mail is claimed in one transaction, sent in none, and marked in another.

    So a mail goes out once, wherever the process is killed. In one instant nobody can know: when the mail server has
    said yes and that isn't committed yet. Then it goes out again, with the same Message-ID.
    """
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


@every(minutes=15, label=lazy("Look for mail that came back"))
def read_bounces() -> dict[str, int]:
    """Look through what is new in the mailbox where mail comes back; what else is in it stays as it was."""
    url = current_app.config["CHAPTER_BOUNCES_URL"]
    if not url:
        return {}
    came_back = 0
    with Box(url) as box:
        for number in box.numbers(_last(box), (clock.now() - WORDS_KEPT).date()):
            mail = box.mail(number)
            is_ours = mail is not None and bounces.take(mail, clock.now())
            actions.read_up_to(box.name, box.validity, number)
            still_at_it()
            db.session.commit()
            if is_ours:
                box.mark_seen(number)
                came_back += 1
    return {"came back": came_back}


def _last(box: Box) -> int:
    """How far the mailbox has been read; no transaction is open afterwards."""
    known = queries.mailbox(box.name)
    db.session.commit()
    return known.last if known and known.validity == box.validity else 0


@every(hours=1, label=lazy("Delete old mail"))
def forget() -> None:
    """Keep no mail for ever."""
    actions.forget_old(clock.now())
    db.session.commit()
