"""What is in the resource bank, on which shelf it stands, and how often it's used, never by whom."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from chapter.access import Audience
from chapter.db import LocalText, Model, Words, intpk
from chapter.handbook.models import Page
from chapter.media.models import Medium
from chapter.resources.rules import Kind, Trouble


class ResourceCategory(Model):
    """A shelf of the bank, by the chapter's own name."""

    id: Mapped[intpk]
    name: Mapped[LocalText]
    position: Mapped[int] = mapped_column(default=0)


class Resource(Model):
    """Something in the bank.

    ``address`` is where a film or link is. ``medium`` is the file, or a film's still picture. A script has its words,
    its readers and its title in its page, and a row here only when it stands on a shelf, or is used. ``failures`` are
    the times that the link has led nowhere since it last led somewhere; ``version`` counts the changes.
    """

    id: Mapped[intpk]
    kind: Mapped[Kind] = mapped_column(Words(Kind))
    title: Mapped[LocalText]
    about: Mapped[LocalText]
    address: Mapped[str | None]
    medium_id: Mapped[int | None] = mapped_column(ForeignKey("medium.id", ondelete="SET NULL"), index=True)
    page_id: Mapped[int | None] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), unique=True)
    audience: Mapped[Audience] = mapped_column(Words(Audience))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("resource_category.id", ondelete="SET NULL"), index=True)
    tags: Mapped[list[str]] = mapped_column(JSON, default=list)
    version: Mapped[int] = mapped_column(default=1)
    added_at: Mapped[datetime]
    added_by: Mapped[str] = mapped_column(default="")
    changed_by: Mapped[str] = mapped_column(default="")
    checked_at: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)
    trouble: Mapped[Trouble | None] = mapped_column(Words(Trouble))
    medium: Mapped[Medium | None] = relationship()
    page: Mapped[Page | None] = relationship()
    category: Mapped[ResourceCategory | None] = relationship()


class ResourceFavourite(Model):
    """Something that somebody wants near."""

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    resource_id: Mapped[int] = mapped_column(
        ForeignKey("resource.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class ResourceUse(Model):
    """How often something was opened on a day; nobody knows by whom."""

    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(default=0)
