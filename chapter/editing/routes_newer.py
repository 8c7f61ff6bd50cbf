"""A newer text that came with the program, where the chapter has written its own."""

from typing import Any

from flask import Response, flash, url_for

from chapter import clock
from chapter.access import Permission, allow
from chapter.db import db
from chapter.editing import actions, queries
from chapter.editing.routes_new import bp
from chapter.editing.rules_diff import difference
from chapter.editing.words import IN_LANGUAGE
from chapter.handbook.shipping import newer as program_s
from chapter.i18n import _
from chapter.pages import render, see_other


@bp.get("/<int:page_id>/newer/<language>")
@allow(Permission.PAGES_WRITE)
def newer(page_id: int, language: str) -> Response:
    """What the program's text says otherwise than ours."""
    page, code = queries.page(page_id), queries.spoken(language)
    text, wording = program_s(page, code), page.wording(code)
    facts: dict[str, Any] = {"page": page, "code": code, "title": queries.title(page, code), "stretches": None}
    if text and wording:
        ours = f"{wording.newest.title}\n\n{wording.newest.text}"
        facts["stretches"] = difference(ours, f"{text.title}\n\n{text.text}")
    return render("editing/newer.html", in_language=IN_LANGUAGE, **facts)


@bp.post("/<int:page_id>/newer/<language>/take")
@allow(Permission.PAGES_WRITE)
def take_newer(page_id: int, language: str) -> Response:
    """Let the page say what the program's text says; ours is among the earlier versions."""
    page, code = queries.page(page_id, for_change=True), queries.spoken(language)
    actions.take_newer(page, code, clock.now())
    db.session.commit()
    flash(_("The page has the newer text. Yours is among the earlier versions."), "success")
    return see_other(url_for(".versions", page_id=page_id, language=code))


@bp.post("/<int:page_id>/newer/<language>/keep")
@allow(Permission.PAGES_WRITE)
def keep_ours(page_id: int, language: str) -> Response:
    """Keep what the chapter has written."""
    page, code = queries.page(page_id, for_change=True), queries.spoken(language)
    actions.keep_ours(page, code)
    db.session.commit()
    flash(_("Your text stays. You are told when there is a newer one again."), "success")
    return see_other(url_for(".page", page_id=page_id))
