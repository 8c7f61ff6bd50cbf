"""Searches that are kept."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from chapter.accounts.models import Account
from chapter.db import Model, intpk


class SavedSearch(Model):
    """A search with a name; ``criteria`` is as ``searches.rules`` says. Officers share them."""

    id: Mapped[intpk]
    name: Mapped[str] = mapped_column(unique=True)
    note: Mapped[str] = mapped_column(default="")
    criteria: Mapped[dict[str, Any]]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    owner: Mapped[Account | None] = relationship()
