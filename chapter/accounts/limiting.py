"""A flood stops at the door: strangers at one place may send and search so often, and are told when to come back.

Tries are rows of the database, so they count on in every process and after a restart. What a single form allows is
less, and its own matter (``rules.LIMITS``); this holds for all of them, also those that nobody thought of.
"""

from math import ceil

from flask import Response, current_app, request
from flask_login import current_user

from chapter import clock
from chapter.access import ANYONE
from chapter.accounts import actions, queries
from chapter.accounts.network import whereabouts
from chapter.accounts.routes_session import bp
from chapter.db import READING, db, writing
from chapter.errors import error_page


@bp.before_app_request
def _stop_floods() -> Response | None:
    view = current_app.view_functions.get(request.endpoint or "")
    is_counted = request.method not in READING or getattr(view, "is_costly", False)
    if getattr(view, "need", None) != ANYONE or not is_counted or current_user.is_authenticated:
        return None
    key, now = f"from:{whereabouts()}", clock.now()
    with writing():
        until = queries.wait_until(key, now=now)
        if not until:
            actions.note_attempt(key, now)
    return error_page(429) if until else None


@bp.after_app_request
def _say_when(response: Response) -> Response:
    """Who is told to wait is told for how long, in seconds, for programs to read."""
    until = db.session().info.pop("until", None)
    if until and response.status_code == 429:
        response.headers["Retry-After"] = str(max(ceil((until - clock.now()).total_seconds()), 1))
    return response
