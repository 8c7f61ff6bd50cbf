"""People, their tags and their history."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from chapter.db import Base, Model, intpk

person_tag = Table(
    "person_tag",
    Base.metadata,
    Column("person_id", ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("tag_id", ForeignKey("tag.id", ondelete="CASCADE"), primary_key=True),
    Index("ix_person_tag_tag_id_person_id", "tag_id", "person_id"),
)


class Tag(Model):
    """A word about people; callers see it if the chapter shows it to them."""

    id: Mapped[intpk]
    name: Mapped[str] = mapped_column(unique=True)
    shown_to_callers: Mapped[bool] = mapped_column(default=True)


class Person(Model):
    """A member or supporter. Never the national ID number."""

    id: Mapped[intpk]
    member_number: Mapped[str | None] = mapped_column(unique=True)
    first_name: Mapped[str]
    last_name: Mapped[str] = mapped_column(default="")
    email: Mapped[str | None] = mapped_column(index=True)
    mobile: Mapped[str | None] = mapped_column(index=True)
    phone2: Mapped[str | None]
    mobile_is_wrong: Mapped[bool] = mapped_column(default=False)
    phone2_is_wrong: Mapped[bool] = mapped_column(default=False)
    postcode: Mapped[str | None]
    town: Mapped[str | None] = mapped_column(index=True)
    birth_year: Mapped[int | None] = mapped_column(index=True)
    gender: Mapped[str | None]
    language: Mapped[str | None]
    joined_on: Mapped[date | None] = mapped_column(index=True)
    fee_paid_for: Mapped[int | None]
    union: Mapped[str | None]
    skills: Mapped[str | None]
    interests: Mapped[str | None]
    source: Mapped[str] = mapped_column(default="")
    leaving_at: Mapped[datetime | None]
    do_not_call_at: Mapped[datetime | None]
    do_not_call_why: Mapped[str | None]
    consent_id: Mapped[int | None] = mapped_column(ForeignKey("consent_text.id"))
    consented_at: Mapped[datetime | None]
    added_at: Mapped[datetime]
    tags: Mapped[list[Tag]] = relationship(secondary=person_tag, order_by=Tag.name)
    history: Mapped[list["HistoryEntry"]] = relationship(back_populates="person", passive_deletes=True)

    @validates("email")
    def _lower(self, _column: str, email: str | None) -> str | None:
        return email.strip().lower() or None if email else None

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def numbers(self) -> list[str]:
        """The telephone numbers that are not known to be wrong, the mobile first."""
        numbers = [(self.mobile, self.mobile_is_wrong), (self.phone2, self.phone2_is_wrong)]
        return [number for number, is_wrong in numbers if number and not is_wrong]


class HistoryEntry(Model):
    """One thing that happened with a person; ``kind`` says which sentence ``facts`` fill, ``source`` what of."""

    __table_args__ = (Index("ix_history_entry_person_id_at", "person_id", "at"),)

    id: Mapped[intpk]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    kind: Mapped[str]
    facts: Mapped[dict[str, Any]]
    source: Mapped[str | None] = mapped_column(index=True)
    person: Mapped[Person] = relationship(back_populates="history")
