"""The routine's settings: changed on one page, after a look at what that does to running cases."""

from collections.abc import Sequence

from flask import Response, flash, url_for
from flask_login import current_user

from chapter import clock
from chapter.access import Permission, allow
from chapter.db import db
from chapter.i18n import _
from chapter.pages import render, see_other
from chapter.welcome import actions_routine, queries, queries_routine
from chapter.welcome.forms_routine import RoutineForm, digest
from chapter.welcome.models import Routine
from chapter.welcome.routes_board import bp
from chapter.welcome.rules_routine import Effect


@bp.get("/routine")
@allow(Permission.WELCOME_MANAGE)
def routine() -> Response:
    """The routine as it is."""
    kept = queries.routine()
    form = RoutineForm(formdata=None).offer(queries.workers())
    return _page(form.show(kept, queries_routine.sharing()), kept)


@bp.post("/routine")
@allow(Permission.WELCOME_MANAGE)
def change_routine() -> Response:
    """Show what the change does to running cases, or save it once that has been seen."""
    form, kept = RoutineForm().offer(queries.workers()), queries.routine()
    steps, is_valid = form.read(queries.steps()), form.validate()
    if not (form.is_sound(steps) and is_valid):
        return _page(form.open(), kept, status=422)
    facts = form.facts(steps)
    found, seen = queries_routine.effects_of(steps, clock.now()), form.shown.data
    form.shown.data = digest(facts)
    if found and seen != form.shown.data:
        return _page(form.open(), kept, found)
    try:
        actions_routine.change(facts, form.shares.data or [], form.seen, current_user)
    except actions_routine.Stale as stale:
        form.version.data = str(kept.version)
        flash(stale.words, "warning")
        return _page(form.open(), kept, status=422)
    db.session.commit()
    flash(_("The routine is saved."), "success")
    return see_other(url_for(".routine"))


def _page(form: RoutineForm, kept: Routine, effects: Sequence[Effect] = (), status: int = 200) -> Response:
    names = {step.key: step for step in form.read(queries.steps())}
    return render("welcome/routine.html", status=status, form=form, kept=kept, effects=effects, steps=names)
