"""Pairs that are not the same person, and merges that can still be undone."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from chapter.db import Model, intpk
from chapter.people.models import Person


class NotSame(Model):
    """Two people (the lower id first) who look alike and aren't the same."""

    __table_args__ = (CheckConstraint("first_id < second_id", name="order"),)

    first_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    second_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True)
    by: Mapped[str]
    at: Mapped[datetime]


class Merge(Model):
    """Two people made one: who is kept, and (until it can't be undone any more) all that it takes to part them."""

    id: Mapped[intpk]
    kept_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    gone_name: Mapped[str]
    before: Mapped[dict[str, Any]]
    by: Mapped[str]
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    kept: Mapped[Person] = relationship()
