"""Pages: how one signs in oneself, and what one adds and removes there."""

from typing import Any

from flask import Response, flash, jsonify, request, session, url_for
from flask_login import current_user

from chapter import clock
from chapter.access import SIGNED_IN, allow
from chapter.accounts.entering import renew
from chapter.db import db
from chapter.errors import Missing, Refused
from chapter.factors import actions, forms, passkeys, queries
from chapter.factors.models import CodeApp
from chapter.factors.proving import fresh, new_passkey
from chapter.factors.routes_second import bp
from chapter.factors.words import told
from chapter.i18n import _
from chapter.pages import render, see_other
from chapter.qr import inline
from chapter.settings.queries import chapter


def _own(status: int = 200, **changed: Any) -> Response:
    """The page of how one signs in, with the form that was just filled in."""
    is_phone = any(sign in request.user_agent.string for sign in ("Mobile", "Android"))
    given = {
        "form": forms.NewPasskey(formdata=None, name=_("My phone") if is_phone else _("My computer")),
        "has": queries.of(current_user),
        "days": queries.days_to_go(current_user, clock.now()),
        "changes": queries.changes(current_user),
        "has_name": passkeys.has_name(),
        "told": told,
        "problem": None,
    }
    return render("factors/own.html", **{**given, **changed}, status=status)


@bp.get("/my/account/sign-in")
@allow(SIGNED_IN)
def own() -> Response:
    """How one signs in."""
    return _own()


@bp.post("/my/account/sign-in/passkeys/options")
@allow(SIGNED_IN)
@fresh
def add_options() -> Response:
    """What a browser needs to make a passkey."""
    return jsonify(passkeys.to_add(current_user, queries.passkeys_of(current_user), clock.now()))


@bp.post("/my/account/sign-in/passkeys")
@allow(SIGNED_IN)
@fresh
def add_passkey() -> Response:
    """Keep a passkey that the browser has made."""
    form, now = forms.NewPasskey(), clock.now()
    if not form.validate():
        return _own(422, form=form)
    try:
        made = new_passkey(form.credential.data, current_user, form.name.data, now)
        codes = actions.add_passkey(current_user, made, now)
    except Refused as refused:
        db.session.rollback()
        return _own(422, form=form, problem=refused.words)
    db.session.commit()
    return _added(codes, _("The passkey is added. You can sign in with it from now on."))


def _added(codes: list[str], words: str) -> Response:
    """The first second step brings recovery codes, which are shown once, and a session of its own."""
    if not codes:
        flash(words, "success")
        return see_other(url_for(".own"))
    renew(current_user._get_current_object(), clock.now())
    flash(words, "success")
    return render("factors/codes.html", codes=codes, is_first=True)


@bp.get("/my/account/sign-in/passkeys/<int:passkey_id>/remove")
@allow(SIGNED_IN)
@fresh
def ask_passkey(passkey_id: int) -> Response:
    """Ask whether a passkey should go."""
    return render("factors/remove.html", passkey=queries.passkey(current_user, passkey_id))


@bp.post("/my/account/sign-in/passkeys/<int:passkey_id>/remove")
@allow(SIGNED_IN)
@fresh
def remove_passkey(passkey_id: int) -> Response:
    """Take a passkey away."""
    actions.remove_passkey(current_user, queries.passkey(current_user, passkey_id), clock.now())
    db.session.commit()
    flash(_("The passkey is removed. Delete it on the device too."), "success")
    return see_other(url_for(".own"))


@bp.errorhandler(actions.OneMustStay)
def _one_must_stay(refused: Refused) -> Response:
    """Nobody locks themselves out of a role."""
    db.session.rollback()
    return _own(422, problem=refused.words)


@bp.get("/my/account/sign-in/app")
@allow(SIGNED_IN)
@fresh
def app() -> Response:
    """What to scan with a code app."""
    if queries.of(current_user).app:
        return see_other(url_for(".own"))
    return _app(forms.Code(formdata=None))


def _app(form: forms.Code, status: int = 200) -> Response:
    """The secret waits in the session until the app shows that it has it."""
    from pyotp import TOTP, random_base32

    secret = session.setdefault("new_secret", random_base32())
    address = TOTP(secret).provisioning_uri(name=current_user.email, issuer_name=chapter().name)
    key = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    return render("factors/app.html", form=form, qr=inline(address), address=address, key=key, status=status)


@bp.post("/my/account/sign-in/app")
@allow(SIGNED_IN)
@fresh
def add_app() -> Response:
    """Keep the app, if it shows the right code."""
    form = forms.Code()
    if not form.validate() or "new_secret" not in session:
        return _app(form, 422)
    try:
        codes = actions.add_app(current_user, session["new_secret"], form.code.data, clock.now())
    except actions.WrongCode:
        form.code.errors = [_("This isn’t the code that the app shows now. Does your phone’s clock go right?")]
        return _app(form, 422)
    db.session.commit()
    session.pop("new_secret", None)
    return _added(codes, _("The code app is added. From now on you write its code when you sign in."))


@bp.get("/my/account/sign-in/app/remove")
@allow(SIGNED_IN)
@fresh
def ask_app() -> Response:
    """Ask whether the code app should go; without one there is nothing to ask (the handbook leads here)."""
    if queries.of(current_user).app is None:
        return see_other(url_for(".own"))
    return render("factors/remove.html", passkey=None)


@bp.post("/my/account/sign-in/app/remove")
@allow(SIGNED_IN)
@fresh
def remove_app() -> Response:
    """Take the code app away."""
    actions.remove_app(current_user, _present_app(), clock.now())
    db.session.commit()
    flash(_("The code app is removed. Delete its line in the app too."), "success")
    return see_other(url_for(".own"))


def _present_app() -> CodeApp:
    found = queries.of(current_user).app
    if found is None:
        raise Missing
    return found


@bp.post("/my/account/sign-in/codes")
@allow(SIGNED_IN)
@fresh
def make_codes() -> Response:
    """New recovery codes; the old ones don't work any more."""
    if not current_user.has_factor:
        return see_other(url_for(".own"))
    codes = actions.make_codes(current_user, clock.now())
    db.session.commit()
    return render("factors/codes.html", codes=codes, is_first=False)
