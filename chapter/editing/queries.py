"""Reads for those who write pages: a page with its words, all pages without theirs, and earlier versions."""

from collections import defaultdict
from datetime import date

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from chapter.access import Permission, permissions_of
from chapter.accounts.models import Account
from chapter.db import db, rows
from chapter.editing.models import SameAs
from chapter.editing.rules_duties import Sheet, Written
from chapter.errors import Missing
from chapter.handbook.models import Page, Revision, Wording
from chapter.handbook.rules import Section
from chapter.i18n import LANGUAGES, language

PAGE = 50
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
        select(*facts, Page.owner_id, Page.check_by, *words, published.written_at, SameAs.at)
        .outerjoin(Wording, Wording.page_id == Page.id)
        .outerjoin(newest, newest.id == Wording.newest_id)
        .outerjoin(published, published.id == Wording.published_id)
        .outerjoin(SameAs, and_(SameAs.page_id == Page.id, SameAs.language == Wording.language))
        .order_by(Page.position, Page.id)
    )
    if sections:
        query = query.where(Page.section.in_(sections))
    if page_id is not None:
        query = query.where(Page.id == page_id)
    known: dict[int, tuple] = {}
    wordings: dict[int, dict[str, Written]] = defaultdict(dict)
    for row in rows(query):
        known[row[0]] = tuple(row[:9])
        if row[9]:
            wordings[row[0]][row[9]] = Written(*row[10:])
    return [Sheet(*facts_of, wordings=wordings[id]) for id, facts_of in known.items()]


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


def revisions(of: Page, code: str, number: int) -> "tuple[list[Revision], bool]":
    """One page of the versions, newest first, each without its words; and whether there are older ones."""
    theirs = select(Revision).where(Revision.page_id == of.id, Revision.language == code)
    newest = theirs.order_by(Revision.id.desc()).offset((number - 1) * PAGE).limit(PAGE + 1)
    found = list(db.session.scalars(newest))
    return found[:PAGE], len(found) > PAGE


def before(later: Revision) -> Revision | None:
    """The version before ``later``."""
    same = Revision.page_id == later.page_id, Revision.language == later.language
    earlier = select(Revision).where(*same, Revision.id < later.id).order_by(Revision.id.desc()).limit(1)
    return db.session.scalars(earlier).one_or_none()


def as_it_was(of: Page, code: str, moment: object) -> Revision | None:
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
    due = select(Page).where(Page.owner_id.is_not(None), Page.check_by <= today)
    return list(db.session.scalars(due.order_by(Page.owner_id, Page.check_by, Page.id)))
