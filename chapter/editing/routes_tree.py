"""All pages of a section as they stand, and moving one a step at a time."""

from typing import Any

from flask import Response, flash, request, url_for

from chapter.access import Permission, allow
from chapter.db import db
from chapter.editing import actions, queries
from chapter.editing.routes_new import bp
from chapter.editing.rules import Way, ways
from chapter.editing.words import SECTIONS, WAYS
from chapter.errors import Missing
from chapter.handbook.rules import Section, in_order
from chapter.i18n import _, language
from chapter.pages import render, see_other


@bp.get("/tree/<section>")
@allow(Permission.PAGES_WRITE)
def tree(section: str) -> Response:
    """The pages of a section; of the one that is chosen, where it can go."""
    if section not in [*Section]:
        raise Missing
    pages, chosen = queries.sheets(Section(section)), request.args.get("page", 0, int)
    mine = next((sheet for sheet in pages if sheet.id == chosen), None)
    leaves, words = in_order(pages), request.args.get("q", "").strip()[:100]
    if words:
        leaves = [(sheet, 0) for sheet in queries.found(pages, words)]
    facts: dict[str, Any] = {"leaves": leaves, "words": words, "many": len(pages), "section": section}
    facts |= {
        "chosen": mine,
        "ways": ways(mine, pages) if mine else {},
        "called": WAYS,
        "spoken": language(),
    }
    return render("editing/tree.html", sections_called=SECTIONS, **facts)


@bp.post("/<int:page_id>/step/<way>")
@allow(Permission.PAGES_WRITE)
def step(page_id: int, way: str) -> Response:
    """Move a page one step."""
    page = queries.page(page_id, for_change=True)
    if way not in [*Way] or page.section is Section.STANDPOINTS:
        raise Missing
    if not actions.step(page, Way(way)):
        flash(_("It can’t go further that way."), "warning")
    db.session.commit()
    return see_other(url_for(".tree", section=page.section, page=page_id, _anchor=f"page-{page_id}"))
