"""How one signs: title and picture, as they stand under one's letters."""

from typing import Any

from flask import Response, flash, request, url_for
from flask_login import current_user
from werkzeug.exceptions import RequestEntityTooLarge

from chapter import clock
from chapter.access import Permission, allow
from chapter.db import db
from chapter.errors import error_page
from chapter.forms import show_texts, texts
from chapter.i18n import _, language
from chapter.letters import actions, queries
from chapter.letters.drafts import picture
from chapter.letters.forms import Signature
from chapter.letters.routes_send import bp
from chapter.media import pictures
from chapter.media.doors import drain
from chapter.pages import render, see_other

BESIDES = 64 * 1024
"""Bytes of a request with a picture that aren't the picture."""
SIGN = "letters.sign"


@bp.url_value_preprocessor
def _take_pictures(endpoint: str | None, _values: Any) -> None:
    """A picture is larger than any other form; this comes before anything reads it."""
    if endpoint == SIGN:
        request.max_content_length = pictures.LARGEST + BESIDES


@bp.errorhandler(RequestEntityTooLarge)
def _too_large(_error: RequestEntityTooLarge) -> Response:
    if request.endpoint != SIGN:
        return error_page(413)
    form = _as_it_is()
    drain(request)
    form.picture.errors = [str(pictures.TOO_LARGE)]
    return _page(form, 413)


@bp.get("/signature")
@allow(Permission.WELCOME_WORK)
def signature() -> Response:
    """What stands under one's letters."""
    return _page(_as_it_is())


@bp.post("/signature")
@allow(Permission.WELCOME_WORK)
def sign() -> Response:
    """Keep it. A picture is made small before anything is written."""
    form = Signature()
    if not form.validate():
        return _page(form, 422)
    db.session.commit()
    upload = form.picture.data
    try:
        small = pictures.small(upload.read()) if upload else None
    except pictures.Unusable as unusable:
        form.picture.errors = [str(unusable.words)]
        return _page(form, 422)
    actions.sign_with(current_user, texts(form, "title"), small, clock.now())
    db.session.commit()
    flash(_("Saved. Your letters are signed like this from now on."), "success")
    return see_other(url_for(".signature"))


@bp.post("/signature/without-picture")
@allow(Permission.WELCOME_WORK)
def drop_picture() -> Response:
    """Sign without a picture."""
    actions.drop_picture(current_user)
    db.session.commit()
    flash(_("The picture is gone."), "success")
    return see_other(url_for(".signature"))


def _as_it_is() -> Signature:
    form, own = Signature(formdata=None), queries.welcomer(current_user)
    show_texts(form, "title", own.title if own else None)
    return form


def _page(form: Signature, status: int = 200) -> Response:
    signed = queries.signs(current_user, queries.welcomer(current_user))
    shown = picture(signed, language())
    return render("letters/signature.html", status=status, form=form, signer=signed, picture=shown)
