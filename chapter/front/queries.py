"""Reads: what stands on the front page, and what anybody may read here."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple, TypeVar

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select, select
from sqlalchemy.orm import aliased, joinedload

from chapter.access import Audience
from chapter.courses.queries import course
from chapter.db import db
from chapter.errors import Missing
from chapter.front.models import FrontPage, News
from chapter.front.rules import HIDDEN, arranged
from chapter.groups.models import Group
from chapter.groups.queries import open_groups
from chapter.handbook.models import Page, Revision, Wording
from chapter.handbook.rules import Section, slug
from chapter.i18n import in_language, language, speaking
from chapter.resources.queries import resource
from chapter.settings.queries import chapter
from chapter.signup.models import SignupLink
from chapter.signup.queries import open_links

IN_SHORT, A_PAGE = 3, 20
Placed = TypeVar("Placed", SignupLink, Group)


class Public(NamedTuple):
    """A page that somebody may read: its address, its title in each language that it has, when it last changed."""

    path: str
    titles: dict[str, str]
    changed_at: datetime | None = None


def front_page(for_change: bool = False) -> FrontPage | None:
    """The front page as somebody has made it, if anybody has."""
    query = select(FrontPage).where(FrontPage.id == 1).options(joinedload(FrontPage.picture))
    return db.session.scalars(query.with_for_update() if for_change else query).one_or_none()


def in_order(kept: Collection[str], there: Sequence[Placed], is_shown: bool = True) -> list[tuple[Placed, bool]]:
    """The links or groups that are ``there``, each in its place and whether it is shown."""
    by_id = {str(thing.id): thing for thing in there}
    return [(by_id[n.removeprefix(HIDDEN)], n[0] != HIDDEN) for n in arranged(kept, list(by_id), is_shown)]


def links(page: FrontPage | None, now: datetime) -> list[tuple[SignupLink, bool]]:
    """The open sign-up links in the front page's order; new ones come last."""
    return in_order(page.arranged.get("links", []) if page else [], open_links(now))


def groups(page: FrontPage | None) -> list[tuple[Group, bool]]:
    """The groups in the front page's order; strangers read of none that nobody has put there."""
    return in_order(page.arranged.get("groups", []) if page else [], open_groups(), is_shown=False)


def readable(readers: Collection[Audience]) -> Select[News]:
    """The news that ``readers`` may read, in order: what is pinned first, then the newest."""
    published = select(News).where(News.is_published, News.audience.in_(readers))
    return published.order_by(News.is_pinned.desc(), News.day.desc(), News.id.desc())


def in_short(readers: Collection[Audience]) -> Sequence[News]:
    """The first few news."""
    return db.session.scalars(readable(readers).limit(IN_SHORT)).all()


def news_page(readers: Collection[Audience], number: int) -> Pagination:
    """The news, so many at a time."""
    return db.paginate(readable(readers), page=number, per_page=A_PAGE)


def all_news(number: int) -> Pagination:
    """Drafts and what is published, for those who write."""
    order = News.is_published, News.is_pinned.desc(), News.day.desc(), News.id.desc()
    return db.paginate(select(News).order_by(*order), page=number, per_page=A_PAGE)


def news_for(readers: Collection[Audience], news_id: int) -> News:
    """One of the news, if ``readers`` may read it; raises Missing."""
    found = db.session.scalars(readable(readers).where(News.id == news_id)).one_or_none()
    if found is None:
        raise Missing
    return found


def any_news(news_id: int, for_change: bool = False) -> News:
    """One of the news, also a draft; raises Missing."""
    query = select(News).where(News.id == news_id)
    found = db.session.scalars(query.with_for_update() if for_change else query).one_or_none()
    if found is None:
        raise Missing
    return found


def named(news: News) -> str:
    """The end of its address: number and title, the same in every language."""
    return f"{news.id}-{slug(next((title for title in news.title.values() if title), ''))}"


def about_pages(readers: Collection[Audience]) -> list[Public]:
    """The pages about the chapter that ``readers`` may read, in order."""
    return list(_pages(Page.section == Section.ABOUT, Page.audience.in_(readers)))


def public_pages() -> list[Public]:
    """The pages that anybody may read, of every section."""
    return list(_pages(Page.audience == Audience.PUBLIC))


def _pages(*which: object) -> Iterator[Public]:
    """Published pages with their titles, in one query."""
    read = aliased(Revision)
    query = select(Page.section, Page.slug, Wording.language, read.title, read.written_at).where(*which)  # type: ignore[arg-type]
    query = query.join(Wording, Wording.page_id == Page.id).join(read, read.id == Wording.published_id)
    found: dict[str, Public] = {}
    for section, name, code, title, at in db.session.execute(query.order_by(Page.section, Page.position, Page.id)):
        path = f"/{section}/{name}"
        there = found.get(path, Public(path, {}))
        changed = max(at, there.changed_at) if there.changed_at else at
        found[path] = Public(path, {**there.titles, code: title}, changed)
    yield from found.values()


def public_news() -> Sequence[News]:
    """All news that anybody may read."""
    return db.session.scalars(readable({Audience.PUBLIC})).all()


def title(kind: str, number: int, code: str) -> str:
    """The title of what anybody may read, in a language; raises Missing for what isn't public, or isn't there."""
    found = _titles(kind, number)
    if not found:
        raise Missing
    if code == language():
        return in_language(found)
    with speaking(code):
        return in_language(found)


def _titles(kind: str, number: int) -> dict[str, str]:
    """A title in its languages; nothing if there is none for strangers."""
    if kind == "front":
        page = front_page()
        return page.heading if page and any(page.heading.values()) else {chapter().language: chapter().name}
    if kind == "news":
        return news_for({Audience.PUBLIC}, number).title
    if kind == "signup":
        return db.session.scalar(select(SignupLink.title).where(SignupLink.id == number)) or {}
    if kind == "resource":
        return resource(number, {Audience.PUBLIC}).title
    if kind == "course":
        return course(number, frozenset({Audience.PUBLIC})).title
    pages = _pages(Page.id == number, Page.audience == Audience.PUBLIC) if kind == "page" else iter(())
    return next(pages, Public("", {})).titles
