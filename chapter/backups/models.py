"""What was backed up, and who isn't to come back with it."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from chapter.db import Model, intpk


class Backup(Model):
    """A backup, or a try that failed: then ``error`` says in words why, and there is no ``file``.

    ``bytes`` are those of the file itself, without uploads, which stand beside it and are shared with other backups.
    """

    id: Mapped[intpk]
    at: Mapped[datetime] = mapped_column(index=True)
    file: Mapped[str] = mapped_column(default="")
    bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    rows: Mapped[int] = mapped_column(default=0)
    uploads: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(default="")
    verified_at: Mapped[datetime | None]
    taken_away_at: Mapped[datetime | None]
    not_taken_away: Mapped[str] = mapped_column(default="")
    """Why the command that takes backups elsewhere failed, in words."""


class ErasedMark(Model):
    """Somebody was erased: a hash that only this installation can make. A restored backup is searched for them.

    Kept a little longer than any backup; then nothing is left.
    """

    mark: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
