"""The outbox."""

from datetime import datetime

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from chapter.db import Model, Words, intpk
from chapter.messages.rules import State


class Message(Model):
    """A mail to one person. A secret one (it signs somebody in) is never shown, and forgotten once sent."""

    __table_args__ = (Index("ix_message_state_try_at", "state", "try_at"),)

    id: Mapped[intpk]
    to_name: Mapped[str]
    to_email: Mapped[str]
    language: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    reply_to: Mapped[str | None]
    is_secret: Mapped[bool] = mapped_column(default=False)
    state: Mapped[State] = mapped_column(Words(State), default=State.WAITING)
    written_at: Mapped[datetime]
    try_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None]
    sent_at: Mapped[datetime | None]
