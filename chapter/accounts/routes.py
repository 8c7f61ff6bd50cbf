"""Pages: signing in and out, one's own account, roles."""

from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, Response, abort, current_app, flash, redirect, request, session, url_for
from flask.blueprints import BlueprintSetupState
from flask_login import LoginManager, current_user, login_user

from chapter import access, clock, i18n, jobs
from chapter.access import ANYONE, SIGNED_IN, Permission, Role, allow
from chapter.accounts import actions, forms, queries, rules
from chapter.accounts.models import Account
from chapter.db import db
from chapter.errors import Refused
from chapter.i18n import _, lazy
from chapter.pages import own_path, place, render, see_other
from chapter.settings.queries import chapter

bp = Blueprint("accounts", __name__)
login = LoginManager()
login.session_protection = None  # a telephone's network address and browser change all the time
login.unauthorized_handler(access.sign_in_first)

place(50, lazy("Roles"), "accounts.roles", Permission.ROLES_GIVE)


@bp.record_once
def _set_up(state: BlueprintSetupState) -> None:
    """The cookie lasts longer than any session may; how long a session lasts is the chapter's to say."""
    state.app.config["PERMANENT_SESSION_LIFETIME"] = timedelta(days=366)
    state.app.config["SESSION_REFRESH_EACH_REQUEST"] = False
    login.init_app(state.app)


@login.user_loader
def _signed_in(session_id: str) -> Account | None:
    began = session.get("signed_in_at")
    if not began or datetime.fromisoformat(began) + timedelta(days=chapter().session_days) < clock.now():
        return None
    return queries.of_session(session_id)


@i18n.source("account")
def _language() -> str | None:
    return current_user.language if current_user.is_authenticated else None


def _let_in(account: Account, path: str | None, now: datetime) -> Response:
    """A new session, with nothing in it that was in the old one, and on to where they were going."""
    session.clear()
    session.permanent = True
    session["signed_in_at"] = now.isoformat()
    login_user(account)
    return see_other(own_path(path, url_for("home.front")))


def _place() -> str:
    """Where on the network the request comes from."""
    return rules.network(request.remote_addr)


@bp.get("/sign-in")
@allow(ANYONE)
def sign_in() -> Response:
    """Ask for an address."""
    there = own_path(request.args.get("next"), "")
    if current_user.is_authenticated:
        return see_other(there or url_for("home.front"))
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
    entry = actions.sign_in(form.email.data, form.password.data, _place(), now)
    db.session.commit()
    return _let_in(entry.account, own_path(form.next.data, "") or entry.path, now)


def _by_link(email: str, next_path: str | None) -> Response:
    now = clock.now()
    actions.ask_for_link(email, _place(), now, own_path(next_path, "") or None)
    db.session.commit()
    jobs.soon()
    before = session.get("asked", {})
    since = before["at"] if before.get("email") == email else now.isoformat()
    session["asked"] = {"email": email, "at": since, "next": next_path}
    return redirect(url_for("accounts.link_sent"), 303)  # type: ignore[return-value]


@bp.get("/sign-in/sent")
@allow(ANYONE)
def link_sent() -> Response:
    """The link is on its way; what to do if it doesn't come."""
    asked = session.get("asked")
    if current_user.is_authenticated or not asked:
        return see_other(url_for("accounts.sign_in"))
    waited = clock.now() - datetime.fromisoformat(asked["at"])
    facts = {"email": asked["email"], "is_late": waited >= rules.PATIENCE, "error": None}
    return render("accounts/link_sent.html", "accounts/_late.html", **facts)


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
        facts = {"email": asked["email"], "is_late": True, "error": error.words}
        return render("accounts/link_sent.html", status=429, **facts)
    flash(_("We have sent another link. Use the newest one."), "success")
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
    form = forms.Enter(*_names(link.account))
    if not form.validate():
        return render("accounts/enter.html", form=form, account=link.account, status=422)
    try:
        entry = actions.enter(token, now, form.password.data)
    except actions.LinkIsGone:
        return _link_gone()
    db.session.commit()
    return _let_in(entry.account, entry.path, now)


def _link_gone() -> Response:
    email = session.get("asked", {}).get("email")
    return render("accounts/link_gone.html", form=forms.SignIn(formdata=None, email=email), status=410)


def _names(account: Account) -> tuple[str, ...]:
    """What somebody who knows ``account`` would try as its password."""
    return account.name, account.email.partition("@")[0], chapter().name


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
    return _let_in(account, own_path(request.form.get("next"), "") or path, clock.now())


def _me(status: int = 200, **changed: Any) -> Response:
    """The page of one's own account, with the form that was just filled in."""
    given = {
        "form": forms.Me(formdata=None, obj=current_user),
        "password_form": forms.NewPassword(formdata=None, has_one=bool(current_user.password_hash)),
        "removal_form": forms.PresentPassword(formdata=None),
    }
    return render("accounts/me.html", **{**given, **changed}, about_roles=forms.ABOUT_ROLES, status=status)


@bp.get("/my/account")
@allow(SIGNED_IN)
def me() -> Response:
    """One's own account."""
    return _me()


@bp.post("/my/account")
@allow(SIGNED_IN)
def change_me() -> Response:
    """Change name, mobile, language."""
    form = forms.Me()
    if not form.validate():
        return _me(422, form=form)
    actions.change(current_user, form.name.data, form.mobile.data or None, form.language.data)
    db.session.commit()
    flash(_("Saved."), "success")
    return see_other(url_for("accounts.me", lang=form.language.data))


@bp.post("/my/account/password")
@allow(SIGNED_IN)
def change_password() -> Response:
    """Choose a password, or another one."""
    form = forms.NewPassword(*_names(current_user), has_one=bool(current_user.password_hash))
    if not form.validate() or not _proves(form):
        return _me(422, password_form=form)
    return _set_password(form.password.data, _("Your new password holds from now on. Other devices are signed out."))


@bp.post("/my/account/password/remove")
@allow(SIGNED_IN)
def remove_password() -> Response:
    """Sign in by mailed links only."""
    form = forms.PresentPassword()
    if not form.validate() or not _proves(form):
        return _me(422, removal_form=form)
    return _set_password(None, _("Your password is gone. You sign in with a link that we mail you."))


def _proves(form: forms.PresentPassword | forms.NewPassword) -> bool:
    """Whether the present password, where there is one, is right; if not, the form says so."""
    if "present" not in form:
        return True
    try:
        actions.prove(current_user, current_user.email, form.present.data, _place(), clock.now())
    except actions.WrongPassword:
        form.present.errors = [_("This isn’t your present password.")]
    except actions.TooSoon as error:
        form.present.errors = [error.words]
    db.session.commit()
    return not form.errors


def _set_password(password: str | None, words: str) -> Response:
    actions.set_password(current_user, password)
    db.session.commit()
    response = _let_in(current_user, url_for("accounts.me"), clock.now())
    flash(words, "success")
    return response


@bp.post("/my/account/sign-out-everywhere")
@allow(SIGNED_IN)
def sign_out_everywhere() -> Response:
    """End the sessions on all devices, this one too."""
    actions.sign_out_everywhere(current_user)
    db.session.commit()
    session.clear()
    flash(_("You are signed out on all devices."), "success")
    return see_other(url_for("accounts.sign_in"))


@bp.get("/roles")
@allow(Permission.ROLES_GIVE)
def roles() -> Response:
    """Who has which roles."""
    words = request.args.get("q", "").strip()
    page = queries.found(words, max(request.args.get("page", 1, int), 1))
    return render("accounts/roles.html", "accounts/_found.html", words=words, page=page)


@bp.get("/roles/<int:account_id>")
@allow(Permission.ROLES_GIVE)
def roles_of(account_id: int) -> Response:
    """The roles of one account."""
    account = queries.account(account_id)
    return _roles_of(account, forms.Roles(formdata=None, roles=sorted(account.roles)))


@bp.post("/roles/<int:account_id>")
@allow(Permission.ROLES_GIVE)
def give_roles(account_id: int) -> Response:
    """Give and take roles."""
    account, form = queries.account(account_id), forms.Roles()
    if not form.validate():
        return _roles_of(account, form, 422)
    try:
        actions.give_roles(account, {Role(role) for role in form.roles.data}, current_user, clock.now())
    except actions.LastAdministrator as error:
        form.roles.errors = [error.words]
        return _roles_of(account, form, 422)
    db.session.commit()
    flash(_("The roles of %(name)s are saved.", name=account.name), "success")
    return see_other(
        url_for("accounts.roles_of", account_id=account.id) if Role.ADMINISTRATOR in current_user.roles else "/"
    )


def _roles_of(account: Account, form: forms.Roles, status: int = 200) -> Response:
    facts = {"about_roles": forms.ABOUT_ROLES, "changes": queries.role_changes(account.id)}
    return render("accounts/roles_of.html", account=account, form=form, status=status, **facts)
