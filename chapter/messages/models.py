"""The outbox."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from chapter.db import Model, Words, intpk
from chapter.messages.rules import State


class Picture(Model):
    """A small picture of somebody who signs letters: a JPEG that tells nothing but what is seen on it."""

    id: Mapped[intpk]
    data: Mapped[bytes] = mapped_column(LargeBinary)
    mimetype: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    digest: Mapped[str] = mapped_column(unique=True)
    added_at: Mapped[datetime]


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
    from_name: Mapped[str | None]
    source: Mapped[str | None] = mapped_column(index=True)
    """What it is about, so that it can be found again: “case:12”."""
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("picture.id"))
    is_secret: Mapped[bool] = mapped_column(default=False)
    state: Mapped[State] = mapped_column(Words(State), default=State.WAITING)
    written_at: Mapped[datetime]
    try_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None]
    sent_at: Mapped[datetime | None]
    came_back_at: Mapped[datetime | None]


class Mailbox(Model):
    """How far a mailbox has been read for mail that came back: its number ``last`` of the count ``validity``."""

    name: Mapped[str] = mapped_column(primary_key=True)
    validity: Mapped[int] = mapped_column(BigInteger)
    last: Mapped[int] = mapped_column(BigInteger)
