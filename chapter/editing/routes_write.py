"""Writing a page: its title and text in one language, shown as readers will see it."""

from typing import Any

from flask import Response, flash, request, url_for
from flask_login import current_user

from chapter import clock
from chapter.access import Permission, allow
from chapter.db import db, only_read
from chapter.editing import actions, desk, queries
from chapter.editing.forms import TextForm
from chapter.editing.routes_new import bp, deleted
from chapter.editing.saving import is_right, saved
from chapter.editing.words import IN_LANGUAGE, SECTIONS, THE_OTHER
from chapter.errors import Missing
from chapter.handbook.actions import Outdated
from chapter.handbook.models import Page
from chapter.i18n import LANGUAGES, _
from chapter.pages import render, see_other, wants_fragment


@bp.get("/<int:page_id>/text/<language>")
@allow(Permission.PAGES_WRITE)
def edit(page_id: int, language: str) -> Response:
    """The page's newest version, to be written on."""
    page, code = queries.page(page_id), queries.spoken(language)
    wording = page.wording(code)
    words = {"title": wording.newest.title, "text": wording.newest.text} if wording else {}
    return _editor(page, code, TextForm(formdata=None, version=wording.newest_id if wording else 0, **words))


@bp.post("/<int:page_id>/text/<language>")
@allow(Permission.PAGES_WRITE)
def write(page_id: int, language: str) -> Response:
    """Keep what was typed, as a draft or for readers too; or only show it."""
    form, code = TextForm(), queries.spoken(language)
    try:
        if "show" in request.form:
            return _shown(page_id, code, form)
        page = queries.page(page_id, for_change=True)
    except Missing:
        if wants_fragment():
            raise
        return deleted(code)
    if not form.validate() or not is_right(form, code):
        return _editor(page, code, form, status=422)
    try:
        _save(page, code, form)
    except Outdated:
        db.session.rollback()
        return _clashing(queries.page(page_id), code, form)
    db.session.commit()
    return saved(page, code)


@bp.post("/<int:page_id>/publish/<language>/<int:revision_id>")
@allow(Permission.PAGES_WRITE)
def publish(page_id: int, language: str, revision_id: int) -> Response:
    """Let readers see the draft."""
    page, code = queries.page(page_id, for_change=True), queries.spoken(language)
    try:
        actions.publish(page, code, revision_id)
    except Outdated as refused:
        flash(" ".join((str(refused.words), _("Read it before you publish."))), "error")
        return see_other(url_for(".edit", page_id=page_id, language=code))
    db.session.commit()
    return saved(page, code)


@bp.post("/<int:page_id>/hide/<language>")
@allow(Permission.PAGES_WRITE)
def hide(page_id: int, language: str) -> Response:
    """Take the page from the readers of one language; nothing of it is lost."""
    page, code = queries.page(page_id, for_change=True), queries.spoken(language)
    wording = page.wording(code)
    if wording is not None and wording.published_id is not None:
        shown = wording.published_id
        actions.hide(page, code)
        db.session.commit()
        text = _("Readers no longer see the page %(language)s.", language=IN_LANGUAGE[code])
        undo = {"action_url": url_for(".show_again", page_id=page_id, language=code, revision_id=shown)}
        flash({"text": text, **undo, "action_label": _("Undo")}, "success")  # type: ignore[arg-type]
    return see_other(url_for(".page", page_id=page_id))


@bp.post("/<int:page_id>/show-again/<language>/<int:revision_id>")
@allow(Permission.PAGES_WRITE)
def show_again(page_id: int, language: str, revision_id: int) -> Response:
    """Let readers see the version again that was hidden."""
    page, code = queries.page(page_id, for_change=True), queries.spoken(language)
    actions.show_again(page, code, queries.revision(page, code, revision_id))
    db.session.commit()
    return saved(page, code)


@bp.get("/targets")
@allow(Permission.PAGES_WRITE)
def targets() -> Response:
    """What one can link to, by its name."""
    words = request.args.get("link", "").strip()[:100]
    return render("editing/targets.html", "editing/_targets.html", words=words, targets=desk.targets(words))


def _save(page: Page, code: str, form: TextForm) -> None:
    typed = form.title.data or "", form.text.data or ""
    revision = actions.save(page, code, *typed, form.seen, current_user.name, clock.now(), form.same.data)
    if "publish" in request.form:
        actions.publish(page, code, revision.id)


def _shown(page_id: int, code: str, form: TextForm) -> Response:
    """The text as it was typed; nothing is kept."""
    only_read()
    form.validate()
    form.title.errors, form.text.errors = (), ()
    return _editor(queries.page(page_id), code, form, fragment="editing/_preview.html")


def _clashing(page: Page, code: str, form: TextForm) -> Response:
    """Somebody else has written meanwhile: what they wrote and what was typed, brought together if that can be done."""
    typed = {"title": form.title.data or "", "text": form.text.data or ""}
    found = desk.clash(page, code, form.seen, **typed)
    if found:
        form.title.data, form.text.data = found.title, found.text
        form.version.data = str(found.theirs.id)
    return _editor(page, code, form, clash=found, mine=typed, status=422)


def _editor(
    page: Page,
    code: str,
    form: TextForm,
    clash: desk.Clash | None = None,
    mine: dict[str, str] | None = None,
    fragment: str | None = None,
    status: int = 200,
) -> Response:
    sheet = next(iter(queries.sheets(page_id=page.id)))
    facts: dict[str, Any] = {"page": page, "title": queries.title(page, code), "code": code, "other": THE_OTHER[code]}
    facts |= {"languages": LANGUAGES, "in_language": IN_LANGUAGE, "sections_called": SECTIONS, "words": ""}
    facts |= {"form": form, "clash": clash, "mine": mine, "sheet": sheet, "beside": desk.beside(page, code, sheet)}
    facts |= {"preview": desk.preview(form.text.data or "", code), "offered": desk.offered(code), "targets": []}
    return render("editing/edit.html", fragment, status, address=desk.address(page), **facts)
