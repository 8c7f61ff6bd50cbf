"""Writes: drafts and published pages, earlier versions that come back, who looks after what, and where pages stand."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlalchemy import select

from chapter.access import Audience
from chapter.accounts.models import Account
from chapter.db import db
from chapter.editing import queries
from chapter.editing.models import SameAs
from chapter.editing.rules import AGAIN_AFTER, Way, check_after, ways
from chapter.editing.rules_duties import is_behind
from chapter.handbook import actions as handbook
from chapter.handbook import shipping
from chapter.handbook.actions import Outdated
from chapter.handbook.models import Page, Revision
from chapter.handbook.rules import Section
from chapter.i18n import LANGUAGES, local

TWICE = timedelta(minutes=10)
"""The same page, begun again by the same writer within this, is the same button pressed twice."""


def begin(
    section: Section,
    language: str,
    title: str,
    text: str,
    audience: Audience,
    parent: Page | None,
    by: str,
    now: datetime,
) -> Page:
    """A new page with its first version, a draft; pressing twice makes one page."""
    same = Revision.title == title, Revision.text == text, Revision.by == by, Revision.language == language
    just_now = select(Page).join(Revision, Revision.page_id == Page.id).where(*same, Page.created_at >= now - TWICE)
    if made := db.session.scalars(just_now.where(Page.section == section).limit(1)).first():
        return made
    page = handbook.make(section, title, audience, now, None if section is Section.STANDPOINTS else parent)
    handbook.write(page, language, title, text, by, now, seen=0)
    handbook.tell(page)
    return page


def save(
    page: Page, language: str, title: str, text: str, seen: int, by: str, now: datetime, says_the_same: bool = False
) -> Revision:
    """A new version of ``page``, a draft; raises Outdated, unless what others wrote since is just this.

    Who writes where a page lags behind has caught up with the other language, which lags behind no more by that.
    """
    wording = page.wording(language)
    if wording and (wording.newest.title, wording.newest.text) == (title, text):
        seen = wording.newest_id
    known = next(iter(queries.sheets(page_id=page.id))).wordings
    if says_the_same or is_behind(known, language):
        say_the_same(page, now, *(other for other in LANGUAGES if other != language))
    revision = handbook.write(page, language, title, text, by, now, seen)
    handbook.tell(page)
    return revision


def publish(page: Page, language: str, seen: int) -> None:
    """Readers see the version ``seen``, if it is still the newest; raises Outdated."""
    wording = page.wording(language)
    if wording is None or wording.newest_id != seen:
        raise Outdated
    handbook.publish(page, language)


def hide(page: Page, language: str) -> None:
    """Take ``page`` from the readers of one language."""
    handbook.hide(page, language)


def show_again(page: Page, language: str, revision: Revision) -> None:
    """Let readers see a version that they saw before it was hidden; unless they see another by now."""
    wording = page.wording(language)
    if wording is not None and wording.published_id is None:
        wording.published = revision
        handbook.tell(page)


def restore(page: Page, language: str, earlier: Revision, by: str, now: datetime) -> int:
    """Write what an earlier version said as the newest, for readers too if they saw the newest; gives which that was.

    What is undone so becomes a version like any other.
    """
    wording = page.wording(language)
    replaced, was_seen = (wording.newest_id, not wording.is_changed) if wording else (earlier.id, False)
    handbook.write(page, language, earlier.title, earlier.text, by, now)
    if was_seen:
        handbook.publish(page, language)
    handbook.tell(page)
    return replaced


def take_newer(page: Page, language: str, now: datetime) -> None:
    """Let the page say what the program's newer text says, for readers too if they see it; nobody wrote that here, so
    that it follows the program from now on."""
    text, wording = shipping.newer(page, language), page.wording(language)
    if text is not None and wording is not None:
        is_seen = wording.published_id is not None
        handbook.write(page, language, text.title, text.text, "", now)
        shipping.put_aside(page, language)
        if is_seen:
            handbook.publish(page, language)
        handbook.tell(page)


def keep_ours(page: Page, language: str) -> None:
    """Let the page say what it says, though the program has a newer text; until there is a newer one still."""
    shipping.put_aside(page, language)


def say_the_same(page: Page, now: datetime, *languages: str) -> None:
    """Somebody has seen that ``page`` says the same in ``languages`` as in the other, as it is now."""
    for language in languages:
        db.session.merge(SameAs(page_id=page.id, language=language, at=now))
    db.session.flush()


def still_right(page: Page, months: int, now: datetime) -> date:
    """Somebody has read it and all is as it says; gives the day when they look again."""
    page.check_by, page.reminded_for, page.checked_at = check_after(local(now).date(), months), None, now
    db.session.flush()
    return page.check_by


def look_after(page: Page, owner: Account | None, check_by: date | None) -> None:
    """Set who looks after ``page``, and by when they see that it is right."""
    if (page.owner_id, page.check_by) != (owner.id if owner else None, check_by):
        page.reminded_for = None
    page.owner_id, page.check_by = owner.id if owner else None, check_by
    db.session.flush()


def share_out(page_ids: Collection[int], owner: Account, now: datetime) -> int:
    """Let ``owner`` look after several pages; those without a day get one. Gives how many: what another writer has
    taken meanwhile stays theirs."""
    first, others = check_after(local(now).date(), AGAIN_AFTER[1]), {writer.id for writer in queries.writers()}
    pages = db.session.scalars(select(Page).where(Page.id.in_(page_ids)).with_for_update())
    free = [page for page in pages if page.owner_id not in others - {owner.id}]
    for page in free:
        look_after(page, owner, page.check_by or first)
    return len(free)


def show_to(page: Page, audience: Audience) -> None:
    """Let ``audience`` read ``page``, and see its pictures."""
    page.audience = audience
    handbook.tell(page)


def step(page: Page, way: Way) -> bool:
    """Move ``page`` a step in its tree; whether there was room for it."""
    pages = db.session.scalars(select(Page).where(Page.section == page.section).with_for_update()).all()
    spot = ways(page, pages).get(way)
    if spot is not None:
        handbook.put(page, *spot)
    return spot is not None
