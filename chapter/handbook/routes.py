"""Reading: the handbook and the other trees, each page of them, A to Ö, what the “?” leads to, and paper."""

from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from flask_login import current_user

from chapter.access import ANYONE, SIGNED_IN, Audience, Permission, allow, may, may_open, reader_s, sign_in_first
from chapter.errors import Missing
from chapter.handbook import helping, printing, queries, reading, showing
from chapter.handbook.outline import describing
from chapter.handbook.rules import Section
from chapter.handbook.rules_alphabet import by_letter
from chapter.i18n import language, lazy
from chapter.media import places
from chapter.pages import area, render, section, see_other
from chapter.people.rules import fold

bp = Blueprint("handbook", __name__)
area(45, lazy("Handbook"), "handbook")
section("handbook", 10, lazy("Handbook"), "handbook.front", SIGNED_IN, "handbook.page", "handbook.about")
section("handbook", 20, lazy("A to Ö"), "handbook.standpoints", SIGNED_IN)
places.register("page:", showing.pages)
places.register("draft:", showing.pages)
bp.app_context_processor(lambda: {"help_here": helping.here})
bp.context_processor(lambda: {"may_write": may_open("editing.edit"), "section_words": reading.SECTION_WORDS})


@bp.get("/handbook/")
@allow(ANYONE)
def front() -> Response:
    """The handbook's first page: search, where to begin, and the chapters."""
    begin = queries.shipped(reading.BEGIN, reader_s())
    return _front(Section.HANDBOOK, begin=begin)


@bp.get("/about/")
@allow(ANYONE)
def about() -> Response:
    """The pages about the chapter."""
    return _front(Section.ABOUT, begin=None)


def _front(where: Section, **more: Any) -> Response:
    page = max(request.args.get("page", 1, int), 1)
    chapters, pages = reading.chapters(where, reader_s(), language(), page)
    return render("handbook/front.html", where=where, chapters=chapters, page=page, pages=pages, **more)


@bp.get("/standpoints/")
@allow(ANYONE)
def standpoints() -> Response:
    """From A to Ö, or those whose titles have the words that the reader types."""
    words = request.args.get("q", "").strip()
    every = queries.standpoints(reader_s(), language())
    found = [line for line in every if all(word in fold(line.title) for word in fold(words).split())]
    letters = by_letter(found, lambda line: line.title, language())
    return render("handbook/standpoints.html", "handbook/_letters.html", letters=letters, words=words, many=len(every))


@bp.get("/<any(handbook, resources, about, standpoints):section>/<slug>")
@allow(ANYONE)
def page(section: str, slug: str) -> Response:
    """A page; who writes pages sees with ``?draft=1`` what isn't published yet."""
    where, readers = Section(section), reader_s()
    drafts = "draft" in request.args and current_user.is_authenticated and may(Permission.PAGES_WRITE)
    try:
        found = queries.page(where, slug, readers, drafts)
    except Missing:
        return _elsewhere(where, slug, readers)
    return render("handbook/page.html", **reading.open(found, readers, language(), drafts))


def _elsewhere(where: Section, slug: str, readers: frozenset[Audience]) -> Response:
    """Where a page stands now that has moved. Strangers aren't told what there is: they sign in first."""
    if found := queries.moved(where, slug, readers):
        there = url_for(".page", section=found.section, slug=found.slug)
        return redirect(there, 301)  # type: ignore[return-value]
    if not current_user.is_authenticated:
        return sign_in_first()
    raise Missing


@bp.get("/handbook/help/<screen>")
@allow(ANYONE)
def help(screen: str) -> Response:
    """From a screen's “?” to the page that describes it; to the handbook's first page, if the chapter deleted it."""
    outlined = describing().get(screen)
    found = queries.shipped(outlined.key, reader_s()) if outlined else None
    return see_other(url_for(".page", section=found.section, slug=found.slug) if found else url_for(".front"))


@bp.get("/handbook/print")
@allow(ANYONE)
def paper() -> Response:
    """The whole handbook, or one chapter of it, as it is printed."""
    book = printing.book(request.args.get("chapter", 0, int), reader_s(), language())
    return render("handbook/print.html", book=book, numbers={})
