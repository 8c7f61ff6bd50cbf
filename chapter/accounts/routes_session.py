"""The blueprint, who is signed in, and for how long."""

from datetime import datetime, timedelta

from flask import Blueprint, session
from flask.blueprints import BlueprintSetupState
from flask_login import LoginManager, current_user

from chapter import access, clock, i18n
from chapter.accounts import hooks, queries
from chapter.accounts.models import Account
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
    began, now = session.get("signed_in_at"), clock.now()
    if not began or datetime.fromisoformat(began) + timedelta(days=chapter().session_days) < now:
        return None
    found = queries.of_session(session_id)
    if found:
        found.resting = frozenset().union(*(resting(found, now) for resting in hooks.on_request))
    return found


@i18n.source("account")
def _language() -> str | None:
    return current_user.language if current_user.is_authenticated else None


def guessable(account: Account) -> tuple[str, ...]:
    """What somebody who knows ``account`` would try as its password."""
    return account.name, account.email.partition("@")[0], chapter().name
