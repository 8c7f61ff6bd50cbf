"""Coming in: the first step of signing in, the second where the account has one, and the session after it."""

from datetime import datetime

from flask import Response, session, url_for
from flask_login import login_user

from chapter.accounts import queries
from chapter.accounts.models import Account
from chapter.accounts.rules import FRESH, HALF_IN_LASTS
from chapter.pages import own_path, see_other


def let_in(account: Account, path: str | None, now: datetime) -> Response:
    """The first step is done: in, unless the account has a second one. Nothing of the old session is in the new."""
    if not account.has_factor:
        return let_all_the_way_in(account, path, now)
    session.clear()
    session["half_in"] = {"id": account.get_id(), "at": now.isoformat(), "path": path}
    return see_other(url_for("factors.second"))


def half_in(now: datetime) -> Account | None:
    """Who has just done the first step in this browser."""
    kept = session.get("half_in")
    if not kept or datetime.fromisoformat(kept["at"]) + HALF_IN_LASTS < now:
        return None
    return queries.of_session(kept["id"])


def where_to() -> str | None:
    """Where who is half in was going."""
    path: str | None = session.get("half_in", {}).get("path")
    return path


def let_all_the_way_in(account: Account, path: str | None, now: datetime) -> Response:
    """A new session, and on to where they were going."""
    renew(account, now)
    return see_other(own_path(path, url_for("home.my_page")))


def renew(account: Account, now: datetime) -> None:
    """A new session, with nothing in it that was in the old one."""
    session.clear()
    session.permanent = True
    session["signed_in_at"] = session["proved_at"] = now.isoformat()
    login_user(account)


def stay_in(account: Account) -> None:
    """A new session for who has just signed the others out: as old as the one before, and it proves no more."""
    kept = {name: session[name] for name in ("signed_in_at", "proved_at") if name in session}
    session.clear()
    session.permanent = True
    session.update(kept)
    login_user(account)


def note_proof(now: datetime) -> None:
    """Whoever is signed in has shown again that it is them."""
    session["proved_at"] = now.isoformat()


def has_proved(now: datetime) -> bool:
    """Whether whoever is signed in has shown lately that it is them."""
    at = session.get("proved_at") or session.get("signed_in_at")
    return at is not None and datetime.fromisoformat(at) + FRESH >= now
