"""What was uploaded, and where it is shown."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from chapter.access import Audience
from chapter.db import Model, Words, intpk


class Medium(Model):
    """A picture or a file. ``digest`` (SHA-256, hex) names it in the folder ``media``; ``name`` is what people call it.

    ``width`` and ``height`` are a picture's, in pixels. ``needed_at`` is when something was last known to show it. A
    number is never given twice: what a text once named is not to become something else.
    """

    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[intpk]
    digest: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    mimetype: Mapped[str]
    size: Mapped[int]
    width: Mapped[int | None]
    height: Mapped[int | None]
    uploaded_at: Mapped[datetime]
    uploaded_by: Mapped[str] = mapped_column(default="")
    needed_at: Mapped[datetime]
    uses: Mapped[list["MediumUse"]] = relationship(back_populates="medium", cascade="all, delete-orphan")


class MediumUse(Model):
    """Something that shows it (“page:12”, “front”), and who may read that: they may see the medium, nobody else."""

    medium_id: Mapped[int] = mapped_column(ForeignKey("medium.id", ondelete="CASCADE"), primary_key=True)
    source: Mapped[str] = mapped_column(primary_key=True, index=True)
    audience: Mapped[Audience] = mapped_column(Words(Audience))
    medium: Mapped[Medium] = relationship(back_populates="uses")
