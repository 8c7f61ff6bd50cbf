"""The chapter, and the texts that people consented to."""

from datetime import datetime, time
from json import dumps
from typing import Any

from sqlalchemy import JSON, ForeignKey, false, text, true
from sqlalchemy.orm import Mapped, mapped_column

from chapter.db import LocalText, Model, Words, intpk
from chapter.settings.rules import Office
from chapter.settings.rules_hours import CallingHours

OFFERED = ("sv", "nb")


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
    needs_factor: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Whether those who see the register need a second step to sign in."""
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
    languages: Mapped[list[str]] = mapped_column(default=lambda: [*OFFERED], server_default=text(f"'{dumps(OFFERED)}'"))
    """Those that pages are offered in; there is always one."""
    logo_id: Mapped[int | None] = mapped_column(ForeignKey("medium.id", ondelete="SET NULL"))
    logo_alt: Mapped[str] = mapped_column(default="", server_default=text("''"))
    logo_has_name: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether the chapter's name can be read in the logo, and needn't stand beside it."""
    first_steps: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    """Those of the first evening's steps that are done; None when all are, or when nobody wants to see them."""

    def spoken(self, wanted: str | None) -> str:
        """``wanted`` if the chapter speaks it, else the chapter's own language."""
        return wanted if wanted in self.languages else self.language

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


class SettingChange(Model):
    """What somebody changed in one go: for each thing (“accent”, “call_leader.phone”) what it was and what it became.

    ``room`` is the page of the settings that it stands on. ``undoes_id`` is the change that it takes back.
    """

    id: Mapped[intpk]
    room: Mapped[str] = mapped_column(index=True)
    at: Mapped[datetime] = mapped_column(index=True)
    by: Mapped[str] = mapped_column(default="")
    what: Mapped[dict[str, Any]]
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("setting_change.id", ondelete="SET NULL"))


class ConsentText(Model):
    """A version of the text that people consent to; it is never changed, only followed by another."""

    id: Mapped[intpk]
    text: Mapped[LocalText]
    written_at: Mapped[datetime]
