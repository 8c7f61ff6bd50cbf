"""Earlier versions of a page: who wrote what, what differs, and having one back."""

from typing import Any, NamedTuple

from flask import Response, flash, request, url_for
from flask_login import current_user
from flask_sqlalchemy.pagination import Pagination

from chapter import clock
from chapter.access import Permission, allow
from chapter.db import db
from chapter.editing import actions, queries
from chapter.editing.routes_new import bp
from chapter.editing.rules_diff import Extent, Stretch, difference, extent
from chapter.editing.words import IN_LANGUAGE
from chapter.handbook.models import Page, Revision
from chapter.i18n import LANGUAGES, _
from chapter.pages import render, see_other


class Version(NamedTuple):
    """A line of the list: a version, and how much it says that the one before it didn't (None: it is the first)."""

    revision: Revision
    extent: Extent | None


class Compared(NamedTuple):
    """What differs between two versions."""

    old: Revision
    new: Revision
    stretches: list[Stretch]


@bp.get("/<int:page_id>/versions/<language>")
@allow(Permission.PAGES_WRITE)
def versions(page_id: int, language: str) -> Response:
    """The page's versions, newest first; and what differs between two of them, if two were chosen."""
    page, code = queries.page(page_id), queries.spoken(language)
    listed = queries.revisions(page, code, request.args.get("page", 1, int))
    facts: dict[str, Any] = {"page": page, "title": queries.title(page, code), "code": code, "languages": LANGUAGES}
    facts |= {"wording": page.wording(code), "in_language": IN_LANGUAGE, "compared": _compared(page, code)}
    return render("editing/versions.html", listed=listed, versions=_versions(listed), **facts)


@bp.post("/<int:page_id>/restore/<language>/<int:revision_id>")
@allow(Permission.PAGES_WRITE)
def restore(page_id: int, language: str, revision_id: int) -> Response:
    """Have an earlier version back; what it replaces becomes an earlier version itself."""
    page, code = queries.page(page_id, for_change=True), queries.spoken(language)
    earlier = queries.revision(page, code, revision_id)
    replaced = actions.restore(page, code, earlier, current_user.name, clock.now())
    db.session.commit()
    if replaced != revision_id:
        text = _("The page says again what it said then. What it replaced is among the earlier versions.")
        undo = {"action_url": url_for(".restore", page_id=page_id, language=code, revision_id=replaced)}
        flash({"text": text, **undo, "action_label": _("Undo")}, "success")  # type: ignore[arg-type]
    return see_other(url_for(".versions", page_id=page_id, language=code))


def _versions(listed: Pagination) -> list[Version]:
    """The versions, each held against the one before it."""
    shown: list[Revision] = listed.items
    earlier = [*shown[1:], queries.before(shown[-1])] if shown else []
    return [
        Version(one, extent(before.text, one.text) if before else None)
        for one, before in zip(shown, earlier, strict=True)
    ]


def _compared(page: Page, code: str) -> Compared | None:
    """The two versions that were asked for, the older first; of one alone, what it changed."""
    asked = [request.args.get(name, 0, int) for name in ("old", "new")]
    found = sorted((queries.revision(page, code, id) for id in {*asked} - {0}), key=lambda one: one.id)
    if not found:
        return None
    new = found[-1]
    old = found[0] if len(found) > 1 else queries.before(new)
    if old is None:
        return None
    return Compared(old, new, difference(f"{old.title}\n\n{old.text}", f"{new.title}\n\n{new.text}"))
