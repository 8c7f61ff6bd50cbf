"""The front page as the chapter has made it, and its news."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from chapter.access import Audience
from chapter.db import LocalText, Model, Words, intpk
from chapter.media.models import Medium


class FrontPage(Model):
    """The one front page (its id is 1), once somebody has changed it.

    ``arranged`` is the order of its parts, of the sign-up links and of the groups, see ``rules.arranged``. ``before``
    is what it was before the last change, for undoing that; ``version`` counts the changes.
    """

    id: Mapped[intpk]
    heading: Mapped[LocalText]
    text: Mapped[LocalText]
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("medium.id", ondelete="SET NULL"))
    picture_says: Mapped[LocalText]
    arranged: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    version: Mapped[int] = mapped_column(default=0)
    changed_by: Mapped[str] = mapped_column(default="")
    before: Mapped[dict[str, Any] | None]
    picture: Mapped[Medium | None] = relationship()


class News(Model):
    """Something new. ``day`` is the date that it bears; ``is_pinned`` keeps it on top."""

    __table_args__ = (Index(None, "is_published", "day"),)

    id: Mapped[intpk]
    title: Mapped[LocalText]
    text: Mapped[LocalText]
    audience: Mapped[Audience] = mapped_column(Words(Audience))
    day: Mapped[date]
    is_published: Mapped[bool] = mapped_column(default=False)
    is_pinned: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=0)
    changed_by: Mapped[str] = mapped_column(default="")
