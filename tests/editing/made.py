"""Pages for tests, written by somebody at once."""

from typing import Any

from chapter import clock
from chapter.access import Audience
from chapter.db import db
from chapter.handbook import actions as handbook
from chapter.handbook.models import Page, Revision
from chapter.handbook.rules import Section

TEXT = "Ring först.\n\nLyssna sedan.\n\nTacka till sist."


def page(
    title: str = "Att ringa", text: str = TEXT, language: str = "sv", *, published: bool = True, **facts: Any
) -> Page:
    """A page in one language, by Bo Ek."""
    section, audience = facts.pop("section", Section.HANDBOOK), facts.pop("audience", Audience.VOLUNTEERS)
    made = handbook.make(section, title, audience, clock.now(), facts.pop("parent", None), facts.pop("shipped", ""))
    for name, value in facts.items():
        setattr(made, name, value)
    write(made, text, title, language, published=published)
    return made


def write(
    page: Page, text: str, title: str = "", language: str = "sv", by: str = "Bo Ek", *, published: bool = True
) -> Revision:
    """A new version of a page."""
    wording = page.wording(language)
    titled = title or (wording.newest.title if wording else "Att ringa")
    revision = handbook.write(page, language, titled, text, by, clock.now())
    if published:
        handbook.publish(page, language)
    db.session.flush()
    return revision


def newest(page: Page, language: str = "sv") -> Revision:
    """What the page says now."""
    db.session.expire_all()
    wording = page.wording(language)
    assert wording
    return wording.newest


def is_published(page: Page, language: str = "sv") -> bool:
    """Whether readers see what it says now."""
    db.session.expire_all()
    wording = page.wording(language)
    return wording is not None and wording.published_id == wording.newest_id
