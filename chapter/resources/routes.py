"""The resource bank as people use it: find, open, keep near. What writers do is in the other routes."""

from typing import Any

from flask import Response, flash, request, url_for
from flask_login import current_user

from chapter import clock
from chapter.access import ANYONE, SIGNED_IN, Permission, allow, may, reader_s, sign_in_first
from chapter.accounts.models import Account
from chapter.db import db
from chapter.errors import Missing
from chapter.i18n import _, language
from chapter.media.rules import family
from chapter.origin import page_of_sender
from chapter.pages import render, see_other, wants_fragment
from chapter.resources import actions, listing, queries, routes_links, routes_shelves
from chapter.resources.listing import Wanted
from chapter.resources.models import Resource
from chapter.resources.routes_write import bp
from chapter.resources.rules import all_tags, host
from chapter.resources.words import KINDS, MANY, ONLY

__all__ = ["bp", "routes_links", "routes_shelves"]


@bp.context_processor
def _words() -> dict[str, Any]:
    return {"kinds": KINDS, "many_kinds": MANY, "only_in": ONLY, "host": host, "family": family}


def _reader() -> Account | None:
    return current_user if current_user.is_authenticated else None


def _writes() -> bool:
    return current_user.is_authenticated and may(Permission.PAGES_WRITE)


@bp.get("/")
@allow(ANYONE)
def resources() -> Response:
    """All that the reader may see, or what they look for."""
    wanted, spoken = Wanted.read(request.args), language()
    items = queries.items(reader_s(), _reader(), spoken, clock.now())
    facts: dict[str, Any] = {"categories": queries.categories(), "tags": sorted(all_tags(items), key=str.casefold)}
    facts["writes"] = _writes()
    facts["most"] = [] if wanted.is_anything or wanted.page > 1 else listing.most_used(items)
    found = listing.found(items, wanted, spoken)
    return render("resources/resources.html", "resources/_found.html", wanted=wanted, found=found, has=items, **facts)


@bp.get("/<int:resource_id>")
@allow(ANYONE)
def resource(resource_id: int) -> Response:
    """A file, film or link by itself. A stranger isn't told whether it's there: they sign in first."""
    try:
        found = queries.resource(resource_id, reader_s())
    except Missing:
        if not current_user.is_authenticated:
            return sign_in_first()
        raise
    item = queries.item(found, _reader(), language())
    return render("resources/resource.html", item=item, resource=found, writes=_writes())


@bp.post("/<key>/opened")
@allow(ANYONE)
def opened(key: str) -> Response:
    """Count that something was opened: browsers with scripts tell us by themselves. Nobody's name is kept."""
    actions.count(_there(key), clock.now())
    db.session.commit()
    return Response(status=204)


@bp.post("/<key>/favourite")
@allow(SIGNED_IN)
def keep_near(key: str) -> Response:
    """Keep something among one's favourites."""
    actions.keep_near(_there(key), current_user)
    db.session.commit()
    return _kept(key, True)


@bp.post("/<key>/no-favourite")
@allow(SIGNED_IN)
def let_go(key: str) -> Response:
    """Take something from one's favourites."""
    actions.let_go(_there(key), current_user)
    db.session.commit()
    return _kept(key, False)


def _there(key: str) -> Resource:
    """What a key names, as far as the reader may see it; a script gets its row when it's first used."""
    found, page = queries.keyed(key, reader_s())
    if found is not None:
        return found
    if page is None:
        raise Missing
    return actions.of_page(page, clock.now())


def _kept(key: str, is_favourite: bool) -> Response:
    """The button anew; without scripts, the page it was pressed on."""
    if wants_fragment():
        title = queries.title_of(*queries.keyed(key, reader_s()), language())
        return render("resources/_favourite.html", key=key, is_favourite=is_favourite, title=title)
    flash(_("It’s among your favourites.") if is_favourite else _("It’s no longer among your favourites."), "success")
    return see_other(page_of_sender() or url_for(".resources"))
