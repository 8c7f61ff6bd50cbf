"""Pairs that look alike, pairs that are not the same person, and merges that can still be undone."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from chapter.db import Model, Words, intpk
from chapter.duplicates.rules import Why
from chapter.people.models import Person


class LookAlike(Model):
    """Two people (the lower id first) who may be one, as they were found last."""

    __table_args__ = (CheckConstraint("first_id < second_id", name="order"),)

    first_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    second_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True)
    why: Mapped[Why] = mapped_column(Words(Why))
    first: Mapped[Person] = relationship(foreign_keys=[first_id])
    second: Mapped[Person] = relationship(foreign_keys=[second_id])


class NotSame(Model):
    """Two people (the lower id first) who look alike and aren't the same."""

    __table_args__ = (CheckConstraint("first_id < second_id", name="order"),)

    first_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    second_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True)
    by: Mapped[str]
    at: Mapped[datetime]


class Merge(Model):
    """Two people made one: who is kept, and all that it takes to part them; forgotten when it can't be undone."""

    id: Mapped[intpk]
    kept_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    gone_name: Mapped[str]
    before: Mapped[dict[str, Any]]
    by: Mapped[str]
    at: Mapped[datetime]
    kept: Mapped[Person] = relationship()
