"""Accounts, their roles, the links that sign in, and the tries that failed."""

from datetime import datetime
from secrets import randbelow

from sqlalchemy import ForeignKey, Index, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from chapter.access import Permission, Role, permissions_of
from chapter.db import Model, Words, intpk
from chapter.people.models import Person


class Account(Model):
    """Someone who can sign in, once their address is confirmed.

    ``epoch`` counts up to sign out everywhere. It begins anywhere: SQLite gives the number of an account that was
    deleted to the next, whom a browser that is still signed in must not be taken for.

    Who was in the register twice and is one person now may have two, one for each address.
    """

    id: Mapped[intpk]
    name: Mapped[str]
    email: Mapped[str] = mapped_column(unique=True)
    mobile: Mapped[str | None]
    language: Mapped[str | None]
    password_hash: Mapped[str | None]
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    epoch: Mapped[int] = mapped_column(default=lambda: randbelow(2**30))
    has_factor: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether signing in takes a second step; kept here, so that no page has to ask for it."""
    factor_due_at: Mapped[datetime | None]
    """When a second step must have been set up, by those whose roles ask for one."""
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    person: Mapped[Person | None] = relationship()
    given: Mapped[list["AccountRole"]] = relationship(back_populates="account", cascade="all, delete-orphan")

    is_anonymous = False
    resting = frozenset[Role]()
    """Roles that open nothing for now; see ``hooks.on_request``."""

    @property
    def is_authenticated(self) -> bool:
        """Flask-Login's question; an account that exists has signed in."""
        return True

    @property
    def is_active(self) -> bool:
        """Whether the account may be used: its address is confirmed."""
        return self.confirmed_at is not None

    def get_id(self) -> str:
        """What the session keeps: the account and its epoch."""
        return f"{self.id}.{self.epoch}"

    @property
    def roles(self) -> set[Role]:
        """The roles given, and volunteer, which everyone is."""
        return {Role.VOLUNTEER, *(g.role for g in self.given)}

    @property
    def permissions(self) -> frozenset[Permission]:
        """What the roles open, without those that rest."""
        return permissions_of(self.roles - self.resting)

    @property
    def first_name(self) -> str:
        """The name to greet with."""
        return self.name.split()[0] if self.name else ""


class AccountRole(Model):
    """A role that an account was given."""

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[Role] = mapped_column(Words(Role), primary_key=True)
    account: Mapped[Account] = relationship(back_populates="given")


class SignInLink(Model):
    """A link that was mailed to an account, kept as a hash; good once, for half an hour.

    ``about`` is what a feature above mailed it for, such as ``signup:12``; only who has the mail can have used it.
    """

    id: Mapped[intpk]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    next_path: Mapped[str | None]
    about: Mapped[str | None]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    account: Mapped[Account] = relationship()


class Attempt(Model):
    """A try that counts against ``key`` (an account or a network address, hashed) for a while."""

    __table_args__ = (Index("ix_attempt_key_at", "key", "at"),)

    id: Mapped[intpk]
    key: Mapped[str]
    at: Mapped[datetime]


class RoleChange(Model):
    """Who gave or took which role, and when; nobody (None) is the command line."""

    id: Mapped[intpk]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    role: Mapped[Role] = mapped_column(Words(Role))
    is_given: Mapped[bool]
    at: Mapped[datetime]
    account: Mapped[Account] = relationship(foreign_keys=[account_id])
    by: Mapped[Account | None] = relationship(foreign_keys=[by_id])
