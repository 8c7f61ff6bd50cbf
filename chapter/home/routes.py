"""The front page and my page."""

from flask import Blueprint, Response

from chapter.access import ANYONE, SIGNED_IN, allow
from chapter.pages import render

bp = Blueprint("home", __name__)


@bp.get("/")
@allow(ANYONE)
def front() -> Response:
    """Who we are, and the way in."""
    return render("home/front.html")


@bp.get("/my")
@allow(SIGNED_IN)
def my_page() -> Response:
    """What the reader has to do here."""
    return render("home/my_page.html")
