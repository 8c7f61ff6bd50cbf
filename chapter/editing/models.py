"""What writers have seen of a page that its versions don't tell."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from chapter.db import Model


class SameAs(Model):
    """A page in ``language`` said the same as in the other, at a moment when somebody looked."""

    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
