"""The log of who looked at whom, who they are, and what is odd in it."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from chapter.accounts.models import Account
from chapter.db import Model, Words, intpk
from chapter.people.rules_looks import What
from chapter.readlog.rules_oddities import Odd


class ReadEntry(Model):
    """Somebody looked at people, or did something with what is stored about them. Never changed.

    ``reader`` is a number (see ``rules_chain``), or none for the program itself; ``many`` says how many people it is
    about, ``hash`` holds all this and stands on the hash of the entry before.
    """

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(index=True)
    reader: Mapped[int | None] = mapped_column(BigInteger, index=True)
    roles: Mapped[list[str]]
    what: Mapped[What] = mapped_column(Words(What))
    about: Mapped[str] = mapped_column(default="")
    many: Mapped[int]
    hash: Mapped[str]


class ReadWhom(Model):
    """That an entry is about somebody: their number."""

    __table_args__ = (Index("ix_read_whom_token_entry", "token", "entry"), {"sqlite_with_rowid": False})

    entry: Mapped[int] = mapped_column(ForeignKey("read_entry.number", ondelete="CASCADE"), primary_key=True)
    token: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)


class ReadPerson(Model):
    """Whose number it is, as long as they aren't erased: it is made of ``salt`` and the id that the person had."""

    token: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    was_id: Mapped[int]
    salt: Mapped[str]


class ReadReader(Model):
    """Who looked: the name that they had, and the number made of it."""

    token: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    salt: Mapped[str]


class ReadOddity(Model):
    """Something in the log that somebody should ask about; one of a kind a day. ``seen_by`` has."""

    __table_args__ = (UniqueConstraint("account_id", "kind", "day"),)

    id: Mapped[intpk]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    kind: Mapped[Odd] = mapped_column(Words(Odd))
    day: Mapped[date]
    found_at: Mapped[datetime]
    number: Mapped[int]
    seen_at: Mapped[datetime | None]
    seen_by: Mapped[str | None]
    account: Mapped[Account] = relationship()
