"""Pages, in each language, with every version that they had."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from chapter.access import Audience
from chapter.accounts.models import Account
from chapter.db import Model, Words, intpk
from chapter.handbook.rules import Section


class Page(Model):
    """A page: where it stands, who may read it, and who looks after it.

    ``slug`` is its address within its section, wherever in the tree it stands. ``shipped`` is the key of the text that
    came with the program (“caller/report”), None for the chapter's own pages. ``check_by`` is when its owner should
    next see that it is still right, ``checked_at`` when somebody last did; ``reminded_for`` is the day about which they
    have been reminded.
    """

    __table_args__ = (UniqueConstraint("section", "slug"),)

    id: Mapped[intpk]
    section: Mapped[Section] = mapped_column(Words(Section))
    slug: Mapped[str]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("page.id", ondelete="SET NULL"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    audience: Mapped[Audience] = mapped_column(Words(Audience))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    check_by: Mapped[date | None]
    reminded_for: Mapped[date | None]
    checked_at: Mapped[datetime | None]
    shipped: Mapped[str | None] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    wordings: Mapped[list["Wording"]] = relationship(back_populates="page", cascade="all, delete-orphan")
    owner: Mapped[Account | None] = relationship()

    def wording(self, language: str) -> "Wording | None":
        """The page in ``language``, if somebody has written it."""
        return next((wording for wording in self.wordings if wording.language == language), None)


class Revision(Model):
    """What a page said in one language from a moment on; it is never changed, only followed by another.

    ``by`` is the writer's name; nobody's, it came with the program.
    """

    __table_args__ = (Index(None, "page_id", "language", "id"),)

    id: Mapped[intpk]
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"))
    language: Mapped[str]
    title: Mapped[str]
    text: Mapped[str]
    written_at: Mapped[datetime]
    by: Mapped[str] = mapped_column(default="")


class Wording(Model):
    """A page in one language: the newest version, and the one that readers see (None: it is a draft still)."""

    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    newest_id: Mapped[int] = mapped_column(ForeignKey("revision.id", ondelete="CASCADE"), index=True)
    published_id: Mapped[int | None] = mapped_column(ForeignKey("revision.id", ondelete="SET NULL"), index=True)
    page: Mapped[Page] = relationship(back_populates="wordings")
    newest: Mapped[Revision] = relationship(foreign_keys=[newest_id])
    published: Mapped[Revision | None] = relationship(foreign_keys=[published_id])

    @property
    def is_changed(self) -> bool:
        """Whether there is a draft that readers don't see yet."""
        return self.newest_id != self.published_id


class OldAddress(Model):
    """An address that a page once had; it still leads there."""

    section: Mapped[Section] = mapped_column(Words(Section), primary_key=True)
    slug: Mapped[str] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), index=True)


class Shipped(Model):
    """A text that came with the program, and which version of it the chapter has dealt with: taken, or put aside.

    It stays when the chapter deletes the page, so that the page doesn't come back. ``is_newer`` is whether the program
    has brought another version since, to a page where the chapter has written itself.
    """

    key: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str]
    is_newer: Mapped[bool] = mapped_column(default=False)
