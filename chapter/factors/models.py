"""Passkeys, the code app, recovery codes, challenges that were answered, and what was changed."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from chapter.accounts.models import Account
from chapter.db import Model, Words, intpk
from chapter.factors.rules import Changed


class Passkey(Model):
    """A passkey of an account. Only its public half is here: it opens nothing."""

    id: Mapped[intpk]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[str] = mapped_column(unique=True)
    """What browsers call it (base64url)."""
    handle: Mapped[str]
    """What it calls its account (base64url), which tells of nobody."""
    key: Mapped[str]
    """The public key with what belongs to it, as WebAuthn writes it (base64url)."""
    counter: Mapped[int] = mapped_column(BigInteger)
    """How often it was used, if it counts; a copy of it would count from where it was copied."""
    transports: Mapped[list[str]]
    name: Mapped[str]
    added_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]


class CodeApp(Model):
    """An app that shows a new code every half minute; ``last_step`` is the half minute whose code was used last."""

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    secret: Mapped[str]
    last_step: Mapped[int] = mapped_column(BigInteger)
    added_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]


class RecoveryCode(Model):
    """One of the codes that were shown once, kept as a hash; works once."""

    id: Mapped[intpk]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    used_at: Mapped[datetime | None]


class SpentChallenge(Model):
    """A challenge that a passkey has answered; kept, as a hash, until it would be too old anyway."""

    challenge_hash: Mapped[str] = mapped_column(primary_key=True)
    spent_at: Mapped[datetime] = mapped_column(index=True)


class FactorChange(Model):
    """What was changed in how an account signs in; nobody (None) is the command line."""

    id: Mapped[intpk]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    what: Mapped[Changed] = mapped_column(Words(Changed))
    name: Mapped[str] = mapped_column(default="")
    """Which passkey."""
    at: Mapped[datetime]
    by: Mapped[Account | None] = relationship(foreign_keys=[by_id])
