"""People, their tags, their history, and the log of what was changed about them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Table, event, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from chapter import i18n
from chapter.db import Base, Model, Words, intpk
from chapter.people.rules import FOUND_BY, How, derived

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
    """A member or supporter. Never the national ID number.

    ``find_text`` and ``sort_name`` follow from the facts; who writes people by the thousand, past the ORM, takes
    them from ``rules.derived``. ``version`` counts the changes, so that nobody overwrites another's unseen.
    ``is_new`` until it has been asked whether they are to be welcomed.
    """

    __table_args__ = (
        Index("ix_person_list", "left_on", "sort_name", "id", "find_text"),
        Index("ix_person_is_new", "id", sqlite_where=text("is_new")),
    )
    """The list of people is sorted, counted and searched in the first index alone."""

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
    from_file: Mapped[bool] = mapped_column(default=False, server_default="0")
    missing_since: Mapped[datetime | None]
    leaving_at: Mapped[datetime | None]
    left_on: Mapped[date | None] = mapped_column(index=True)
    left_why: Mapped[str | None]
    do_not_call_at: Mapped[datetime | None]
    do_not_call_why: Mapped[str | None]
    do_not_call_by: Mapped[str | None]
    consent_id: Mapped[int | None] = mapped_column(ForeignKey("consent_text.id"))
    consented_at: Mapped[datetime | None]
    added_at: Mapped[datetime]
    is_new: Mapped[bool] = mapped_column(default=True, server_default="0")
    version: Mapped[int] = mapped_column(default=0, server_default="0")
    find_text: Mapped[str] = mapped_column(default="", server_default=text("''"))
    sort_name: Mapped[str] = mapped_column(default="", server_default=text("''"))
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


class PersonChange(Model):
    """One field of a person, what it was and what it became, as text; ``by`` is a name, or nobody's (an import)."""

    __table_args__ = (Index("ix_person_change_person_id_field_id", "person_id", "field", "id"),)

    id: Mapped[intpk]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(index=True)
    by: Mapped[str | None]
    how: Mapped[How] = mapped_column(Words(How))
    field: Mapped[str]
    old: Mapped[str | None]
    new: Mapped[str | None]
    why: Mapped[str | None]


class DoNotContact(Model):
    """All that is left of somebody who asked not to be called and was erased: see ``people.marks``."""

    mark: Mapped[str] = mapped_column(primary_key=True)


@event.listens_for(Person, "before_insert")
@event.listens_for(Person, "before_update")
def _derive(_mapper: Any, _connection: Any, person: Person) -> None:
    """Keep what a person is found and sorted by true to the facts."""
    facts = {name: getattr(person, name) for name in FOUND_BY}
    for name, value in derived(facts, i18n.country()).items():
        setattr(person, name, value)
    person.version = (person.version or 0) + 1
