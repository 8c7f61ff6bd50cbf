"""Pages: signing in with a passkey, and the second step, also for those who must show again that it is them."""

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, flash, jsonify, request, url_for
from flask_login import current_user

from chapter import clock
from chapter.access import ANYONE, allow
from chapter.accounts import actions as accounts
from chapter.accounts.actions import TooSoon
from chapter.accounts.entering import half_in, let_all_the_way_in, note_proof, where_to
from chapter.accounts.models import Account
from chapter.db import db
from chapter.errors import Refused
from chapter.factors import actions, forms, passkeys, queries, words
from chapter.factors.proving import by_passkey, whom
from chapter.pages import own_path, render, see_other

bp = Blueprint("factors", __name__)


@bp.post("/sign-in/passkey/options")
@allow(ANYONE)
def sign_in_options() -> Response:
    """What a browser needs to use any passkey that it has for us."""
    return jsonify(passkeys.to_use(whom(None), (), clock.now()))


@bp.post("/sign-in/passkey")
@allow(ANYONE)
def sign_in() -> Response:
    """Let in whoever has a passkey; who has shown one needs no second step."""
    now, form = clock.now(), forms.Credential()
    try:
        account = by_passkey(form.credential.data, None, now)
    except Refused as refused:
        db.session.commit()
        return render("factors/refused.html", words=refused.words, form=form, status=_status(refused))
    path = accounts.arrive(account, now)
    db.session.commit()
    return let_all_the_way_in(account, own_path(form.next.data, "") or path, now)


def _status(refused: Refused) -> int:
    return 429 if isinstance(refused, TooSoon) else 422


def _who(now: datetime) -> Account | None:
    """Whose second step is wanted: who is half in, or who is in and must show again that it is them."""
    if current_user.is_authenticated:
        return current_user._get_current_object()
    return half_in(now)


@bp.get("/sign-in/second")
@allow(ANYONE)
def second() -> Response:
    """Ask for the second step."""
    account = _who(clock.now())
    if account is None:
        return see_other(url_for("accounts.sign_in"))
    there = own_path(request.args.get("next"), "")
    return _second(account, forms.Code(formdata=None, next=there))


@bp.post("/sign-in/second/options")
@allow(ANYONE)
def second_options() -> Response:
    """What a browser needs to use a passkey of whom we know already."""
    now = clock.now()
    account = _who(now)
    if account is None:
        return see_other(url_for("accounts.sign_in"))
    return jsonify(passkeys.to_use(whom(account), queries.passkeys_of(account), now))


@bp.post("/sign-in/second")
@allow(ANYONE)
def show_code() -> Response:
    """A code of the app, or a recovery code."""
    now, form = clock.now(), forms.Code()
    account = _who(now)
    if account is None:
        return see_other(url_for("accounts.sign_in"))
    if not form.validate():
        return _second(account, form, status=422)
    try:
        is_apps = actions.use_code(account, form.code.data, now)
    except Refused as refused:
        db.session.commit()
        form.code.errors = [refused.words]
        return _second(account, form, status=_status(refused))
    db.session.commit()
    left = queries.codes_left(account)
    response = _go_on(account, form.next.data, now)
    if not is_apps:
        flash(words.left(left), "warning")
    return response


@bp.post("/sign-in/second/passkey")
@allow(ANYONE)
def show_passkey() -> Response:
    """A passkey."""
    now, form = clock.now(), forms.Credential()
    account = _who(now)
    if account is None:
        return see_other(url_for("accounts.sign_in"))
    try:
        by_passkey(form.credential.data, account, now)
    except Refused as refused:
        db.session.commit()
        code = forms.Code(formdata=None, next=form.next.data)
        return _second(account, code, status=_status(refused), problem=refused.words)
    db.session.commit()
    return _go_on(account, form.next.data, now)


def _go_on(account: Account, path: str | None, now: datetime) -> Response:
    """All the way in; or, for those who were in, on with what they wanted to change."""
    if not current_user.is_authenticated:
        return let_all_the_way_in(account, where_to(), now)
    note_proof(now)
    return see_other(own_path(path, url_for("factors.own")))


def _second(account: Account, form: forms.Code, status: int = 200, problem: Any = None) -> Response:
    facts = {"account": account, "has": queries.of(account), "problem": problem}
    return render("factors/second.html", form=form, status=status, **facts)
