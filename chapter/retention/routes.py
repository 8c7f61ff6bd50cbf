"""Pages: what is deleted, when, and what was."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, request

from chapter import clock, expiry
from chapter.access import Permission, allow
from chapter.i18n import lazy, local, month
from chapter.pages import render, section
from chapter.retention import queries
from chapter.retention.rules import State, chosen, last_months

bp = Blueprint("retention", __name__, url_prefix="/retention")
section("upkeep", 30, lazy("What is deleted"), "retention.overview", Permission.INSTALLATION_CHECK)
section("register", 78, lazy("What is deleted"), "retention.overview", Permission.RIGHTS_HANDLE)


@bp.get("/")
@allow(Permission.RETENTION_READ)
def overview() -> Response:
    """What goes and when, what went, and what is kept as long as somebody is known."""
    now = clock.now()
    went = queries.went(now)
    lines = queries.lines(now, went)
    months = last_months(local(now).date())
    facts: dict[str, Any] = {
        "lines": lines,
        "troubled": [line for line in lines if line.state is not State.WELL],
        "today": local(now).date(),
        "months": [(first, sum(n for (there, _key), n in went.items() if there == first)) for first in months],
        "month": (shown := chosen(request.args.get("month", ""), months)),
        "named": month,
        "report": _report(went, shown),
        "staying": expiry.staying(),
    }
    return render("retention/overview.html", **facts)


def _report(went: queries.Went, first: date) -> list[tuple[Any, int]]:
    """What went in a month, the most first."""
    numbers = [(term.what, went.get((first, term.key), 0)) for term in expiry.terms()]
    return sorted(((what, number) for what, number in numbers if number), key=lambda pair: -pair[1])
