"""What is around a page when one reads it: where it stands, what comes before and after, and who looks after it."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from flask import url_for

from chapter.access import may_open
from chapter.handbook import placeholders, queries, syntax
from chapter.handbook.addresses import is_screen
from chapter.handbook.models import Page
from chapter.handbook.outline import by_key
from chapter.handbook.queries import Line, Readers
from chapter.handbook.rendering import shown
from chapter.handbook.rules import Around, Section, around, chosen
from chapter.i18n import lazy
from chapter.pages import screens

BEGIN = "caller/before-you-start"
"""The page that the handbook's first page leads to before all others."""
SECTION_WORDS = {
    Section.HANDBOOK: lazy("Handbook"),
    Section.RESOURCES: lazy("Resources"),
    Section.ABOUT: lazy("About us"),
    Section.STANDPOINTS: lazy("A to Ö"),
}
MOST_CHAPTERS = 60
LEAST_HEADINGS = 3
"""So many headings make a list of contents worth its place."""


class Lines(NamedTuple):
    """:class:`Around` with the pages' titles."""

    above: list[Line]
    beside: list[Line]
    below: list[Line]
    before: Line | None
    after: Line | None


class Chapter(NamedTuple):
    """A page at the top of a tree, with what it begins with and how many pages stand under it."""

    line: Line
    beginning: str
    pages: int


class Screen(NamedTuple):
    """A screen that a page describes."""

    label: str
    url: str


def open(page: Page, readers: Readers, language: str, drafts: bool) -> dict[str, Any]:
    """All that the page's template needs."""
    versions = {w.language: (w.newest if drafts else w.published) for w in page.wordings}
    there = {code: revision for code, revision in versions.items() if revision is not None}
    revision = there[chosen(there, language) or language]
    wording = page.wording(revision.language)
    made = shown(revision, readers)
    return {
        "page": page,
        "revision": revision,
        "shown": made,
        "contents": made.contents if len(made.contents) >= LEAST_HEADINGS else [],
        "is_draft": drafts and wording is not None and wording.is_changed,
        "around": _around(page, readers, language),
        "screens": _screens(page),
        "front": front(page.section),
        "beginning": syntax.beginning(revision.text, placeholders.word),
    }


def front(where: Section) -> str:
    """The address of a tree's first page."""
    endpoints = {Section.HANDBOOK: "handbook.front", Section.ABOUT: "handbook.about"}
    endpoints |= {Section.RESOURCES: "resources.resources", Section.STANDPOINTS: "handbook.standpoints"}
    return url_for(endpoints[where])


def chapters(where: Section, readers: Readers, language: str, page: int) -> tuple[list[Chapter], int]:
    """So many of the pages at the top of a tree, and how many times as many there are."""
    tree = queries.tree(where, readers)
    tops = [number for number, (_place, depth) in enumerate(tree) if not depth]
    ends = [*tops, len(tree)][1:]
    sizes = {tree[start][0].id: end - start - 1 for start, end in zip(tops, ends, strict=True)}
    lines = queries.texts(list(sizes)[(page - 1) * MOST_CHAPTERS : page * MOST_CHAPTERS], language)
    shown_here = [
        Chapter(lines[id], syntax.beginning(lines[id].text, placeholders.word), size)
        for id, size in sizes.items()
        if id in lines
    ]
    return shown_here, -(-len(sizes) // MOST_CHAPTERS)


def _around(page: Page, readers: Readers, language: str) -> Lines:
    if page.section is Section.STANDPOINTS:
        return Lines([], [], [], None, None)
    there = around(page.id, queries.tree(page.section, readers))
    lines = queries.lines(there.all - {page.id}, language)
    return _named(there, lines, page.id)


def _named(there: Around, lines: dict[int, Line], own: int) -> Lines:
    def named(ids: Sequence[int]) -> list[Line]:
        return [lines[id] for id in ids if id in lines]

    here = Line(own, Section.HANDBOOK, "", "", "")
    beside = [here if id == own else lines[id] for id in there.beside if id == own or id in lines]
    before, after = (lines.get(id) if id is not None else None for id in (there.before, there.after))
    return Lines(named(there.above), beside, named(there.below), before, after)


def _screens(page: Page) -> list[Screen]:
    """The screens that the page describes and that the reader may open, as the navigation calls them."""
    outlined = by_key().get(page.shipped or "")
    names = {place.endpoint: str(place.label) for place in screens()}
    return [
        Screen(names[endpoint], url_for(endpoint))
        for endpoint in (outlined.screens if outlined else ())
        if endpoint in names and is_screen(endpoint) and may_open(endpoint)
    ]
