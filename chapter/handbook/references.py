"""What texts refer to, looked up for all of them at once: one query for each kind, however many texts."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from sqlalchemy import select

from chapter.access import Audience
from chapter.db import db
from chapter.handbook import placeholders, syntax
from chapter.handbook.models import Page, Revision, Wording
from chapter.handbook.rules import Section
from chapter.handbook.syntax import References, filled
from chapter.media import queries as media
from chapter.media.models import Medium

GLOSSARY = "glossary"
"""The key of the page whose headings are terms; the text under each explains it."""


@dataclass(frozen=True)
class Linked:
    """A page that a text links to; ``is_open`` is whether the readers may open it."""

    id: int
    section: Section
    slug: str
    is_open: bool


@dataclass
class Known:
    """What the texts of one language refer to, as far as it is there."""

    pages: dict[str, Linked] = field(default_factory=dict)
    media: dict[int, Medium] = field(default_factory=dict)
    terms: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)


def named(kind: str, links: Iterable[str]) -> set[str]:
    """What ``links`` of this kind lead to: “caller/report” for “page:caller/report#late”."""
    found = (link.partition(":")[2].partition("#")[0] for link in links if link.startswith(f"{kind}:"))
    return {name for name in found if name}


def look_up(
    texts: Mapping[str, Collection[References]], readers: Collection[Audience], with_terms: bool = True
) -> dict[str, Known]:
    """All that ``texts``, by language, refer to, as ``readers`` may have it."""
    every = [text for some in texts.values() for text in some]
    links = {link for text in every for link in text.links}
    pictures = {picture for text in every for picture, _description in text.pictures}
    keys = named("page", links)
    ids = {int(id) for id in named("media", links | pictures) if id.isdecimal() and len(id) < 10}
    pages = _pages(keys, readers) if keys else {}
    found = media.named(ids) if ids else {}
    glossary = with_terms and any(text.terms for text in every)
    explained = terms(readers) if glossary else {}
    is_filled = any(text.placeholders for text in every) or any("{" in str(some) for some in explained.values())
    to_strangers = set(readers) == {Audience.PUBLIC}
    values = placeholders.values_in(texts, to_strangers) if is_filled else {}
    made = {}
    for language in texts:
        meanings, own = explained.get(language) or explained.get("", {}), values.get(language, {})
        made[language] = Known(pages, found, {term: filled(said, own) for term, said in meanings.items()}, own)
    return made


def _pages(names: set[str], readers: Collection[Audience]) -> dict[str, Linked]:
    numbers = {int(name) for name in names if name.isdecimal() and len(name) < 10}
    is_published = select(Wording.page_id).where(Wording.page_id == Page.id, Wording.published_id.is_not(None)).exists()
    query = select(Page.id, Page.shipped, Page.section, Page.slug, Page.audience, is_published)
    found: dict[str, Linked] = {}
    for id, key, section, slug, audience, is_there in db.session.execute(
        query.where(Page.shipped.in_(names) | Page.id.in_(numbers))
    ):
        page = Linked(id, section, slug, bool(is_there) and audience in readers)
        found[str(id)] = page
        if key:
            found[key] = page
    return found


def terms(readers: Collection[Audience]) -> dict[str, dict[str, str]]:
    """The glossary's terms with their meanings, by language and :func:`folded` term; those of any language under ""."""
    query = select(Wording.language, Revision.text).join(Revision, Revision.id == Wording.published_id).join(Page)
    texts = db.session.execute(query.where(Page.shipped == GLOSSARY, Page.audience.in_(readers)))
    found = {language: _explained(text) for language, text in texts}
    return found | {"": next(iter(found.values()), {})}


@lru_cache(maxsize=8)
def _explained(text: str) -> dict[str, str]:
    return {folded(term): " ".join(meaning.split()) for term, meaning in syntax.sections(text).items() if meaning}


def folded(term: str) -> str:
    """``term`` as it is looked up."""
    return " ".join(term.casefold().split())
