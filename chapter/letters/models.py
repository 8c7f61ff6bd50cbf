"""The chapter's own words for its letters."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from chapter.db import LocalText, Model


class Letter(Model):
    """The chapter's own words for a letter (``rules.Key``); without a row, the ones we came with."""

    __tablename__ = "welcome_letter"

    key: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[LocalText]
    body: Mapped[LocalText]
    version: Mapped[int] = mapped_column(default=0)
    changed_by: Mapped[str] = mapped_column(default="")
    changed_at: Mapped[datetime]
