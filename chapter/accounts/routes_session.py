"""The blueprint, who is signed in, and for how long."""

from datetime import datetime, timedelta

from flask import Blueprint, Response, session, url_for
from flask.blueprints import BlueprintSetupState
from flask_login import LoginManager, current_user, login_user

from chapter import access, clock, i18n
from chapter.accounts import queries
from chapter.accounts.models import Account
from chapter.pages import own_path, see_other
from chapter.settings.queries import chapter

bp = Blueprint("accounts", __name__)
login = LoginManager()
login.session_protection = None  # a telephone's network address changes all the time
login.unauthorized_handler(access.sign_in_first)


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


def let_in(account: Account, path: str | None, now: datetime) -> Response:
    """A new session, with nothing in it that was in the old one, and on to where they were going."""
    session.clear()
    session.permanent = True
    session["signed_in_at"] = now.isoformat()
    login_user(account)
    return see_other(own_path(path, url_for("home.my_page")))


def guessable(account: Account) -> tuple[str, ...]:
    """What somebody who knows ``account`` would try as its password."""
    return account.name, account.email.partition("@")[0], chapter().name
