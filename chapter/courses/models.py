"""Courses, when they are given, what there is to read in them, and how far each person has come."""

from datetime import datetime
from zlib import crc32

from sqlalchemy import ForeignKey, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from chapter.access import Audience
from chapter.accounts.models import Account
from chapter.courses.rules import Category
from chapter.db import LocalText, Model, Words, intpk
from chapter.handbook.models import Page


class Course(Model):
    """A course: given on occasions, or pages to read by oneself, or both.

    ``version`` counts the changes, so that nobody overwrites another's unseen; ``changed_by`` is who made the last.
    """

    id: Mapped[intpk]
    title: Mapped[LocalText]
    about: Mapped[LocalText]
    category: Mapped[Category] = mapped_column(Words(Category))
    audience: Mapped[Audience] = mapped_column(Words(Audience))
    leader_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    changed_by: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    leader: Mapped[Account | None] = relationship()
    occasions: Mapped[list["CourseOccasion"]] = relationship(
        back_populates="course",
        cascade="all, delete-orphan",
        order_by="CourseOccasion.starts_at, CourseOccasion.id",
    )
    pages: Mapped[list["CoursePage"]] = relationship(
        cascade="all, delete-orphan", order_by="CoursePage.position, CoursePage.page_id"
    )


class CourseOccasion(Model):
    """A time when a course is given. ``places`` is how many can come, None for all who want to."""

    id: Mapped[intpk]
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id", ondelete="CASCADE"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    place: Mapped[str] = mapped_column(default="")
    link: Mapped[str] = mapped_column(default="")
    places: Mapped[int | None]
    course: Mapped[Course] = relationship(back_populates="occasions")

    @property
    def version(self) -> int:
        """What tells it from how it was, so that nobody overwrites another's change unseen."""
        times = [moment and moment.timestamp() for moment in (self.starts_at, self.ends_at)]
        return crc32(repr((times, self.place, self.link, self.places)).encode()) % 10**9


class CoursePage(Model):
    """A page that one reads in a course, and in which order."""

    course_id: Mapped[int] = mapped_column(ForeignKey("course.id", ondelete="CASCADE"), primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), primary_key=True, index=True)
    position: Mapped[int] = mapped_column(default=0)
    page: Mapped[Page] = relationship()


class CourseInterest(Model):
    """Somebody who would like to take a course, and is told when it is given."""

    course_id: Mapped[int] = mapped_column(ForeignKey("course.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, index=True)
    since: Mapped[datetime]
    account: Mapped[Account] = relationship()


class CourseRead(Model):
    """A page of a course that somebody has read."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["course_id", "page_id"], ["course_page.course_id", "course_page.page_id"], ondelete="CASCADE"
        ),
    )

    course_id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, index=True)
    read_at: Mapped[datetime]


class CourseDone(Model):
    """Somebody who has done a course. ``noted_by`` is the leader who saw them there; nobody, they say so themselves."""

    course_id: Mapped[int] = mapped_column(ForeignKey("course.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, index=True)
    done_at: Mapped[datetime]
    noted_by: Mapped[str] = mapped_column(default="")
    account: Mapped[Account] = relationship()
