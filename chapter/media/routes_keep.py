"""Pictures and files, for those who write: what there is, where it is shown, what it is called."""

from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from flask_login import current_user
from werkzeug.exceptions import RequestEntityTooLarge

from chapter import clock
from chapter.access import Permission, allow
from chapter.db import db
from chapter.errors import error_page
from chapter.i18n import _, lazy
from chapter.media import actions, doors, queries
from chapter.media.forms import NameForm, UploadForm
from chapter.media.models import Medium
from chapter.media.pictures import Unusable
from chapter.media.places import where
from chapter.media.rules import UNUSED_KEPT, Family, Trouble, family
from chapter.media.uploads import ready
from chapter.media.words import FAMILIES, WHY, size
from chapter.pages import render, section, see_other

bp = Blueprint("media", __name__, url_prefix="/media")
section("writing", 10, lazy("Pictures and files"), "media.media", Permission.PAGES_WRITE)


@bp.app_context_processor
def _words() -> dict[str, Any]:
    return {"size": size}


@bp.errorhandler(RequestEntityTooLarge)
def _too_large(_error: RequestEntityTooLarge) -> Response:
    doors.drain(request)
    if request.endpoint != "media.upload":
        return error_page(413)
    form = UploadForm(formdata=None)
    form.file.errors = [str(WHY[Trouble.TOO_LARGE])]
    return _page(form, 413)


@bp.get("/")
@allow(Permission.PAGES_WRITE)
def media() -> Response:
    """All that was uploaded, newest first."""
    return _page(UploadForm(formdata=None))


@bp.post("/")
@allow(Permission.PAGES_WRITE)
@doors.takes_files
def upload() -> Response:
    """Keep an upload."""
    form = UploadForm()
    medium = taken(form)
    if medium is None:
        return _page(form, 422)
    flash(_("It’s uploaded. Paste its code into a page, and it’s shown there."), "success")
    return see_other(url_for(".medium", medium_id=medium.id))


def taken(form: UploadForm) -> Medium | None:
    """What was uploaded, looked into before anything is written; None if the form says what is wrong with it."""
    if not form.validate():
        return None
    db.session.commit()
    try:
        upload = ready(form.file.data.stream, form.file.data.filename or "")
    except Unusable as unusable:
        form.file.errors = [str(unusable.words)]
        return None
    medium = actions.put(upload, current_user.name, clock.now())
    db.session.commit()
    return medium


def _page(form: UploadForm, status: int = 200) -> Response:
    words, kind = request.args.get("q", "").strip()[:100], request.args.get("kind", "")
    chosen = Family(kind) if kind in list(Family) else None
    page = queries.media(words, chosen, max(request.args.get("page", 1, int), 1))
    facts: dict[str, Any] = {"page": page, "words": words, "kind": kind, "families": FAMILIES, "family": family}
    facts["uses"] = queries.uses([medium.id for medium in page.items])
    return render("media/media.html", "media/_found.html", status=status, form=form, days=UNUSED_KEPT.days, **facts)


@bp.get("/<int:medium_id>")
@allow(Permission.PAGES_WRITE)
def medium(medium_id: int) -> Response:
    """One of them: what it is, what shows it."""
    found = queries.medium(medium_id)
    return _one(found, NameForm(formdata=None, name=found.name.rpartition(".")[0]))


@bp.post("/<int:medium_id>")
@allow(Permission.PAGES_WRITE)
def rename(medium_id: int) -> Response:
    """Call it something else."""
    found, form = queries.medium(medium_id), NameForm()
    if not form.validate():
        return _one(found, form, 422)
    actions.rename(found, form.name.data or "")
    db.session.commit()
    flash(_("It’s called %(name)s now.", name=found.name), "success")
    return see_other(url_for(".medium", medium_id=medium_id))


def _one(found: Medium, form: NameForm, status: int = 200) -> Response:
    places = where(queries.uses([found.id])[found.id])
    return render(
        "media/medium.html", status=status, medium=found, form=form, places=places, family=family, days=UNUSED_KEPT.days
    )


@bp.get("/<int:medium_id>/remove")
@allow(Permission.PAGES_WRITE)
def remove(medium_id: int) -> Response:
    """Ask whether it is to be deleted."""
    found = queries.medium(medium_id)
    return render("media/remove.html", medium=found, places=where(queries.uses([medium_id])[medium_id]), family=family)


@bp.post("/<int:medium_id>/remove")
@allow(Permission.PAGES_WRITE)
def remove_now(medium_id: int) -> Response:
    """Delete it, unless something has come to show it meanwhile."""
    found = queries.medium(medium_id)
    try:
        actions.remove(found)
    except actions.Used as used:
        flash(str(used.words), "error")
        return see_other(url_for(".medium", medium_id=medium_id))
    db.session.commit()
    flash(_("%(name)s is deleted.", name=found.name), "success")
    return see_other(url_for(".media"))
