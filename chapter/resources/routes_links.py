"""Links and films that lead out on the web, and whether they still lead somewhere."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask import Response, flash, url_for

from chapter import clock
from chapter.access import Permission, allow
from chapter.db import db
from chapter.editing import care
from chapter.i18n import _, in_language, lazy
from chapter.pages import render, see_other
from chapter.resources import actions, queries
from chapter.resources.routes_write import ALL, bp
from chapter.resources.rules import CHECKED_EVERY, SURE_AFTER
from chapter.resources.words import WHY_NOT


@care.also("dead", lazy("Links that lead nowhere"))
def _dead(_today: date) -> Iterator[care.Line]:
    """For the list of what there is to look after."""
    for found in queries.dead_links():
        why = str(WHY_NOT[found.trouble]) if found.trouble else ""
        yield care.Line(
            "dead", in_language(found.title), url_for("resources.edit", resource_id=found.id), why, by=found.added_by
        )


@bp.get("/new/links")
@allow(Permission.PAGES_WRITE)
def links() -> Response:
    """All of them; what leads nowhere comes first."""
    facts: dict[str, Any] = {"why_not": WHY_NOT, "sure": SURE_AFTER, "days": CHECKED_EVERY.days}
    return render("resources/links.html", links=queries.links(), **facts)


@bp.post("/<int:resource_id>/works")
@allow(Permission.PAGES_WRITE)
def works(resource_id: int) -> Response:
    """Somebody has tried a link, and it works."""
    actions.trust(queries.resource(resource_id, ALL, for_change=True), clock.now())
    db.session.commit()
    flash(_("Good. It’s tried again in a month."), "success")
    return see_other(url_for(".links"))
