"""The front page as the chapter makes it: its words, its picture, and what stands on it in which order."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from flask import Response, flash, request, url_for
from flask_login import current_user

from chapter import clock
from chapter.access import Permission, allow, may_open
from chapter.db import db
from chapter.errors import Missing
from chapter.front import actions, queries
from chapter.front.rules import Act, Part, arranged
from chapter.front.sharing import bp
from chapter.front.words import PART_NAMES
from chapter.handbook.rules import Section
from chapter.i18n import _, in_language
from chapter.media import places
from chapter.pages import render, see_other

PARTS = "front.words", "front.write_words", "front.picture_form", "front.show_picture", "front.order"
"""What is part of editing the front page."""
WHERE: dict[str, tuple[str, dict[str, Any]]] = {
    Part.LINKS: ("front.order", {"what": "links"}),
    Part.GROUPS: ("front.order", {"what": "groups"}),
    Part.NEWS: ("front.all_news", {}),
    Part.ABOUT: ("editing.tree", {"section": Section.ABOUT.value}),
    Part.CONTACT: ("settings.contacts", {}),
}
"""Where each part is filled."""
places.register(actions.SOURCE, lambda sources: dict.fromkeys(sources, (_("Front page"), url_for("front.edit"))))


def _seen() -> int:
    """The version that a button was on."""
    kept = request.form.get("version", "")
    return int(kept) if kept.isdecimal() and len(kept) < 10 else -1


def _rows(what: str) -> list[tuple[str, Any, bool]]:
    """What can be put in order: the name of each, what it's called, whether it's shown."""
    page = queries.front_page()
    if what == "parts":
        names = arranged(page.arranged.get(what, []) if page else [], list(Part))
        return [(name.lstrip("-"), PART_NAMES[Part(name.lstrip("-"))], name[0] != "-") for name in names]
    if what == "links":
        return [(str(link.id), in_language(link.title), is_on) for link, is_on in queries.links(page, clock.now())]
    if what == "groups":
        return [(str(group.id), in_language(group.name), is_on) for group, is_on in queries.groups(page)]
    raise Missing


@bp.get("/front/edit")
@allow(Permission.FRONT_WRITE)
def edit() -> Response:
    """What stands on the front page, and where each thing is changed."""
    places = {part: endpoint for part, (endpoint, _args) in WHERE.items() if may_open(endpoint)}
    links_of = {part: url_for(endpoint, **WHERE[part][1]) for part, endpoint in places.items()}
    return render("front/edit.html", front=queries.front_page(), rows=_rows("parts"), what="parts", links_of=links_of)


@bp.get("/front/edit/<any(links, groups):what>")
@allow(Permission.FRONT_WRITE)
def order(what: str) -> Response:
    """Which sign-up links or groups are shown, and in which order."""
    return render("front/order.html", front=queries.front_page(), rows=_rows(what), what=what, links_of={})


@bp.post("/front/edit/<any(parts, links, groups):what>")
@allow(Permission.FRONT_WRITE)
def arrange(what: str) -> Response:
    """Move, show or leave out one of them."""
    act, name = request.form.get("act", ""), request.form.get("name", "")
    names = [each if is_shown else f"-{each}" for each, _words, is_shown in _rows(what)]
    if act not in list(Act):
        raise Missing
    _do(lambda seen: actions.arrange(what, names, name, Act(act), current_user, seen))
    here = url_for(".edit") if what == "parts" else url_for(".order", what=what)
    return see_other(f"{here}#row-{quote(name)}")


@bp.post("/front/undo")
@allow(Permission.FRONT_WRITE)
def undo() -> Response:
    """Take the last change back."""
    _do(lambda seen: actions.undo(current_user, seen), _("The last change is taken back."))
    return see_other(url_for(".edit"))


def _do(change: Callable[[int], Any], words: str = "") -> None:
    """Make a change that is one button, unless it has been changed since that page was opened."""
    try:
        change(_seen())
        db.session.commit()
        if words:
            flash(words, "success")
    except actions.Stale as stale:
        db.session.rollback()
        flash(str(stale.words), "warning")
