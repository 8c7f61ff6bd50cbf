"""Pages: whether all is well with the installation, for administrators."""

from typing import Any

from flask import Blueprint, Response, flash, url_for

from chapter import clock, jobs
from chapter.access import Permission, allow
from chapter.background import queries as background
from chapter.background.rules import PASSING, stands_still
from chapter.db import db
from chapter.doctor import actions, queries, words
from chapter.doctor.rules import State, order
from chapter.i18n import _, lazy
from chapter.pages import render, section, see_other

bp = Blueprint("doctor", __name__, url_prefix="/doctor")
section("upkeep", 10, lazy("Is all well?"), "doctor.overview", Permission.INSTALLATION_CHECK)


@bp.get("/")
@allow(Permission.INSTALLATION_CHECK)
def overview() -> Response:
    """What was found the last time, and whether somebody is looking just now. Nothing is asked here."""
    now, report = clock.now(), queries.last()
    lines = background.lines(now)
    findings = order(queries.findings(report)) if report else []
    facts: dict[str, Any] = {
        "report": report,
        "by_state": {state: [f for f in findings if f.state is state] for state in State},
        "is_still": stands_still(background.last_sign(lines, now), now),
        "moves": any(line.state in PASSING for line in lines.all if line.job.name == actions.JOB),
        "now": now,
        "words": words,
    }
    return render("doctor/overview.html", fragment="doctor/_report.html", **facts)


@bp.post("/check")
@allow(Permission.INSTALLATION_CHECK)
def check() -> Response:
    """Have everything looked at now, in the background: it may take half a minute."""
    actions.ask(clock.now())
    db.session.commit()
    jobs.soon()
    flash(_("We are looking. It takes up to half a minute."), "success")
    return see_other(url_for(".overview"))
