"""Figures of the register, for the board too: sizes of groups, and nobody by name."""

from datetime import date
from typing import Any

from flask import Response, request

from chapter import clock
from chapter.access import Permission, allow, may_open
from chapter.i18n import _, lazy, local, month
from chapter.pages import render, section
from chapter.register import queries_figures
from chapter.register.queries_figures import Figures, Size
from chapter.register.routes_people import bp
from chapter.register.rules import FEWEST
from chapter.searches.asked import asked
from chapter.searches.queries import saved_searches

section("register", 50, lazy("Figures"), "register.figures", Permission.REGISTER_FIGURES)


@bp.get("/figures")
@allow(Permission.REGISTER_FIGURES)
def figures() -> Response:
    """How many people there are, of what age, where, and how they come and go."""
    today = local(clock.now()).date()
    is_reader = may_open("register.people")
    wanted = asked(request.args if is_reader else {})
    found = queries_figures.figures(wanted.search, today)
    return render(
        "register/figures.html",
        "register/_figures.html",
        wanted=wanted,
        saved=saved_searches() if is_reader else [],
        is_reader=is_reader,
        figures=found,
        sums=_sums(found, today.year),
        ages=[(_age(group), number) for group, number in found.ages if group or number != 0],
        towns=_towns(found),
        months=[month(date(*first, 1)) for first in found.months],
        fewest=FEWEST,
    )


def _sums(found: Figures, year: int) -> list[tuple[Any, Size]]:
    return [
        (_("people in the register"), found.people),
        (_("members"), found.members),
        (_("supporters"), found.supporters),
        (_("have paid the fee for %(year)s", year=year), found.paid),
        (_("joined in %(year)s", year=year), found.joined_this_year),
        (_("left in %(year)s", year=year), found.left_this_year),
        (_("can be reached by e-mail"), found.emails),
        (_("can be reached by mobile"), found.mobiles),
    ]


def _age(group: tuple[int | None, int | None] | None) -> str:
    if group is None:
        return _("Not known")
    start, end = group
    if start is None:
        return _("%(age)s or younger", age=end)
    return _("%(age)s or older", age=start) if end is None else f"{start}–{end}"


def _towns(found: Figures) -> list[tuple[str, Size]]:
    rest = [(_("Other places"), found.other_towns), (_("Not known"), found.unknown_towns)]
    return [*found.towns, *((label, number) for label, number in rest if number != 0)]
