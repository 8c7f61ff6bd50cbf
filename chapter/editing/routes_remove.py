"""Deleting a page, once one has seen what hangs on it."""

from typing import Any

from flask import Response, flash, url_for

from chapter.access import Permission, allow
from chapter.db import db
from chapter.editing import queries
from chapter.editing.routes_new import bp
from chapter.handbook import actions as handbook
from chapter.i18n import _
from chapter.pages import render, see_other


@bp.get("/<int:page_id>/delete")
@allow(Permission.PAGES_WRITE)
def ask_remove(page_id: int) -> Response:
    """What links to the page, what stands under it, and that its versions go with it."""
    page = queries.page(page_id)
    facts: dict[str, Any] = {
        "linking": queries.linking_to(page),
        "children": queries.children(page),
        "called": queries.title,
    }
    return render("editing/delete.html", page=page, title=queries.title(page), **facts)


@bp.post("/<int:page_id>/delete")
@allow(Permission.PAGES_WRITE)
def remove(page_id: int) -> Response:
    """Delete it."""
    page = queries.page(page_id, for_change=True)
    title, section = queries.title(page), page.section
    handbook.remove(page)
    db.session.commit()
    flash(_("“%(title)s” is deleted.", title=title), "success")
    return see_other(url_for(".tree", section=section))
