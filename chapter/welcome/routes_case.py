"""A case: who it is, what is known, and its steps."""

from flask import Response
from flask_login import current_user

from chapter import clock
from chapter.access import Permission, allow
from chapter.pages import render
from chapter.welcome import queries
from chapter.welcome.panels import panels
from chapter.welcome.routes_board import bp


@bp.get("/<int:case_id>")
@allow(Permission.WELCOME_WORK)
def case(case_id: int) -> Response:
    """One new member, from the letter to the follow-up."""
    now = clock.now()
    standing = queries.standing(queries.case_for(current_user, case_id), now)
    return render("welcome/case.html", standing=standing, panels=panels(current_user, standing, now))
