"""The list of everybody in the register: found by name, mail or number, narrowed by conditions, sorted, paged."""

from flask import Blueprint, Response

from chapter.access import Permission, allow
from chapter.i18n import lazy
from chapter.pages import area, render, section

bp = Blueprint("register", __name__, url_prefix="/people")
area(26, lazy("Register"), "register")
section("register", 10, lazy("People"), "register.people", Permission.REGISTER_READ)


@bp.get("/")
@allow(Permission.REGISTER_READ)
def people() -> Response:
    """Everybody, or those whom the search finds."""
    return render("register/people.html")
