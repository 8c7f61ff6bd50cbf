"""Groups, their contacts, and where people stand with them."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from chapter.accounts.models import Account
from chapter.db import LocalText, Model, Words, intpk
from chapter.groups.rules import Standing, source
from chapter.people.models import Person


class Group(Model):
    """People who do something together. One that has closed takes nobody in, but its past is kept.

    ``version`` counts the changes, so that nobody overwrites another's unseen; ``changed_by`` is who made the last.
    """

    __tablename__ = "working_group"

    id: Mapped[intpk]
    name: Mapped[LocalText]
    about: Mapped[LocalText]
    meets: Mapped[LocalText]
    version: Mapped[int] = mapped_column(default=0)
    changed_by: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    contacts: Mapped[list["GroupContact"]] = relationship(back_populates="group", cascade="all, delete-orphan")
    places: Mapped[list["GroupPlace"]] = relationship(back_populates="group", passive_deletes=True)


class GroupContact(Model):
    """Whom a group is reached through; they see those who come to it, and no others."""

    group_id: Mapped[int] = mapped_column(ForeignKey("working_group.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, index=True)
    since: Mapped[datetime]
    group: Mapped[Group] = relationship(back_populates="contacts")
    account: Mapped[Account] = relationship()


class GroupPlace(Model):
    """Where a person stands with a group, and which of their facts (``rules.SHAREABLE``) its contacts may see.

    ``words`` are the person's own, to the contacts; ``note`` says how they agreed to be referred, and is the
    coordinator's alone. ``by`` is who took the last step, and ``since`` when. Of somebody who was referred,
    ``has_come`` is what the contacts answered from their mail.
    """

    group_id: Mapped[int] = mapped_column(ForeignKey("working_group.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True)
    standing: Mapped[Standing] = mapped_column(Words(Standing))
    shares: Mapped[list[str]]
    words: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    by: Mapped[str] = mapped_column(default="")
    since: Mapped[datetime]
    referred_at: Mapped[datetime | None] = mapped_column(index=True)
    has_come: Mapped[bool | None]
    answered_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    group: Mapped[Group] = relationship(back_populates="places")
    person: Mapped[Person] = relationship()

    @property
    def source(self) -> str:
        """What its history and its mails say they are about."""
        return source(self.group_id, self.person_id)
