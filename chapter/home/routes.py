"""The front page and my page."""

from flask import Blueprint, Response, current_app
from flask_login import current_user

from chapter import clock
from chapter.access import ANYONE, SIGNED_IN, allow
from chapter.groups.queries import cards
from chapter.home import queries
from chapter.home.words import PARTS
from chapter.i18n import lazy
from chapter.pages import place, render
from chapter.signup.queries import open_links, pending

bp = Blueprint("home", __name__)
place(10, lazy("My page"), "home.my_page", SIGNED_IN)


@bp.get("/")
@allow(ANYONE)
def front() -> Response:
    """Who we are, and the way in; in the demo, who one can be."""
    is_demo = current_app.config["CHAPTER_MODE"] == "demo"
    return render(
        "home/front.html",
        links=open_links(clock.now()),
        people=queries.demo_people(PARTS) if is_demo else {},
        parts=PARTS,
    )


@bp.get("/my")
@allow(SIGNED_IN)
def my_page() -> Response:
    """What the reader has to do here."""
    now = clock.now()
    return render(
        "home/my_page.html",
        calling=queries.calling(current_user, now),
        office=queries.office(current_user, now),
        asked=pending(current_user, now),
        groups=cards(current_user),
    )
