"""What people have asked for, and what stays of it when it is answered."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from chapter.accounts.models import Account
from chapter.db import Model, Words, intpk
from chapter.people.models import Person
from chapter.rights.rules import Kind, Result, Way


class Request(Model):
    """Something that somebody asks for about their own data. It goes with them, and some time after the answer.

    ``name``, ``email`` and ``phone`` are what they told us, for those who aren't in the register or have no account.
    ``due_on`` is the law's last day, ``reminded_for`` the latest stage (``rules.stage``) of which somebody was told.
    What came from outside waits until it is confirmed from its own address (``confirmed_at``).
    """

    __tablename__ = "rights_request"
    __table_args__ = {"sqlite_autoincrement": True}
    """The number of one that is gone is nobody else's: it may stand in mails that have gone out."""

    id: Mapped[intpk]
    kind: Mapped[Kind] = mapped_column(Words(Kind))
    way: Mapped[Way] = mapped_column(Words(Way))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    name: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="", index=True)
    phone: Mapped[str] = mapped_column(default="")
    language: Mapped[str | None]
    words: Mapped[str] = mapped_column(Text, default="")
    asked_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    received_on: Mapped[date]
    due_on: Mapped[date] = mapped_column(index=True)
    entered_by: Mapped[str] = mapped_column(default="")
    reminded_for: Mapped[int | None]
    extended_at: Mapped[datetime | None]
    extended_why: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(index=True)
    answered_by: Mapped[str] = mapped_column(default="")
    result: Mapped[Result | None] = mapped_column(Words(Result))
    answer: Mapped[str] = mapped_column(Text, default="")
    person: Mapped[Person | None] = relationship()
    account: Mapped[Account | None] = relationship()

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.answered_at is None

    @property
    def who(self) -> str:
        """Who asks."""
        return (self.person.name if self.person else "") or self.name or (self.account.name if self.account else "")

    @property
    def address(self) -> str:
        """Where the answer goes; nowhere, if we know no address."""
        return (
            (self.account.email if self.account else "")
            or self.email
            or (self.person.email or "" if self.person else "")
        )

    @property
    def source(self) -> str:
        """What mails say that they are about."""
        return f"rights:{self.id}"


class Answered(Model):
    """That something was asked for, and when it was answered: so that the chapter can account for it. Never by whom."""

    __tablename__ = "rights_answered"

    id: Mapped[intpk]
    kind: Mapped[Kind] = mapped_column(Words(Kind))
    way: Mapped[Way] = mapped_column(Words(Way))
    received_on: Mapped[date]
    due_on: Mapped[date]
    answered_on: Mapped[date] = mapped_column(index=True)
    result: Mapped[Result] = mapped_column(Words(Result))
