"""Pages: what runs in the background, for officers."""

from typing import Any

from flask import Blueprint, Response, flash, request, url_for

from chapter import clock, jobs
from chapter.access import Permission, allow, may
from chapter.background import actions, queries, words
from chapter.background.rules import PASSING, stands_still
from chapter.db import db
from chapter.i18n import _, lazy
from chapter.pages import render, section, see_other

bp = Blueprint("background", __name__, url_prefix="/background")
section("settings", 70, lazy("Background work"), "background.overview", Permission.BACKGROUND_READ, "background.job")


@bp.get("/")
@allow(Permission.BACKGROUND_READ)
def overview() -> Response:
    """All jobs: when they last ran and what they did, what is due, what failed."""
    now = clock.now()
    lines = queries.lines(now)
    seen = queries.last_sign(lines, now)
    facts: dict[str, Any] = {
        "seen": seen,
        "still": stands_still(seen, now),
        "moves": any(line.state in PASSING for line in lines.all),
    }
    return render("background/overview.html", fragment="background/_lines.html", lines=lines, **facts, **_words(now))


@bp.get("/<name>")
@allow(Permission.BACKGROUND_READ)
def job(name: str) -> Response:
    """One job: what is wrong, if something is, and its runs."""
    now = clock.now()
    line = queries.line(name, now)
    facts: dict[str, Any] = {
        "line": line,
        "page": queries.runs(name, max(request.args.get("page", 1, int), 1)),
        "moves": line.state in PASSING,
        "may_run": may(Permission.BACKGROUND_RUN),
    }
    return render("background/job.html", fragment="background/_job.html", **facts, **_words(now))


@bp.post("/<name>/run")
@allow(Permission.BACKGROUND_RUN)
def run(name: str) -> Response:
    """Have a job run now."""
    try:
        actions.ask_for(name, clock.now())
        db.session.commit()
        jobs.soon()
        flash(*_asked())
    except actions.RunsAlready as error:
        flash(str(error.words), "warning")
    return see_other(url_for(".job", name=name))


def _asked() -> tuple[str, str]:
    if queries.is_standing_still(clock.now()):
        return _("It will run as soon as the background worker does."), "warning"
    return _("It begins in a moment."), "success"


def _words(now: Any) -> dict[str, Any]:
    """What the pages say it with."""
    return {"now": now, "words": words}
