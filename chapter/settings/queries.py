"""Reads: the chapter and what holds for it."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, select

from chapter import i18n
from chapter.db import db
from chapter.errors import Missing
from chapter.settings.models import Chapter, ConsentText, Contact, SettingChange
from chapter.settings.rules import Office
from chapter.settings.rules_holidays import public_holidays
from chapter.settings.rules_hours import is_open, opens_at

_CHAPTER = select(Chapter).where(Chapter.id == 1)


def chapter() -> Chapter:
    """The chapter; read once in a session."""
    session = db.session()
    kept: Chapter | None = session.info.get("chapter")
    if kept is None or kept not in session:
        kept = session.info["chapter"] = session.scalars(_CHAPTER).one_or_none()
    return kept  # type: ignore[return-value]


def contacts() -> dict[Office, Contact]:
    """Whom pages name for each office, as far as it is filled in."""
    return {contact.office: contact for contact in db.session.scalars(select(Contact))}


def consent_text() -> ConsentText:
    """The newest version of the text that people consent to."""
    return db.session.scalars(db.select(ConsentText).order_by(ConsentText.id.desc()).limit(1)).one()


def consent_texts() -> list[ConsentText]:
    """All versions, newest first."""
    return list(db.session.scalars(db.select(ConsentText).order_by(ConsentText.id.desc())))


def newest(room: str) -> int:
    """The newest change of what stands on the page ``room``; 0 if there has been none."""
    return db.session.scalar(select(func.max(SettingChange.id)).where(SettingChange.room == room)) or 0


def setting_change(change_id: int) -> SettingChange:
    """A change; raises Missing."""
    found = db.session.get(SettingChange, change_id)
    if found is None:
        raise Missing
    return found


def changes_after(change: SettingChange) -> Sequence[SettingChange]:
    """What has been changed since."""
    return db.session.scalars(select(SettingChange).where(SettingChange.id > change.id)).all()


def changes_of(room: str, after: int, most: int = 20) -> Sequence[SettingChange]:
    """What has been changed on the page ``room`` since the change ``after``, newest first."""
    theirs = select(SettingChange).where(SettingChange.room == room, SettingChange.id > after)
    return db.session.scalars(theirs.order_by(SettingChange.id.desc()).limit(most)).all()


def latest_changes(most: int) -> Sequence[SettingChange]:
    """What was changed last, newest first."""
    return db.session.scalars(select(SettingChange).order_by(SettingChange.id.desc()).limit(most)).all()


def is_holiday(day: date) -> bool:
    """Whether ``day`` is a public holiday in the chapter's country."""
    return day in public_holidays(chapter().country, day.year)


def calling_is_open(now: datetime) -> bool:
    """Whether people may be rung now."""
    return is_open(chapter().calling_hours, i18n.local(now), is_holiday)


def calling_opens_at(now: datetime) -> datetime | None:
    """When people may next be rung: ``now`` if they may; None if the chapter has no hours at all."""
    return opens_at(chapter().calling_hours, i18n.local(now), is_holiday)


@i18n.source("chapter")
def _language() -> str | None:
    found = chapter()
    return found.language if found else None


@i18n.source("country")
def _country() -> str | None:
    found = chapter()
    return found.country if found else None


@i18n.offers
def _languages() -> list[str] | None:
    found = chapter()
    return found.languages if found else None
