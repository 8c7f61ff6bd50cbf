"""Pages: one's own account, and who has which roles."""

from typing import Any

from flask import Response, flash, request, session, url_for
from flask_login import current_user

from chapter import clock
from chapter.access import ROLE_NAMES, SIGNED_IN, Permission, Role, allow
from chapter.accounts import actions, forms, passwords, queries
from chapter.accounts.entering import has_proved, stay_in
from chapter.accounts.models import Account
from chapter.accounts.network import whereabouts
from chapter.accounts.routes_session import bp, guessable
from chapter.db import db
from chapter.i18n import _, lazy
from chapter.pages import render, section, see_other
from chapter.people.looks import What, saw

section("settings", 20, lazy("Roles"), "accounts.roles", Permission.ROLES_GIVE, "accounts.roles_of")
WORDS: dict[str, Any] = {"role_names": ROLE_NAMES, "about_roles": forms.ABOUT_ROLES}


def _me(status: int = 200, **changed: Any) -> Response:
    """The page of one's own account, with the form that was just filled in."""
    given = {
        "form": forms.Me(formdata=None, obj=current_user),
        "password_form": forms.NewPassword(formdata=None, has_one=bool(current_user.password_hash)),
        "removal_form": forms.PresentPassword(formdata=None),
    }
    return render("accounts/me.html", **{**given, **changed}, **WORDS, status=status)


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
    has_one = bool(current_user.password_hash)
    if not has_one and not has_proved(clock.now()):  # Who finds an open browser doesn't get a way in of their own.
        return see_other(url_for("factors.second", next=url_for("accounts.me")))
    form = forms.NewPassword(*guessable(current_user), has_one=has_one)
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
        actions.prove(current_user, current_user.email, form.present.data, whereabouts(), clock.now())
    except actions.WrongPassword:
        form.present.errors = [_("This isn’t your present password.")]
    except actions.TooSoon as error:
        form.present.errors = [error.words]
    db.session.commit()
    return not form.errors


def _set_password(password: str | None, words: str) -> Response:
    db.session.rollback()  # hashing takes long: others can write meanwhile
    actions.set_password(current_user, passwords.hash_of(password) if password else None, clock.now())
    db.session.commit()
    stay_in(current_user)
    flash(words, "success")
    return see_other(url_for("accounts.me"))


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
    saw(What.ACCOUNT, [account.person_id for account in page])
    return render("accounts/roles.html", "accounts/_found.html", words=words, page=page, **WORDS)


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
        actions.give_roles(account, {Role(role) for role in form.roles.data or ()}, current_user, clock.now())
    except actions.LastAdministrator as error:
        form.roles.errors = [error.words]
        return _roles_of(account, form, 422)
    db.session.commit()
    flash(_("The roles of %(name)s are saved.", name=account.name), "success")
    may_still = Permission.ROLES_GIVE in current_user.permissions  # who takes it from themselves leaves the page
    return see_other(url_for("accounts.roles_of", account_id=account.id) if may_still else url_for("home.my_page"))


def _roles_of(account: Account, form: forms.Roles, status: int = 200) -> Response:
    changes = queries.role_changes(account.id)
    saw(What.ACCOUNT, [account.person_id])
    return render("accounts/roles_of.html", account=account, form=form, changes=changes, **WORDS, status=status)
