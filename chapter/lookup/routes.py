"""The page of search, for everybody: visitors find what is public."""

from flask import Blueprint, Response, request

from chapter.access import ANYONE, SIGNED_IN, allow, costly, reader_s
from chapter.i18n import language, lazy
from chapter.lookup import queries, words
from chapter.pages import render, section

bp = Blueprint("lookup", __name__)
section("handbook", 50, lazy("Search"), "lookup.search", SIGNED_IN)


@bp.get("/search")
@allow(ANYONE)
@costly
def search() -> Response:
    """What the reader finds, as they type or when they press the button."""
    typed = request.args.get("q", "").replace("\x00", "")
    found = queries.look(typed, language(), reader_s(), request.args.get("page", 1, int))
    return render("lookup/search.html", "lookup/_typed.html", typed=typed, found=found, stands=words.stands)
