"""Writes: the front page and the news. The search and the pictures are told in the same breath."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select

from chapter import markdown
from chapter.access import Audience
from chapter.accounts.models import Account
from chapter.db import db
from chapter.errors import Refused
from chapter.front.models import FrontPage, News
from chapter.front.queries import front_page, named
from chapter.front.rules import Act, besides, rearranged
from chapter.i18n import lazy
from chapter.lookup import actions as lookup
from chapter.media import actions as media
from chapter.media.models import Medium

CONTENT = "heading", "text", "picture_id", "picture_says", "arranged"
SOURCE = "front"


class Stale(Refused):
    """It has been changed meanwhile, by somebody else or in another tab."""

    words = lazy("This has been changed since you opened it. Look at how it is now, and try again.")


def change(facts: dict[str, Any], by: Account, seen: int) -> FrontPage:
    """Change what ``facts`` name of the front page; raises Stale if that isn't the version that was ``seen``. What
    changes nothing, as a button that is pressed twice, is no change: it would be all that could be undone."""
    page = front_page(for_change=True)
    if page is None:
        page = FrontPage(id=1, heading={}, text={}, picture_says={}, arranged={}, version=0)
        db.session.add(page)
    if _says(page, facts):
        return page
    if page.version != seen:
        raise Stale
    page.before = _content(page)
    return _put(page, facts, by)


def _says(kept: FrontPage | News, facts: dict[str, Any]) -> bool:
    """Whether it is so already."""
    return all(getattr(kept, name) == value for name, value in facts.items())


def _content(page: FrontPage) -> dict[str, Any]:
    return {name: getattr(page, name) for name in CONTENT}


def _put(page: FrontPage, facts: dict[str, Any], by: Account) -> FrontPage:
    for name, value in facts.items():
        setattr(page, name, value)
    page.version += 1
    page.changed_by = by.name
    db.session.flush()
    db.session.expire(page, ["picture"])
    media.use(SOURCE, Audience.PUBLIC, [page.picture_id] if page.picture_id else [])
    return page


def arrange(what: str, names: Sequence[str], name: str, act: Act, by: Account, seen: int) -> FrontPage:
    """Move, show or leave out one of ``names``, which are the parts, links or groups as they stand."""
    page = front_page()
    kept = page.arranged if page else {}
    row = rearranged(names, name, act) + besides(kept.get(what, []), names)
    return change({"arranged": {**kept, what: row}}, by, seen)


def undo(by: Account, seen: int) -> FrontPage:
    """Make the front page what it was before the last change; once more, and it is as it was after it."""
    page = front_page(for_change=True)
    if page is None or page.before is None or page.version != seen:
        raise Stale
    facts = {**page.before, "picture_id": _still_there(page.before["picture_id"])}
    page.before = _content(page)
    return _put(page, facts, by)


def _still_there(picture_id: int | None) -> int | None:
    return db.session.scalar(select(Medium.id).where(Medium.id == picture_id)) if picture_id else None


def write(news: News | None, facts: dict[str, Any], by: str, seen: int = 0) -> News:
    """Write news or change them; raises Stale. The same news twice are a button pressed twice: they are kept once."""
    if news is None:
        news = _just_written(facts) or News(version=0)
        db.session.add(news)
    elif _says(news, facts):
        return news
    elif news.version != seen:
        raise Stale
    for name, value in facts.items():
        setattr(news, name, value)
    news.version, news.changed_by = news.version + 1, by
    db.session.flush()
    _tell(news)
    return news


def _just_written(facts: dict[str, Any]) -> News | None:
    last = db.session.scalars(select(News).order_by(News.id.desc()).limit(1)).one_or_none()
    return last if last and _says(last, {name: facts[name] for name in ("title", "text", "day")}) else None


def remove(news: News) -> None:
    """Delete news for good."""
    lookup.drop(f"news:{news.id}")
    db.session.delete(news)
    db.session.flush()


def _tell(news: News) -> None:
    """Tell the search what can be read."""
    source = f"news:{news.id}"
    lookup.drop(source)
    for code in _spoken(news) if news.is_published else ():
        words = markdown.plain(news.text.get(code))
        lookup.put(source, code, "news", news.audience, news.title[code], words, f"/news/{named(news)}")


def _spoken(news: News) -> Iterable[str]:
    return [code for code, title in news.title.items() if title]
