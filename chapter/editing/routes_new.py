"""A new page: what it says, where it stands, and who may read it, all at once."""

from typing import Any

from flask import Blueprint, Response, flash, request
from flask_login import current_user

from chapter import clock
from chapter.access import Audience, Permission, allow
from chapter.db import db, only_read
from chapter.editing import actions, desk, places, queries
from chapter.editing.forms import TOP, NewPage, among
from chapter.editing.saving import is_right, saved
from chapter.editing.words import READERS, SECTIONS
from chapter.handbook.models import Page
from chapter.handbook.rules import Section
from chapter.i18n import LANGUAGES, _, language
from chapter.pages import render

bp = Blueprint("editing", __name__, url_prefix="/write")
LOOKS = {"show", "find"}
"""The buttons that keep nothing."""


@bp.get("/new")
@allow(Permission.PAGES_WRITE)
def new() -> Response:
    """An empty page."""
    section, under = request.args.get("section", ""), request.args.get("under", TOP, int)
    wanted = section if section in [*Section] else Section.HANDBOOK
    above = next((one for one in queries.sheets(Section(wanted)) if one.id == under), None)
    first: Any = {
        "section": wanted,
        "under": under,
        "language": language(),
        "title": request.args.get("title", "")[:150],
    }
    first["audience"] = above.audience if above else _first_readers(Section(wanted))
    return _page(NewPage(formdata=None, **first))


@bp.post("/new")
@allow(Permission.PAGES_WRITE)
def make() -> Response:
    """Keep what was typed as a page; or show it, or look for a page that it can stand under."""
    form = NewPage()
    if LOOKS & request.form.keys():
        return _looked(form)
    offers = _offer(form)
    if not form.validate() or not is_right(form, form.language.data):
        return _page(form, status=422, offers=offers)
    page = _begun(form)
    if "publish" in request.form:
        wording = page.wording(form.language.data)
        actions.publish(page, form.language.data, wording.newest_id if wording else 0)
    db.session.commit()
    return saved(page, form.language.data)


@bp.get("/under")
@allow(Permission.PAGES_WRITE)
def under() -> Response:
    """Pages that a page can stand under, by their title."""
    form = NewPage(formdata=request.args)
    return render(
        "editing/under.html", "editing/_under.html", form=form, offers=_offer(form), words=_words(), page=None
    )


def deleted(code: str) -> Response:
    """Somebody has deleted the page that another was writing on: what was typed can become a new one."""
    only_read()
    form = NewPage()
    form.language.data, form.section.data = code, Section.HANDBOOK
    form.audience.data = _first_readers(Section.HANDBOOK)
    flash(_("Somebody has deleted the page while you were writing. You can save your text as a new page."), "error")
    return _page(form, status=422)


def _begun(form: NewPage) -> Page:
    section, parent = Section(form.section.data), form.under.data or TOP
    above = queries.page(parent) if parent else None
    written = form.language.data, form.title.data or "", form.text.data or ""
    audience = Audience(form.audience.data)
    return actions.begin(section, *written, audience, above, current_user.name, clock.now())


def _first_readers(section: Section) -> Audience:
    """Whom a page of ``section`` is usually for."""
    return Audience.PUBLIC if section in (Section.ABOUT, Section.STANDPOINTS) else Audience.VOLUNTEERS


def _looked(form: NewPage) -> Response:
    """What was typed, shown; nothing is kept."""
    only_read()
    offers = _offer(form)
    form.validate()
    for field in form:
        field.errors = ()
    return _page(form, "editing/_preview.html" if "show" in request.form else None, offers=offers)


def _words() -> str:
    return request.values.get("q", "").strip()[:100]


def _offer(form: NewPage) -> list[places.Offer]:
    form.offer(SECTIONS, READERS)
    section = Section(form.section.data) if form.section.data in [*Section] else Section.HANDBOOK
    pages = queries.sheets(section) if section is not Section.STANDPOINTS else []
    if form.under.data not in {sheet.id for sheet in pages}:
        form.under.data = TOP
    offers = places.offer(pages, _words(), form.under.data)
    form.under.choices = among({one.id: one.title for one in offers})
    return offers


def _page(
    form: NewPage, fragment: str | None = None, status: int = 200, offers: list[places.Offer] | None = None
) -> Response:
    offers = offers or _offer(form)
    code = form.language.data if form.language.data in LANGUAGES else language()
    facts: dict[str, Any] = {
        "form": form,
        "code": code,
        "offers": offers,
        "words": _words(),
        "page": None,
        "targets": [],
    }
    facts |= {"clash": None, "preview": desk.preview(form.text.data or "", code), "offered": desk.offered(code)}
    return render("editing/new.html", fragment, status, **facts)
