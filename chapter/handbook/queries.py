"""Reads: pages, as far as who asks may read them, and where they stand."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload, selectinload

from chapter.access import Audience
from chapter.db import db, rows
from chapter.errors import Missing
from chapter.handbook.models import OldAddress, Page, Revision, Wording
from chapter.handbook.rules import Section, chosen, in_order


class Place(NamedTuple):
    """Where a page stands."""

    id: int
    parent_id: int | None
    position: int


class Line(NamedTuple):
    """A page in a list: its title, and the language that that is in."""

    id: int
    section: Section
    slug: str
    language: str
    title: str
    text: str = ""
    shipped: str | None = None


Readers = Collection[Audience]


def seen_by(readers: Readers) -> tuple[ColumnElement[bool], ...]:
    """What ``readers`` may read: it is for them, and published in some language."""
    is_published = select(Wording.page_id).where(Wording.page_id == Page.id, Wording.published_id.is_not(None))
    return Page.audience.in_(readers), is_published.exists()


def page(section: Section, slug: str, readers: Readers, drafts: bool = False) -> Page:
    """The page at an address, with all that is shown of it; with ``drafts`` also one that nobody reads yet."""
    allowed = (Page.audience.in_(readers),) if drafts else seen_by(readers)
    versions = selectinload(Page.wordings)
    query = (
        select(Page)
        .where(Page.section == section, Page.slug == slug, *allowed)
        .options(joinedload(Page.owner), versions.joinedload(Wording.published), versions.joinedload(Wording.newest))
    )
    found = db.session.scalars(query).unique().one_or_none()
    if found is None:
        raise Missing
    return found


def moved(section: Section, slug: str, readers: Readers) -> Page | None:
    """The page that once had this address, if ``readers`` may read it."""
    query = select(Page).join(OldAddress, OldAddress.page_id == Page.id)
    return db.session.scalars(
        query.where(OldAddress.section == section, OldAddress.slug == slug, *seen_by(readers))
    ).one_or_none()


def shipped(key: str, readers: Readers) -> Page | None:
    """The page made of the text ``key`` that came with the program."""
    return db.session.scalars(select(Page).where(Page.shipped == key, *seen_by(readers))).one_or_none()


def tree(section: Section, readers: Readers) -> list[tuple[Place, int]]:
    """All pages of a section that ``readers`` may read, in order and with their depth; without their words."""
    query = select(Page.id, Page.parent_id, Page.position).where(Page.section == section, *seen_by(readers))
    return in_order(Place(*row) for row in rows(query))


def lines(ids: Collection[int], language: str) -> dict[int, Line]:
    """The titles of these pages, each in ``language`` if it can be read in that, by id."""
    return _in(language, _published().where(Page.id.in_(ids)))


def texts(ids: Sequence[int], language: str) -> dict[int, Line]:
    """These pages with their texts."""
    return _in(language, _published(Revision.text, Page.shipped).where(Page.id.in_(ids)))


def standpoints(readers: Readers, language: str) -> list[Line]:
    """What the chapter says about this and that, in no order."""
    found = _published().where(Page.section == Section.STANDPOINTS, Page.audience.in_(readers))
    return list(_in(language, found).values())


def _published(*more: ColumnElement | object) -> Select:
    return (
        select(Page.id, Page.section, Page.slug, Wording.language, Revision.title, *more)
        .join(Wording, Wording.page_id == Page.id)
        .join(Revision, Revision.id == Wording.published_id)
    )


def _in(language: str, query: Select) -> dict[int, Line]:
    by_page: dict[int, dict[str, Line]] = {}
    for row in db.session.execute(query):
        line = Line(*row)
        by_page.setdefault(line.id, {})[line.language] = line
    return {id: versions[chosen(versions, language) or language] for id, versions in by_page.items()}
