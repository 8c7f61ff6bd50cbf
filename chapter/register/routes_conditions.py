"""Putting conditions together for the list of people; with a script it opens on the list itself."""

from flask import Response, request, url_for

from chapter.access import Permission, allow
from chapter.pages import render, see_other
from chapter.register.routes_people import asked_here, bp, query, shown_here
from chapter.searches.asked import Asked
from chapter.searches.builder import PREFIX, Builder


@bp.get("/conditions")
@allow(Permission.REGISTER_READ)
def conditions() -> Response:
    """The builder, with the conditions of the list; when it is done, the list of those who fit."""
    wanted, view = asked_here(), shown_here()
    is_sent = f"{PREFIX}-how" in request.args
    builder = Builder.sent(request.args) if is_sent else Builder.shown(wanted.search)
    if is_sent and not builder.pressed and builder.can_travel:
        return see_other(url_for(".people", **query(Asked(builder.search, None, wanted.typed), view)))
    args = {name: value for name, value in query(wanted, view).items() if name not in ("s", "search")}
    status = 422 if is_sent and not builder.pressed else 200
    return render(
        "register/conditions.html",
        "register/_conditions.html",
        status,
        builder=builder,
        args=args,
        back=query(wanted, view),
    )
