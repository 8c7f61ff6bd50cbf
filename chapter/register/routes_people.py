"""The list of everybody in the register: found by name, mail or number, narrowed by conditions, sorted, paged."""

from typing import Any

from flask import Blueprint, Response, after_this_request, request, url_for

from chapter import clock
from chapter.access import Permission, allow, may_open
from chapter.i18n import _, lazy, local
from chapter.pages import area, render, section, wants_fragment
from chapter.people.looks import What, saw
from chapter.register import queries
from chapter.register.columns import COLUMNS, SORTED, Shown, shown
from chapter.searches.asked import Asked, asked
from chapter.searches.queries import saved_searches
from chapter.searches.registry import in_words
from chapter.searches.rules import condition, every, parts_of

bp = Blueprint("register", __name__, url_prefix="/people")
area(26, lazy("Register"), "register")
PARTS = "register.person", "register.edit", "register.change", "register.changes"
section("register", 10, lazy("People"), "register.people", Permission.REGISTER_READ, *PARTS)


@bp.get("/")
@allow(Permission.REGISTER_READ)
def people() -> Response:
    """Everybody, or those whom the address asks for."""
    wanted, view = asked_here(), shown_here()
    page = queries.people(wanted, view.sort, max(request.args.get("page", 1, int), 1))
    args = query(wanted, view)
    saw(What.LIST, [person.id for person in page])
    response = render(
        "register/people.html",
        "register/_people.html",
        **_words(wanted),
        wanted=wanted,
        view=view,
        page=page,
        args=args,
        saved=saved_searches(),
        called=queries.last_called(page.items) if "called" in view.columns else {},
    )
    if wants_fragment():
        response.headers["HX-Replace-Url"] = url_for(".people", **args)
    return response


def _words(wanted: Asked) -> dict[str, Any]:
    """What the list says besides the people, and where it leads."""
    among_left = Asked(every(condition("left", True)), None, wanted.typed)
    return {
        "said": in_words(wanted.search) if parts_of(wanted.search)[1] else [],
        "columns": COLUMNS,
        "sorted_by": SORTED,
        "this_year": local(clock.now()).year,
        "onward": _onward(wanted),
        "among_left": url_for(".people", **among_left.args()),
        "ways_in": _ways_in(),
        "oob": wants_fragment(),
    }


def asked_here() -> Asked:
    """Who is asked for. A kept search that is chosen in the form takes the place of the conditions in it."""
    args = request.args.to_dict()
    if args.get("search"):
        args.pop("s", None)
    return asked(args)


def shown_here() -> Shown:
    """How the list is shown; columns that were chosen are remembered on this device for a year."""
    chosen, kept = request.args.getlist("column"), request.cookies.get("columns", "")
    view = shown(chosen, kept, request.args.get("sort", ""))
    words = ".".join(view.columns)
    if chosen and words != kept:

        @after_this_request
        def remember(response: Response) -> Response:
            secure: Any = request.is_secure
            response.set_cookie("columns", words, max_age=31_536_000, samesite="Lax", secure=secure, httponly=True)
            return response

    return view


def query(wanted: Asked, view: Shown) -> dict[str, Any]:
    """The query of this list's address, without the page."""
    sort = {"sort": view.sort} if view.sort != "name" else {}
    columns = {"column": view.columns} if "column" in request.args else {}
    return {**wanted.args(), **sort, **columns}


def _onward(wanted: Asked) -> list[tuple[str, str]]:
    """What can be done with all who are found: words and address."""
    args = wanted.args()
    group = {name: value for name, value in args.items() if name != "q"}
    places: list[tuple[str, str, dict[str, Any]]] = [(_("Export"), "exports.new", args)]
    if not wanted.typed:
        places.append((_("Make a call assignment"), "leading.new", group))
    if "s" in group:
        places.append((_("Keep as a saved search"), "searches.new", group))
    return [(words, url_for(endpoint, **given)) for words, endpoint, given in places if may_open(endpoint)]


def _ways_in() -> list[tuple[str, str]]:
    """How people come into a register that is empty: words and address."""
    places = [
        (_("Import a file"), "imports.imports"),
        (_("Add somebody by hand"), "register.add"),
        (_("Make a sign-up link"), "signup.new_link"),
    ]
    return [(words, url_for(endpoint)) for words, endpoint in places if may_open(endpoint)]
