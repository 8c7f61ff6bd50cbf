"""The handbook as a book: its pages one after the other, with a cover and a list of contents."""

from datetime import date, datetime
from typing import NamedTuple

from chapter import clock, i18n
from chapter.errors import Missing
from chapter.handbook import queries
from chapter.handbook.queries import Line, Readers
from chapter.handbook.rendering import Shown, shown_all
from chapter.handbook.rules import Section, under


class Leaf(NamedTuple):
    """A page of the book; ``anchor`` is where links within it lead."""

    line: Line
    depth: int
    anchor: str
    shown: Shown


class Book(NamedTuple):
    """What is printed: the whole handbook, or the chapter ``title``."""

    title: str
    day: date
    leaves: list[Leaf]


def book(chapter: int, readers: Readers, language: str, now: datetime | None = None) -> Book:
    """The pages of the handbook that ``readers`` may read, or those of the chapter that a page begins."""
    tree = queries.tree(Section.HANDBOOK, readers)
    printed = under(chapter, tree) if chapter else tree
    if not printed:
        raise Missing
    lines = queries.texts([place.id for place, _depth in printed], language)
    leaves = [(lines[place.id], depth) for place, depth in printed if place.id in lines]
    anchors = {line.id: f"page-{line.id}" for line, _depth in leaves}
    texts = shown_all([line for line, _depth in leaves], readers, anchors)
    made = [Leaf(line, depth, anchors[line.id], text) for (line, depth), text in zip(leaves, texts, strict=True)]
    return Book(leaves[0][0].title if chapter else "", i18n.local(now or clock.now()).date(), made)
