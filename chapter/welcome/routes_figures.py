"""The figures of the routine: pages for the coordinator and the board, and for the annual report."""

from collections.abc import Iterable
from typing import Any

from flask import Response, request

from chapter import clock
from chapter.access import Permission, allow
from chapter.i18n import _
from chapter.pages import render
from chapter.welcome import queries_figures
from chapter.welcome.queries_figures import Figures
from chapter.welcome.routes_board import bp
from chapter.welcome.rules import Kind
from chapter.welcome.rules_figures import Stage
from chapter.welcome.rules_summary import FEWEST, Landing, landed, landings, lost_most, stages, timing
from chapter.welcome.words_figures import LOST, PROMISES, STAGES


@bp.get("/figures")
@allow(Permission.WELCOME_FIGURES)
def figures() -> Response:
    """Who landed, how promises were kept, and where people are lost: of a year or of all."""
    everything, wanted = queries_figures.figures(clock.now()), request.args.get("year", None, int)
    year = wanted if wanted in everything.years else None
    found = everything.of(year)
    return render(
        "welcome/figures.html",
        "welcome/_figures.html",
        year=year,
        years=everything.years,
        found=found,
        fewest=FEWEST,
        promises=[(PROMISES[key], timing(found.kept, key)) for key in (Kind.LETTER, Kind.CALL, Kind.FOLLOW_UP)],
        landed=landed(found.counts),
        **_tables(found, everything if year is None else None),
        **_stages(found),
    )


def _stages(found: Figures) -> dict[str, Any]:
    """How far people came, and where most are lost, in words."""
    counted = stages(found.counts)
    stage = lost_most(counted)
    return {"stages": [(STAGES[stage], counted[stage]) for stage in Stage], "lost": LOST[stage] if stage else ""}


def _tables(found: Figures, every: Figures | None) -> dict[str, Any]:
    """Who landed by group, by how they came and, of all years, by year; and the groups that lose people."""
    groups = landings(found.counts, lambda count: count.group_id)
    names = queries_figures.group_names(groups)
    by_group = _rows((names.get(key, _("A group that is gone")), landing) for key, landing in groups.items())
    came = landings(found.counts, lambda count: count.how_came)
    by_way = _rows((key or _("Otherwise, or not noted"), landing) for key, landing in came.items())
    years = landings(every.counts, lambda count: count.year) if every else {}
    by_year = [(str(year), years[year]) for year in sorted(years, reverse=True)]
    tables = [(_("By group"), by_group), (_("By how they came"), by_way), (_("By year"), by_year)]
    return {"tables": [table for table in tables if table[1]], "poor": [row for row in by_group if row[1].is_poor]}


def _rows(found: Iterable[tuple[str, Landing]]) -> list[tuple[str, Landing]]:
    """Those to do something about first, then by how many."""
    return sorted(found, key=lambda row: (not row[1].is_poor, -row[1].referred, row[0]))
