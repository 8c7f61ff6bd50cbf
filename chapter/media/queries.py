"""Reads: what was uploaded, for those who may see it."""

from collections.abc import Collection

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import exists, func, or_, select

from chapter.access import Audience
from chapter.db import db
from chapter.errors import Missing
from chapter.media.models import Medium, MediumUse
from chapter.media.rules import ENDINGS, Family, family

PAGE = 24


def seen_by(medium_id: int, audiences: Collection[Audience], is_writer: bool) -> Medium:
    """A medium that something shows to one of ``audiences``; writers see all."""
    found = select(Medium).where(Medium.id == medium_id)
    if not is_writer:
        uses = MediumUse.medium_id == Medium.id, MediumUse.audience.in_(audiences)
        found = found.where(exists().where(*uses))
    return _one(db.session.scalars(found).one_or_none())


def is_for_all(medium: Medium) -> bool:
    """Whether strangers may see it, too."""
    uses = MediumUse.medium_id == medium.id, MediumUse.audience == Audience.PUBLIC
    return bool(db.session.scalar(select(exists().where(*uses))))


def medium(medium_id: int) -> Medium:
    """A medium; for writers."""
    return _one(db.session.get(Medium, medium_id))


def _one(found: Medium | None) -> Medium:
    if found is None:
        raise Missing
    return found


def media(words: str = "", only: Family | None = None, page: int = 1) -> Pagination:
    """One page of what was uploaded, newest first: those whose names have ``words`` in them, of one family."""
    found = select(Medium).order_by(Medium.uploaded_at.desc(), Medium.id.desc())
    if words:
        ways = {words, words.lower(), words.capitalize(), words.upper()}  # SQLite knows only the capitals of English
        found = found.where(or_(*(func.lower(Medium.name).contains(way, autoescape=True) for way in ways)))
    if only:
        found = found.where(Medium.mimetype.in_([kind for kind in ENDINGS if family(kind) is only]))
    return db.paginate(found, page=page, per_page=PAGE, error_out=False)


def named(media_ids: Collection[int]) -> dict[int, Medium]:
    """The media with these numbers, by number; for whoever shows them and has said so with ``actions.use``."""
    return {found.id: found for found in db.session.scalars(select(Medium).where(Medium.id.in_(media_ids)))}


def uses(media_ids: Collection[int]) -> dict[int, list[str]]:
    """What shows them (“page:12”), by number."""
    found: dict[int, list[str]] = {id: [] for id in media_ids}
    rows = select(MediumUse.medium_id, MediumUse.source).where(MediumUse.medium_id.in_(media_ids))
    for medium_id, source in db.session.execute(rows.order_by(MediumUse.source)):
        found[medium_id].append(source)
    return found
