"""Reads: what is found, and never of it what the reader may not read.

Every question to the index is held against the audiences that the reader belongs to before anything is counted, cut
out or suggested. Only the list of all words that there are is not: from it come longer words that hold a shorter one,
and words to correct slips with, and neither is shown unless it stands in what the reader may read.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cache, partial, reduce
from itertools import islice
from operator import add
from typing import Any

from sqlalchemy import Integer, and_, bindparam, cast, func, literal, or_, select

from chapter.access import Audience
from chapter.db import db, rows
from chapter.lookup.index import index
from chapter.lookup.models import INDEX, TERMS, Findable
from chapter.lookup.rules import words as words_of
from chapter.lookup.rules_asked import Hit, Wish, corrected, in_order, slips, typed_words, wishes
from chapter.lookup.rules_marking import IsHit, Piece, marked, snippet
from chapter.lookup.synonyms import meanings

PAGE, MOST_TERMS, MOST_READ = 20, 60, 20

Readers = Collection[Audience]


@dataclass(frozen=True)
class Result:
    """Something that was found, as it is shown."""

    title: list[Piece]
    snippet: list[Piece]
    kind: str
    address: str
    language: str


@dataclass(frozen=True)
class Found:
    """A page of what was found, and how much there is; ``is_partial`` if nothing has all the words. ``suggestion`` is
    what may have been meant then, or when nothing was found at all."""

    results: list[Result] = field(default_factory=list)
    total: int = 0
    page: int = 1
    is_partial: bool = False
    suggestion: str = ""

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(-(-self.total // PAGE), 1)


def look(typed: str, language: str, readers: Readers, page: int = 1) -> Found:
    """What those who belong to ``readers`` find when they type ``typed``, theirs in ``language`` first."""
    asked = wishes(typed, meanings, is_done=typed.endswith(" "))
    if not asked:
        return Found()
    hits, is_partial = _hits(asked, readers)
    ordered = in_order(hits, language)
    page = min(max(page, 1), max(-(-len(ordered) // PAGE), 1))
    results = _results(ordered[(page - 1) * PAGE : page * PAGE], asked, language, readers)
    suggestion = _suggestion(typed_words(typed), language, readers) if is_partial or not ordered else ""
    return Found(results, len(ordered), page, is_partial, suggestion)


def _hits(asked: Sequence[Wish], readers: Readers) -> tuple[list[Hit], bool]:
    """What has all the words, then what has them inside longer ones; else what has some (and that it is only some)."""
    ask = index()
    titles = [ask.in_title(wish) for wish in asked]
    hits = _matching(ask.ALL.join(ask.expression(wish) for wish in asked), readers, titles)
    if len(hits) >= PAGE:
        return hits, False
    wider = [ask.expression(wish, longer) for wish, longer in zip(asked, _longer(asked), strict=True)]
    there = {hit.id for hit in hits}
    inside = [hit for hit in _matching(ask.ALL.join(wider), readers, titles) if hit.id not in there]
    hits = [hit._replace(has=2) for hit in hits] + inside
    if hits or len(asked) == 1:
        return hits, False
    return _matching(ask.ANY.join(wider), readers, titles, wider), True


def _matching(wanted: str, readers: Readers, titles: Sequence[str], each: Sequence[str] = ()) -> list[Hit]:
    """What the index has for ``wanted``, as far as ``readers`` may read it; how many of ``titles`` fit, and of
    ``each``."""
    counts = _how_many(titles), _how_many(each) if each else literal(1)
    found = select(Findable.id, Findable.source, Findable.language, index().rank(wanted), *counts)
    found = found.join(INDEX, INDEX.c.rowid == Findable.id).where(index().fits(wanted), Findable.audience.in_(readers))
    return [Hit(*row) for row in rows(found)]


def _how_many(these: Sequence[str]) -> Any:
    """How many of ``these`` a row of the index fits."""
    fits = [INDEX.c.rowid.in_(select(INDEX.c.rowid).where(index().fits(one)).correlate(None)) for one in these]
    return reduce(add, [cast(fit, Integer) for fit in fits])


def _longer(asked: Sequence[Wish]) -> list[set[str]]:
    """For each word that is asked for the words that it is part of, as “uppdrag” is of “ringuppdrag”."""
    parts = {part for wish in asked for part in wish.parts}
    if not parts:
        return [set() for _wish in asked]
    holds = or_(*(TERMS.c.term.contains(part) for part in sorted(parts)))
    terms = [term for (term,) in rows(select(TERMS.c.term).where(holds).order_by(func.length(TERMS.c.term)))]
    longer = ((term for term in terms if any(part in term for part in wish.parts)) for wish in asked)
    return [set(islice(found, MOST_TERMS)) for found in longer]


def _results(shown: Sequence[Hit], asked: Sequence[Wish], language: str, readers: Readers) -> list[Result]:
    """What is shown of each hit: in the reader's language where it is there, also if the other was found."""
    sources = [hit.source for hit in shown]
    there = db.session.scalars(select(Findable).where(Findable.source.in_(sources), Findable.audience.in_(readers)))
    by_source: dict[tuple[str, str], Findable] = {(each.source, each.language): each for each in there}
    chosen = (by_source.get((hit.source, language)) or by_source[hit.source, hit.language] for hit in shown)
    is_hit = cache(lambda language, folded: any(wish.fits(folded, language) for wish in asked))
    return [_result(each, partial(is_hit, each.language)) for each in chosen]


def _result(found: Findable, is_hit: IsHit) -> Result:
    title, text = marked(found.title, is_hit), snippet(found.text, is_hit)
    return Result(title, text, found.kind, found.address, found.language)


def _suggestion(asked: Sequence[str], language: str, readers: Readers) -> str:
    """What may have been meant, in words that stand in what ``readers`` may read, the reader's language first."""
    near = {slip for word in asked for slip in slips(word)} | set(asked)
    known = select(TERMS.c.term).where(TERMS.c.term.in_(bindparam("near", expanding=True)))
    terms = [term for (term,) in rows(known, near=sorted(near))]
    if not terms:
        return ""
    wanted = index().expression(Wish(frozenset(terms), frozenset(terms)))
    found = select(Findable.title, Findable.text).join(INDEX, and_(INDEX.c.rowid == Findable.id, index().fits(wanted)))
    found = found.where(Findable.audience.in_(readers)).order_by(Findable.language != language).limit(MOST_READ)
    texts = [text for row in rows(found) for text in row]
    seen = {word.folded: text[word.start : word.end].lower() for text in texts for word in words_of(text)}
    return corrected(asked, {term: seen[term] for term in terms if term in seen})
