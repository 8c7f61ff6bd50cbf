"""The texts that come with the program become pages, and follow its new versions where the chapter hasn't written.

What the chapter has written stays, and is marked where the program has a newer text. What it deleted stays deleted.
"""

import hashlib
from datetime import datetime

from sqlalchemy import select

from chapter.db import db
from chapter.handbook import actions
from chapter.handbook.models import Page, Shipped
from chapter.handbook.outline import Outlined, Words, outline, words
from chapter.i18n import LANGUAGES
from chapter.settings.queries import chapter


def ship(now: datetime) -> int:
    """Bring the pages up to the program's texts; gives how many texts were put in. Quick when there is nothing new."""
    known = {(row.key, row.language): row for row in db.session.scalars(select(Shipped))}
    dealt_with = {key for key, _language in known}
    texts = {(page.key, code): found for page in outline() for code in LANGUAGES if (found := words(page.key, code))}
    new = {name: text for name, text in texts.items() if name not in known or known[name].digest != digest(text)}
    if not new:
        return 0
    query = select(Page).where(Page.shipped.is_not(None))
    pages = {page.shipped: page for page in db.session.scalars(query)}
    put_in = 0
    for outlined in outline():
        coming = {code: new[outlined.key, code] for code in LANGUAGES if (outlined.key, code) in new}
        page = pages.get(outlined.key)
        if page is None and coming and outlined.key not in dealt_with:
            page = pages[outlined.key] = _make(outlined, coming, pages, now)
        if page is not None:
            taken = sum(_take(page, code, text, known, now) for code, text in coming.items())
            put_in += taken
            if taken:
                actions.tell(page)
    return put_in


def digest(text: Words) -> str:
    """What tells one version of a text from another."""
    return hashlib.sha256(f"{text.title}\n{text.text}".encode()).hexdigest()[:32]


def newer(page: Page, language: str) -> Words | None:
    """The program's text for a page where the chapter has written itself, if one has come since; for the editor."""
    row = db.session.get(Shipped, (page.shipped or "", language))
    return words(row.key, language) if row and row.is_newer else None


def put_aside(page: Page, language: str) -> None:
    """The chapter has seen the program's newer text: by now it has taken it, or keeps its own."""
    row = db.session.get(Shipped, (page.shipped or "", language))
    text = words(row.key, language) if row else None
    if row and text:
        row.digest, row.is_newer = digest(text), False
        db.session.flush()


def _make(outlined: Outlined, coming: dict[str, Words], pages: dict[str | None, Page], now: datetime) -> Page:
    """The page, after the one that it follows in the outline."""
    title = (coming.get(chapter().language) or next(iter(coming.values()))).title
    above = pages.get(outlined.parent)
    parent = above if above and above.section is outlined.section else None
    page = actions.make(outlined.section, title, outlined.audience, now, parent, shipped=outlined.key)
    every = outline()
    earlier = (pages.get(other.key) for other in every[: every.index(outlined)])
    places = [other.position for other in earlier if other and _is_beside(other, page)]
    wanted = places[-1] + 1 if places else 0
    if page.position != wanted:
        actions.put(page, page.parent_id, wanted)
    return page


def _is_beside(one: Page, other: Page) -> bool:
    return (one.section, one.parent_id) == (other.section, other.parent_id)


def _take(page: Page, language: str, text: Words, known: dict[tuple[str, str], Shipped], now: datetime) -> bool:
    """Put a text in where the chapter has written nothing itself; else note that there is a newer one."""
    key, wording = page.shipped or "", page.wording(language)
    row = known.get((key, language))
    if row is None:
        row = known[key, language] = Shipped(key=key, language=language, digest="", is_newer=False)
        db.session.add(row)
    said = Words(wording.newest.title, wording.newest.text) if wording else None
    if said is not None and digest(said) not in (row.digest, digest(text)):
        row.digest, row.is_newer = row.digest or digest(text), True
        return False
    is_seen = wording.published_id is not None if wording else _is_to_be_seen(page)
    actions.write(page, language, text.title, text.text, "", now)
    if is_seen and (wording := page.wording(language)):
        wording.published = wording.newest
    row.digest, row.is_newer = digest(text), False
    return True


def _is_to_be_seen(page: Page) -> bool:
    """Whether a text in another language is for readers at once: unless the chapter has hidden the page."""
    return not page.wordings or any(wording.published for wording in page.wordings)
