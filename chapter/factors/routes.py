"""Pages: who must set a second step up first, and taking it away from somebody who has lost it."""

from datetime import datetime

from flask import Response, flash, url_for
from flask_login import current_user

from chapter import access, clock
from chapter.access import Permission, allow, permissions_of
from chapter.accounts import hooks
from chapter.accounts.models import Account
from chapter.accounts.queries import account as account_by_id
from chapter.db import db
from chapter.errors import Missing
from chapter.factors import actions, queries, routes_own
from chapter.factors.proving import fresh
from chapter.factors.routes_second import bp
from chapter.factors.words import told
from chapter.i18n import _
from chapter.pages import render, see_other

__all__ = ["bp", "routes_own"]


def _set_up_first(need: str) -> Response | None:
    """Who may open a page as soon as a second step is set up goes there."""
    return see_other(url_for("factors.own")) if need in permissions_of(current_user.roles) else None


def _lead(account: Account, now: datetime, _about: str | None) -> str | None:
    return url_for("factors.own") if queries.resting(account, now) else None


def _days() -> int | None:
    """How many days who reads has left to set a second step up; None if none is asked of them."""
    return queries.days_to_go(current_user, clock.now()) if current_user.is_authenticated else None


access.instead.append(_set_up_first)
hooks.on_request.append(queries.resting)
hooks.on_sign_in.append(_lead)
bp.app_context_processor(lambda: {"days_for_second_step": _days})


@bp.get("/roles/<int:account_id>/second-step")
@allow(Permission.ROLES_GIVE)
@fresh
def ask_reset(account_id: int) -> Response:
    """Ask whether somebody's second step should go."""
    account = _another(account_id)
    return render("factors/reset.html", account=account, changes=queries.changes(account), told=told)


@bp.post("/roles/<int:account_id>/second-step")
@allow(Permission.ROLES_GIVE)
@fresh
def reset(account_id: int) -> Response:
    """Take somebody's second step away."""
    account = _another(account_id)
    actions.reset(account, current_user, clock.now())
    db.session.commit()
    words = _("%(name)s signs in without a second step now, and has been told so by mail.", name=account.name)
    flash(words, "success")
    return see_other(url_for("accounts.roles_of", account_id=account.id))


def _another(account_id: int) -> Account:
    """Somebody else: one's own second step is changed where everybody changes theirs."""
    if account_id == current_user.id:
        raise Missing
    return account_by_id(account_id)
