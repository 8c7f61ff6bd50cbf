"""Writes: what pages say, and where they stand. Each tells the search and the pictures what has become of it."""

from datetime import datetime

from sqlalchemy import delete, func, select, update

from chapter import i18n
from chapter.access import Audience
from chapter.db import db
from chapter.errors import Refused
from chapter.handbook import placeholders, syntax
from chapter.handbook.models import OldAddress, Page, Revision, Wording
from chapter.handbook.rules import Section, may_stand_under, slug
from chapter.i18n import lazy
from chapter.lookup import actions as lookup
from chapter.media import actions as media


class Outdated(Refused):
    """Somebody else has written since the writer opened the page."""

    words = lazy("Somebody else has changed the page since you opened it.")


class IsAbove(Refused):
    """A page can’t stand under itself."""

    words = lazy("A page can’t stand under itself or under one of its own pages.")


def make(
    section: Section, title: str, audience: Audience, now: datetime, parent: Page | None = None, shipped: str = ""
) -> Page:
    """A page that says nothing yet, last among its siblings; its address is made of ``title``."""
    siblings = select(func.coalesce(func.max(Page.position), -1)).where(
        Page.section == section, Page.parent_id == (parent.id if parent else None)
    )
    page = Page(section=section, slug=slug(title, _taken(section)), audience=audience, created_at=now)
    page.parent_id, page.shipped = parent.id if parent else None, shipped or None
    page.position = (db.session.scalar(siblings) or 0) + 1
    db.session.add(page)
    db.session.flush()
    return page


def write(
    page: Page, language: str, title: str, text: str, by: str, now: datetime, seen: int | None = None
) -> Revision:
    """A new version of ``page``, a draft until it is published; ``seen`` is the version that the writer began from,
    0 for none. What says nothing new is no version. Raises Outdated."""
    wording = page.wording(language)
    if seen is not None and seen != (wording.newest_id if wording else 0):
        raise Outdated
    if wording and (wording.newest.title, wording.newest.text) == (title, text):
        return wording.newest
    revision = Revision(page_id=page.id, language=language, title=title, text=text, written_at=now, by=by)
    db.session.add(revision)
    db.session.flush()
    if wording is None:
        page.wordings.append(Wording(language=language, newest=revision))
    else:
        wording.newest = revision
    db.session.flush()
    return revision


def publish(page: Page, language: str) -> None:
    """Readers see the newest version."""
    wording = page.wording(language)
    if wording is not None:
        wording.published = wording.newest
    tell(page)


def hide(page: Page, language: str) -> None:
    """Readers no longer see the page in ``language``; it is a draft again."""
    wording = page.wording(language)
    if wording is not None:
        wording.published = None
    tell(page)


def tell(page: Page) -> None:
    """Tell the search what can be read of ``page`` now, and the pictures who may see them.

    Pictures of drafts are for officers: those who write pages are.
    """
    db.session.flush()
    source, shown, drafts = f"page:{page.id}", [], []
    lookup.drop(source)
    for wording in page.wordings:
        drafts.append(wording.newest.text)
        if (revision := wording.published) is not None:
            shown.append(revision.text)
            kind = "standpoint" if page.section is Section.STANDPOINTS else "page"
            address = f"/{page.section}/{page.slug}"
            with i18n.speaking(wording.language):
                plain = syntax.plain(revision.text, placeholders.kept)
            lookup.put(source, wording.language, kind, page.audience, revision.title, plain, address)
    media.use(source, page.audience, media.named_in(*shown))
    media.use(f"draft:{page.id}", Audience.OFFICERS, media.named_in(*drafts))


def put(page: Page, parent_id: int | None, position: int) -> None:
    """Put ``page`` under another (None: at the top), ``position`` places from its first; raises IsAbove."""
    pages = db.session.scalars(select(Page).where(Page.section == page.section).with_for_update()).all()
    if not may_stand_under(page.id, parent_id, pages):
        raise IsAbove
    page.parent_id = parent_id
    siblings = sorted(
        (p for p in pages if p.parent_id == parent_id and p is not page), key=lambda p: (p.position, p.id)
    )
    siblings.insert(max(position, 0), page)
    for place, sibling in enumerate(siblings):
        sibling.position = place
    db.session.flush()


def move(page: Page, section: Section, wanted: str) -> None:
    """Give ``page`` another address; the old one leads there from now on."""
    if page.section is not section:
        page.parent_id = None
        db.session.execute(update(Page).where(Page.parent_id == page.id).values(parent_id=None))
    new = slug(wanted, _taken(section, page))
    if (page.section, page.slug) == (section, new):
        return
    old = OldAddress(section=page.section, slug=page.slug, page_id=page.id)
    db.session.execute(delete(OldAddress).where(OldAddress.section == section, OldAddress.slug == new))
    page.section, page.slug = section, new
    db.session.merge(old)
    tell(page)


def remove(page: Page) -> None:
    """Delete ``page`` with all its versions; its own pages move up to where it stood."""
    lookup.drop(f"page:{page.id}")
    for source in (f"page:{page.id}", f"draft:{page.id}"):
        media.use(source, page.audience, ())
    db.session.execute(update(Page).where(Page.parent_id == page.id).values(parent_id=page.parent_id))
    db.session.delete(page)
    db.session.flush()


def _taken(section: Section, but: Page | None = None) -> set[str]:
    """The addresses that lead to a page other than ``but``."""
    pages = select(Page.slug).where(Page.section == section, Page.id != (but.id if but else 0))
    old = select(OldAddress.slug).where(OldAddress.section == section, OldAddress.page_id != (but.id if but else 0))
    return set(db.session.scalars(pages.union(old)))
