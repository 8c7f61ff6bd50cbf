"""The picture on the front page."""

from typing import Any

from flask import Response, flash, request, url_for
from flask_login import current_user
from werkzeug.exceptions import RequestEntityTooLarge

from chapter import clock
from chapter.access import Permission, allow
from chapter.db import db
from chapter.errors import error_page
from chapter.forms import texts
from chapter.front import actions, queries
from chapter.front.forms import PictureForm
from chapter.front.sharing import bp
from chapter.i18n import _
from chapter.media import actions as media
from chapter.media.doors import drain
from chapter.media.models import Medium
from chapter.media.pictures import LARGEST, NO_PICTURE, NOTHING, TOO_LARGE, Unusable
from chapter.media.queries import named
from chapter.media.uploads import ready
from chapter.pages import render, see_other

BESIDES = 64 * 1024
"""Bytes of a request with a picture that aren't the picture."""
SHOW = "front.show_picture"


@bp.url_value_preprocessor
def _take_pictures(endpoint: str | None, _values: Any) -> None:
    """A picture is larger than any other form; this comes before anything reads it."""
    if endpoint == SHOW:
        request.max_content_length = LARGEST + BESIDES


@bp.errorhandler(RequestEntityTooLarge)
def _too_large(_error: RequestEntityTooLarge) -> Response:
    if request.endpoint != SHOW:
        return error_page(413)
    drain(request)
    form = _as_it_is()
    form.picture.errors = [str(TOO_LARGE)]
    return _page(form, status=413)


@bp.get("/front/edit/picture")
@allow(Permission.FRONT_WRITE)
def picture_form() -> Response:
    """The picture, and what it shows."""
    return _page(_as_it_is())


@bp.post("/front/edit/picture")
@allow(Permission.FRONT_WRITE)
def show_picture() -> Response:
    """Show a picture, or describe the one that is there in other words. It's looked into before anything is written."""
    form, front = PictureForm(), queries.front_page()
    if not (form.validate() & _took(form, front is not None and front.picture_id is not None)):
        return _page(form, status=422)
    facts: dict[str, Any] = {"picture_says": texts(form, "picture_says")}
    try:
        actions.change(facts | ({"picture_id": form.kept_id} if form.kept_id else {}), current_user, form.seen)
    except actions.Stale as stale:
        db.session.rollback()
        form.version.data = _as_it_is().version.data
        form.picture.errors = [str(stale.words)]
        return _page(form, status=422)
    db.session.commit()
    flash(_("Saved. This is what everybody sees now."), "success")
    return see_other(url_for(".edit"))


def _took(form: PictureForm, has_one: bool) -> bool:
    """Keep what was sent, also if something else is wrong: nobody is to choose it twice. Else the form says why."""
    if not (kept := _kept(form)) or not kept.width:
        form.medium_id.data = ""
    if not form.picture.data:
        form.picture.errors = [] if has_one or form.kept_id else [str(NOTHING)]
        return not form.picture.errors
    db.session.commit()
    try:
        upload = ready(form.picture.data.stream, form.picture.data.filename or "")
        if not upload.width:
            raise Unusable(NO_PICTURE)
    except Unusable as unusable:
        form.picture.errors = [str(unusable.words)]
        return False
    form.medium_id.data = str(media.put(upload, current_user.name, clock.now()).id)
    db.session.commit()
    return True


def _kept(form: PictureForm) -> Medium | None:
    """What has come already, when something else was wrong."""
    return named([form.kept_id]).get(form.kept_id)


@bp.post("/front/edit/picture/remove")
@allow(Permission.FRONT_WRITE)
def drop_picture() -> Response:
    """Do without a picture."""
    front = queries.front_page()
    if front is not None and front.picture_id is not None:
        actions.change({"picture_id": None}, current_user, front.version)
        db.session.commit()
        flash(_("The picture is gone."), "success")
    return see_other(url_for(".edit"))


def _as_it_is() -> PictureForm:
    form = PictureForm(formdata=None)
    form.show(queries.front_page())
    return form


def _page(form: PictureForm, status: int = 200) -> Response:
    return render("front/picture.html", status=status, form=form, front=queries.front_page(), medium=_kept(form))
