"""Reads: the chapter and what holds for it."""

from datetime import date, datetime

from sqlalchemy import select

from chapter import i18n
from chapter.db import db
from chapter.settings.models import Chapter, ConsentText, Contact
from chapter.settings.rules import Office, is_open, opens_at
from chapter.settings.rules_holidays import public_holidays

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
