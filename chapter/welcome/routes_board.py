"""The board: who waits for what, and how late it is."""

from flask import Blueprint, Response
from flask_login import current_user

from chapter import clock
from chapter.access import Permission, allow
from chapter.i18n import lazy
from chapter.pages import place, render
from chapter.welcome import queries
from chapter.welcome.words import name_of, when

bp = Blueprint("welcome", __name__, url_prefix="/welcome")
place(24, lazy("Welcome"), "welcome.board", Permission.WELCOME_WORK)
bp.app_context_processor(lambda: {"step_words": name_of, "when_words": when})


@bp.get("/")
@allow(Permission.WELCOME_WORK)
def board() -> Response:
    """All open cases that the reader may see, the most overdue first."""
    return render("welcome/board.html", cases=queries.open_cases(current_user, clock.now()))
