"""What those do who look after the bank: add, change, remove."""

from contextlib import suppress
from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from flask_login import current_user
from werkzeug.exceptions import RequestEntityTooLarge

from chapter import clock
from chapter.access import SIGNED_IN, Audience, Permission, allow
from chapter.db import db
from chapter.errors import Missing, error_page
from chapter.handbook.models import Page
from chapter.i18n import _, in_language, language, lazy
from chapter.media import actions as media
from chapter.media import doors, places, uploads
from chapter.media import queries as media_queries
from chapter.media.pictures import NO_PICTURE, Unusable
from chapter.pages import render, section, see_other
from chapter.resources import actions, queries
from chapter.resources.forms import FORMS, ResourceForm, ShelfForm
from chapter.resources.models import Resource
from chapter.resources.rules import Kind
from chapter.resources.words import ADD

bp = Blueprint("resources", __name__, url_prefix="/resources")
section("handbook", 30, lazy("Resources"), "resources.resources", SIGNED_IN, "resources.resource")
ALL = frozenset(Audience)


def _shown(sources: list[str]) -> dict[str, tuple[str, str]]:
    """What in the bank shows an upload, for whoever looks after uploads."""
    titles = queries.titles([int(source.partition(":")[2]) for source in sources])
    return {
        f"resource:{id}": (in_language(title), url_for("resources.resource", resource_id=id)) for id, title in titles
    }


places.register("resource:", _shown)


@bp.errorhandler(RequestEntityTooLarge)
def _too_large(_error: RequestEntityTooLarge) -> Response:
    doors.drain(request)
    return error_page(413)


@bp.get("/new")
@allow(Permission.PAGES_WRITE)
def new() -> Response:
    """What is it to be?"""
    return render("resources/new.html", add=ADD)


@bp.get("/new/<kind>")
@allow(Permission.PAGES_WRITE)
def new_one(kind: str) -> Response:
    """The form for a new file, film or link."""
    return _editor(_form(kind, formdata=None), None, Kind(kind))


@bp.post("/new/<kind>")
@allow(Permission.PAGES_WRITE)
@doors.takes_files
def add(kind: str) -> Response:
    """Put it into the bank."""
    form = _form(kind)
    if not (form.validate() & _took(form, Kind(kind))):
        return _editor(form, None, Kind(kind), status=422)
    found = actions.add(Kind(kind), {**form.facts(), "medium_id": form.kept_id}, current_user, clock.now())
    db.session.commit()
    flash(_("It’s in the bank now."), "success")
    return see_other(url_for(".resource", resource_id=found.id))


@bp.get("/<int:resource_id>/edit")
@allow(Permission.PAGES_WRITE)
def edit(resource_id: int) -> Response:
    """The form as it was filled in."""
    found = queries.resource(resource_id, ALL)
    form = _form(found.kind, formdata=None)
    form.show(found)
    return _editor(form, found, found.kind)


@bp.post("/<int:resource_id>/edit")
@allow(Permission.PAGES_WRITE)
@doors.takes_files
def change(resource_id: int) -> Response:
    """Save the changes, unless somebody else has made some meanwhile."""
    kind = queries.resource(resource_id, ALL).kind
    form = _form(kind)
    is_right = form.validate() & _took(form, kind)
    found = queries.resource(resource_id, ALL, for_change=True)
    if not is_right:
        return _editor(form, found, kind, status=422)
    try:
        actions.change(found, {**form.facts(), "medium_id": form.kept_id}, form.seen, current_user)
    except actions.Stale:
        form.version.data = str(found.version)
        return _editor(form, found, kind, is_stale=True, status=422)
    db.session.commit()
    flash(_("Saved."), "success")
    return see_other(url_for(".resource", resource_id=resource_id))


def _form(kind: str, **given: Any) -> ResourceForm:
    if kind not in FORMS:
        raise Missing
    form = FORMS[Kind(kind)](**given)
    form.choose_among(queries.categories())
    return form


def _took(form: ResourceForm, kind: Kind) -> bool:
    """Keep what was uploaded, also if something else is wrong: nobody is to choose it twice. Else the form says why."""
    if "file" not in form:
        return True
    field = form["file"]
    if form.kept_id not in media_queries.named([form.kept_id or 0]):
        form.medium_id.data = ""
    if not field.data:
        if kind is Kind.FILE and not form.kept_id:
            field.errors = [_("Choose a file first.")]
        return not field.errors
    db.session.commit()
    try:
        upload = uploads.ready(field.data.stream, field.data.filename or "")
        if kind is Kind.FILM and not upload.width:
            raise Unusable(NO_PICTURE)
    except Unusable as unusable:
        field.errors = [str(unusable.words)]
        return False
    form.medium_id.data = str(media.put(upload, current_user.name, clock.now()).id)
    db.session.commit()
    return True


def _editor(
    form: ResourceForm, found: Resource | None, kind: Kind, is_stale: bool = False, status: int = 200
) -> Response:
    medium = media_queries.named([form.kept_id or 0]).get(form.kept_id or 0)
    facts: dict[str, Any] = {"form": form, "resource": found, "kind": kind, "is_stale": is_stale, "medium": medium}
    return render("resources/edit.html", status=status, add=ADD, **facts)


@bp.get("/<int:resource_id>/remove")
@allow(Permission.PAGES_WRITE)
def remove(resource_id: int) -> Response:
    """Ask whether it is to go."""
    return render("resources/remove.html", resource=queries.resource(resource_id, ALL))


@bp.post("/<int:resource_id>/remove")
@allow(Permission.PAGES_WRITE)
def remove_now(resource_id: int) -> Response:
    """Take it out of the bank; pressed twice, it is gone as well."""
    with suppress(Missing):
        actions.remove(queries.resource(resource_id, ALL, for_change=True))
    db.session.commit()
    flash(_("It’s gone from the bank."), "success")
    return see_other(url_for(".resources"))


@bp.get("/page-<int:page_id>/place")
@allow(Permission.PAGES_WRITE)
def place(page_id: int) -> Response:
    """The form for where a script stands."""
    found, page = queries.keyed(f"page-{page_id}", ALL, drafts=True)
    form = ShelfForm(formdata=None)
    form.choose_among(queries.categories())
    if found is not None:
        form.show_place(found)
    return _placing(form, page)


def _placing(form: ShelfForm, page: Page | None, status: int = 200) -> Response:
    title = queries.newest_title(page, language()) if page else ""
    return render("resources/place.html", status=status, form=form, page=page, title=title)


@bp.post("/page-<int:page_id>/place")
@allow(Permission.PAGES_WRITE)
def put(page_id: int) -> Response:
    """Put a script on a shelf."""
    found, page = queries.keyed(f"page-{page_id}", ALL, drafts=True)
    form = ShelfForm()
    form.choose_among(queries.categories())
    if not form.validate() or page is None:
        return _placing(form, page, 422)
    actions.shelve(found or actions.of_page(page, clock.now()), **form.place())
    db.session.commit()
    flash(_("Saved."), "success")
    return see_other(url_for(".resources"))
