"""Writes: posting a mail, and what becomes of it."""

from datetime import datetime
from typing import Any

from chapter.db import db
from chapter.messages import nudge
from chapter.messages.models import Message
from chapter.messages.writing import one_line, write
from chapter.settings.queries import chapter


def post(
    to_name: str,
    to_email: str,
    language: str | None,
    template: str,
    now: datetime,
    reply_to: str | None = None,
    is_secret: bool = False,
    **context: Any,
) -> Message:
    """Put a mail in the outbox, in the same transaction as its cause; the background sends it after the commit.

    ``template`` is ``<feature>/mail/<name>.md`` (see ``writing``); it gets ``context``, ``to_name`` and ``chapter``.
    A secret mail signs somebody in: its words are forgotten when it is sent.
    """
    spoken = language or chapter().language
    name, address = one_line(to_name), one_line(to_email)
    mail = write(template, spoken, **{"to_name": name, **context})
    kept = {"subject": mail.subject, "text": mail.text, "html": mail.html, "reply_to": one_line(reply_to) or None}
    times = {"written_at": now, "try_at": now}
    message = Message(to_name=name, to_email=address, language=spoken, is_secret=is_secret, **kept, **times)
    db.session.add(message)
    db.session.flush()
    nudge.after_commit(db.session)
    return message
