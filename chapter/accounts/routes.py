"""Pages: signing in and out."""

from datetime import datetime
from typing import Any

from flask import Response, abort, current_app, flash, request, session, url_for
from flask_login import current_user

from chapter import clock
from chapter.access import ANYONE, allow
from chapter.accounts import actions, forms, limiting, passwords, queries, routes_own, rules
from chapter.accounts.entering import let_all_the_way_in, let_in
from chapter.accounts.network import whereabouts
from chapter.accounts.routes_session import bp, guessable
from chapter.db import db
from chapter.errors import Refused
from chapter.i18n import _
from chapter.pages import own_path, render, see_other

__all__ = ["bp", "limiting", "routes_own"]


@bp.get("/sign-in")
@allow(ANYONE)
def sign_in() -> Response:
    """Ask for an address."""
    there = own_path(request.args.get("next"), "")
    if current_user.is_authenticated:
        return see_other(there or url_for("home.my_page"))
    form = forms.SignIn(formdata=None, next=there, email=session.get("asked", {}).get("email"))
    return render("accounts/sign_in.html", form=form)


@bp.post("/sign-in")
@allow(ANYONE)
def try_sign_in() -> Response:
    """Mail a link, or check the password if one was written and the link wasn't what was pressed."""
    form = forms.SignIn()
    if not form.validate():
        return render("accounts/sign_in.html", form=form, status=422)
    try:
        by_password = form.password.data and request.form.get("way") != "link"
        return _by_password(form) if by_password else _by_link(form.email.data, form.next.data)
    except (actions.WrongPassword, actions.TooSoon) as error:
        db.session.commit()
        form.form_errors.append(error.words)
        return render("accounts/sign_in.html", form=form, status=_status(error))


def _status(error: Refused) -> int:
    return 429 if isinstance(error, actions.TooSoon) else 422


def _by_password(form: forms.SignIn) -> Response:
    now = clock.now()
    entry = actions.sign_in(form.email.data, form.password.data, whereabouts(), now)
    db.session.commit()
    return let_in(entry.account, own_path(form.next.data, "") or entry.path, now)


def _by_link(email: str, next_path: str | None) -> Response:
    now = clock.now()
    actions.ask_for_link(email, whereabouts(), now, own_path(next_path, "") or None)
    db.session.commit()
    if session.get("asked", {}).get("email") != email:
        session["asked"] = {"email": email, "at": now.isoformat()}
    session["asked"] = {**session["asked"], "next": next_path}
    return see_other(url_for("accounts.link_sent"))


@bp.get("/sign-in/sent")
@allow(ANYONE)
def link_sent() -> Response:
    """The link is on its way; what to do if it doesn't come."""
    asked = session.get("asked")
    if not asked:
        return see_other(url_for("accounts.sign_in"))
    return _sent(asked)


def _sent(asked: dict[str, Any], error: str | None = None, status: int = 200) -> Response:
    waited = clock.now() - datetime.fromisoformat(asked["at"])
    facts = {"email": asked["email"], "next": asked["next"], "is_late": waited >= rules.PATIENCE, "error": error}
    facts["is_sure"] = asked.get("is_sure", False)
    return render("accounts/link_sent.html", "accounts/_late.html", status=status, **facts)


@bp.post("/sign-in/sent")
@allow(ANYONE)
def send_again() -> Response:
    """Mail another link."""
    asked = session.get("asked")
    if not asked:
        return see_other(url_for("accounts.sign_in"))
    try:
        response = _by_link(asked["email"], asked["next"])
    except actions.TooSoon as error:
        return _sent(asked, error.words, 429)
    flash(_("Another link is on its way, unless you have just been sent several."), "success")
    return response


@bp.get("/enter/<token>")
@allow(ANYONE)
def enter(token: str) -> Response:
    """A button; mail scanners that follow links use nothing up."""
    link = queries.open_link(token, clock.now())
    if link is None:
        return _link_gone()
    return render("accounts/enter.html", form=forms.Enter(formdata=None), account=link.account)


@bp.post("/enter/<token>")
@allow(ANYONE)
def use_link(token: str) -> Response:
    """Use the link up and let its account in, perhaps with a first password."""
    now = clock.now()
    link = queries.open_link(token, now)
    if link is None:
        return _link_gone()
    form = forms.Enter(*guessable(link.account))
    if not form.validate():
        return render("accounts/enter.html", form=form, account=link.account, status=422)
    try:
        entry = actions.enter(token, now, _hashed(form.password.data))
    except actions.LinkIsGone:
        return _link_gone()
    db.session.commit()
    return let_in(entry.account, entry.path, now)


def _hashed(password: str | None) -> str | None:
    """What to keep of a password."""
    if not password:
        return None
    db.session.rollback()  # hashing takes long: others can write meanwhile
    return passwords.hash_of(password)


def _link_gone() -> Response:
    email = session.get("asked", {}).get("email")
    return render("accounts/link_gone.html", form=forms.SignIn(formdata=None, email=email), status=410)


@bp.post("/sign-out")
@allow(ANYONE)
def sign_out() -> Response:
    """End this session."""
    session.clear()
    flash(_("You are signed out."), "success")
    return see_other(url_for("home.front"))


@bp.post("/become")
@allow(ANYONE)
def become() -> Response:
    """Be one of the demo's people."""
    account = queries.by_email(request.form.get("email", ""))
    if current_app.config["CHAPTER_MODE"] != "demo" or account is None or not account.is_active:
        abort(404)
    path = actions.arrive(account, clock.now())
    db.session.commit()
    return let_all_the_way_in(account, own_path(request.form.get("next"), "") or path, clock.now())
