"""Reads for those who write pages: a page with its words, all pages without theirs, and earlier versions."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from chapter.access import Permission, permissions_of
from chapter.accounts.models import Account
from chapter.db import db, rows
from chapter.editing.models import SameAs
from chapter.editing.rules_duties import Sheet, Written
from chapter.errors import Missing
from chapter.handbook.models import Page, Revision, Shipped, Wording
from chapter.handbook.rules import Section
from chapter.i18n import LANGUAGES, language
from chapter.media.models import Medium, MediumUse

PAGE = 20
"""Versions at a time."""
FOUND = 12
"""So many pages are offered when one looks for one."""


def page(page_id: int, for_change: bool = False) -> Page:
    """The page with its versions of now; those who write see all pages."""
    words = selectinload(Page.wordings).options(joinedload(Wording.newest), joinedload(Wording.published))
    wanted = select(Page).where(Page.id == page_id).options(words)
    if for_change:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = db.session.scalars(wanted).one_or_none()
    if found is None:
        raise Missing
    return found


def title(found: Page, spoken: str | None = None) -> str:
    """What a page is called in ``spoken`` (the reader's language), else in another."""
    wording = found.wording(spoken or language()) or next(iter(found.wordings), None)
    return wording.newest.title if wording else found.slug


def spoken(code: str) -> str:
    """``code`` if it is one of our languages; raises Missing."""
    if code not in LANGUAGES:
        raise Missing
    return code


def sheets(*sections: Section, page_id: int | None = None) -> list[Sheet]:
    """All pages without their words (of ``sections``, if some are named), in one query; or one page."""
    newest, published = aliased(Revision), aliased(Revision)
    facts = (Page.id, Page.section, Page.slug, Page.parent_id, Page.position, Page.audience, Page.shipped)
    words = (Wording.language, newest.title, newest.id, Wording.published_id, newest.written_at, newest.by)
    query = (
        select(*facts, Page.owner_id, Page.check_by, *words, published.written_at, SameAs.at, Shipped.is_newer)
        .outerjoin(Wording, Wording.page_id == Page.id)
        .outerjoin(newest, newest.id == Wording.newest_id)
        .outerjoin(published, published.id == Wording.published_id)
        .outerjoin(SameAs, and_(SameAs.page_id == Page.id, SameAs.language == Wording.language))
        .outerjoin(Shipped, and_(Shipped.key == Page.shipped, Shipped.language == Wording.language))
        .order_by(Page.position, Page.id)
    )
    if sections:
        query = query.where(Page.section.in_(sections))
    if page_id is not None:
        query = query.where(Page.id == page_id)
    known: dict[int, Any] = {}
    wordings: dict[int, dict[str, Written]] = defaultdict(dict)
    for row in rows(query):
        values: Any = tuple(row)
        about, (code, *written) = values[:9], values[9:]
        known[about[0]] = about
        if code:
            wordings[about[0]][code] = Written(*written)
    return [Sheet._make((*about, wordings[id])) for id, about in known.items()]


def found(pages: list[Sheet], words: str) -> list[Sheet]:
    """The first of ``pages`` whose title in some language, or name, has all ``words``."""
    wanted = words.casefold().split()

    def has_them(sheet: Sheet) -> bool:
        said = " ".join([sheet.name, *(written.title for written in sheet.wordings.values())]).casefold()
        return all(word in said for word in wanted)

    return [sheet for sheet in pages if has_them(sheet)][:FOUND]


def revision(of: Page, code: str, revision_id: int) -> Revision:
    """A version of a page in one language; raises Missing."""
    found = db.session.get(Revision, revision_id)
    if found is None or (found.page_id, found.language) != (of.id, code):
        raise Missing
    return found


def began_from(of: Page, code: str, revision_id: int) -> Revision | None:
    """The version that a writer says to have begun from, if there is such a one."""
    try:
        return revision(of, code, revision_id)
    except Missing:
        return None


def revisions(of: Page, code: str, number: int) -> Pagination:
    """One page of the versions, newest first."""
    theirs = select(Revision).where(Revision.page_id == of.id, Revision.language == code)
    return db.paginate(theirs.order_by(Revision.id.desc()), page=number, per_page=PAGE, error_out=False)


def before(later: Revision) -> Revision | None:
    """The version before ``later``."""
    same = Revision.page_id == later.page_id, Revision.language == later.language
    earlier = select(Revision).where(*same, Revision.id < later.id).order_by(Revision.id.desc()).limit(1)
    return db.session.scalars(earlier).one_or_none()


def as_it_was(of: Page, code: str, moment: datetime) -> Revision | None:
    """What readers may have read in ``code`` at ``moment``: the newest version of then."""
    same = Revision.page_id == of.id, Revision.language == code, Revision.written_at <= moment
    return db.session.scalars(select(Revision).where(*same).order_by(Revision.id.desc()).limit(1)).one_or_none()


def writers() -> list[Account]:
    """Those who may write pages, by name; with their roles."""
    query = select(Account).where(Account.given.any(), Account.confirmed_at.is_not(None))
    accounts = db.session.scalars(query.options(joinedload(Account.given)).order_by(func.lower(Account.name))).unique()
    return [account for account in accounts if Permission.PAGES_WRITE in permissions_of(account.roles)]


def to_check(today: date) -> list[Page]:
    """The pages with an owner whose day has come, by owner."""
    words = selectinload(Page.wordings).joinedload(Wording.newest).load_only(Revision.title)
    due = select(Page).where(Page.owner_id.is_not(None), Page.check_by <= today).options(words)
    return list(db.session.scalars(due.order_by(Page.owner_id, Page.check_by, Page.id)))


def children(of: Page) -> list[Page]:
    """The pages that stand right under a page."""
    words = selectinload(Page.wordings).options(joinedload(Wording.newest))
    query = select(Page).where(Page.parent_id == of.id).options(words)
    return list(db.session.scalars(query.order_by(Page.position, Page.id)))


def linking_to(of: Page) -> list[Page]:
    """The pages whose newest or published text links to a page."""
    names = [f"](page:{name}{end}" for name in filter(None, (str(of.id), of.shipped)) for end in ")#"]
    shown = or_(Wording.newest_id == Revision.id, Wording.published_id == Revision.id)
    texts = select(Revision.page_id).join(Wording, and_(Wording.page_id == Revision.page_id, shown))
    linking = texts.where(or_(*(Revision.text.contains(name, autoescape=True) for name in names)))
    words = selectinload(Page.wordings).options(joinedload(Wording.newest))
    query = select(Page).where(Page.id.in_(linking), Page.id != of.id).options(words)
    return list(db.session.scalars(query.order_by(Page.id).limit(100)))


def pictures(of: Page) -> list[Medium]:
    """The pictures and files that a page shows."""
    used = select(MediumUse.medium_id).where(MediumUse.source == f"page:{of.id}")
    return list(db.session.scalars(select(Medium).where(Medium.id.in_(used)).order_by(Medium.name)))
