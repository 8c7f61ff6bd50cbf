"""The chapter, and the texts that people consented to."""

from datetime import datetime, time

from sqlalchemy.orm import Mapped, mapped_column

from chapter.db import LocalText, Model, Words, intpk
from chapter.settings.rules import CallingHours, Office


class Chapter(Model):
    """The one chapter of this installation (its id is 1)."""

    id: Mapped[intpk]
    name: Mapped[str]
    country: Mapped[str]
    language: Mapped[str]
    accent: Mapped[str] = mapped_column(default="#0b5d52")
    about: Mapped[LocalText]
    contact_name: Mapped[str] = mapped_column(default="")
    contact_email: Mapped[str] = mapped_column(default="")
    contact_phone: Mapped[str] = mapped_column(default="")
    session_days: Mapped[int] = mapped_column(default=30)
    is_demo: Mapped[bool] = mapped_column(default=False)
    around_the_clock: Mapped[bool] = mapped_column(default=False)
    weekday_from: Mapped[time | None] = mapped_column(default=time(9))
    weekday_to: Mapped[time | None] = mapped_column(default=time(21))
    saturday_from: Mapped[time | None]
    saturday_to: Mapped[time | None]
    sunday_from: Mapped[time | None]
    sunday_to: Mapped[time | None]
    fee_due_month: Mapped[int] = mapped_column(default=6, server_default="6")
    fee_due_day: Mapped[int] = mapped_column(default=30, server_default="30")
    leavers_kept: Mapped[int] = mapped_column(default=6, server_default="6")
    """For how many months; in Norway the rules say it."""

    @property
    def calling_hours(self) -> CallingHours:
        """When people may be rung."""

        def pair(start: time | None, end: time | None) -> tuple[time, time] | None:
            return (start, end) if start is not None and end is not None else None

        return CallingHours(
            pair(self.weekday_from, self.weekday_to),
            pair(self.saturday_from, self.saturday_to),
            pair(self.sunday_from, self.sunday_to),
            self.around_the_clock,
        )


class Contact(Model):
    """Whom pages name for an office; where it isn't filled in, somebody with that role stands in."""

    office: Mapped[Office] = mapped_column(Words(Office), primary_key=True)
    name: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")


class ConsentText(Model):
    """A version of the text that people consent to; it is never changed, only followed by another."""

    id: Mapped[intpk]
    text: Mapped[LocalText]
    written_at: Mapped[datetime]
