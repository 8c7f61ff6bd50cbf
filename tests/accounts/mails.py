"""The mails that tests find in the outbox."""

import re

from chapter.db import db
from chapter.messages.models import Message


def sent_to(email: str) -> list[Message]:
    """What was mailed to ``email``, oldest first."""
    return list(db.session.scalars(db.select(Message).where(Message.to_email == email).order_by(Message.id)))


def link_to(email: str) -> str:
    """The path of the link in the newest mail to ``email``."""
    found = re.search(r"https?://[^/\s]+(/enter/\S+)", sent_to(email)[-1].text)
    assert found, sent_to(email)[-1].text
    return found[1]
