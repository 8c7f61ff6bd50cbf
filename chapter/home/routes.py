"""The front page and my page."""

from typing import Any

from flask import Blueprint, Response, current_app
from flask_login import AnonymousUserMixin, current_user

from chapter import clock
from chapter.access import ANYONE, SIGNED_IN, Audience, Permission, allow, audiences, may, reader_s
from chapter.front.queries import named
from chapter.groups.queries import cards
from chapter.groups.rules import first_paragraph
from chapter.home import queries, queries_front
from chapter.home.words import PARTS
from chapter.i18n import lazy
from chapter.pages import navigation, place, render
from chapter.signup.queries import pending

bp = Blueprint("home", __name__)
place(10, lazy("My page"), "home.my_page", SIGNED_IN)


@bp.get("/")
@allow(ANYONE)
def front() -> Response:
    """Who we are, and the way in; in the demo, who one can be."""
    is_demo = current_app.config["CHAPTER_MODE"] == "demo"
    return _front(reader_s(), people=queries.demo_people(PARTS) if is_demo else {}, is_preview=False)


@bp.get("/front/preview")
@allow(Permission.FRONT_WRITE)
def preview() -> Response:
    """The front page as a visitor sees it."""
    stranger = {"current_user": AnonymousUserMixin(), "navigation": list}
    return _front(audiences(set()), people={}, is_preview=True, **stranger)


def _front(readers: frozenset[Audience], **facts: Any) -> Response:
    return render(
        "home/front.html",
        **queries_front.front(readers, clock.now()),
        named=named,
        first_paragraph=first_paragraph,
        demo_parts=PARTS,
        may_change=may(Permission.FRONT_WRITE),
        ways=[(str(place.label), place.url) for place in navigation()],
        **facts,
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
