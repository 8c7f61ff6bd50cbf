"""Making and changing assignments."""

from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from flask_login import current_user

from chapter import clock
from chapter.access import Permission, allow
from chapter.calling.models import CallAssignment
from chapter.db import db, only_read
from chapter.i18n import LANGUAGES, _
from chapter.leading import actions, goals, queries
from chapter.leading.forms import AssignmentForm, options
from chapter.markdown import html
from chapter.pages import render, see_other, wants_fragment
from chapter.searches import registry
from chapter.searches.asked import asked
from chapter.searches.builder import Builder
from chapter.searches.counted import how_many
from chapter.searches.models import SavedSearch
from chapter.searches.queries import saved_searches
from chapter.searches.rules import Search

bp = Blueprint("leading", __name__, url_prefix="/calling")


@bp.get("/new")
@allow(Permission.CALLING_LEAD)
def new() -> Response:
    """An empty form, but for the search in the address."""
    form = AssignmentForm(formdata=None, cooldown_hours=24, notes_on=True, starts_at=_next_hour(clock.now()))
    form.shown_facts.data = ["age_group", "town", "tags"]
    form.leader_id.data = current_user.id
    wanted = asked(request.args)
    form.search_id.data = wanted.saved.id if wanted.saved else 0
    if wanted.is_garbled:
        flash(_("The search in the address couldn’t be read. Say anew whom to call."), "warning")
    return _editor(None, form, Builder.shown(wanted.search))


@bp.post("/new")
@allow(Permission.CALLING_LEAD)
def create() -> Response:
    """Make an assignment, with its queue; its callers come next."""
    return _save(None)


@bp.get("/<int:assignment_id>/edit")
@allow(Permission.CALLING_LEAD)
def edit(assignment_id: int) -> Response:
    """The form as it was filled in."""
    assignment = queries.assignment(assignment_id)
    form = AssignmentForm(formdata=None)
    form.show(assignment)
    return _editor(assignment, form, Builder.shown(assignment.target))


@bp.post("/<int:assignment_id>/edit")
@allow(Permission.CALLING_LEAD)
def change(assignment_id: int) -> Response:
    """Save the changes and search anew for the target group."""
    return _save(queries.assignment(assignment_id, for_change=True))


def _save(assignment: CallAssignment | None) -> Response:
    form, target, show = AssignmentForm(), Builder.sent(request.form), request.form.get("show")
    if target.pressed or show:
        return _show(show, assignment, form, target)
    given = _given(form, assignment)
    if not form.validate() or (target.errors and given is None):
        only_read()  # Counting takes a while, and nothing is saved.
        return _editor(assignment, form, target, status=422)
    facts, now = {**form.facts(), "target": target.search if given is None else given}, clock.now()
    if assignment is None:
        there, assignment = "leading.callers", actions.make(now, **facts)
    else:
        there = "leading.assignment"
        actions.change(assignment, now, **facts)
    db.session.commit()
    flash(_("Saved."), "success")
    return see_other(url_for(there, assignment_id=assignment.id))


def _show(what: str | None, assignment: CallAssignment | None, form: AssignmentForm, target: Builder) -> Response:
    """Build on the target group or show the texts, without saving anything."""
    only_read()
    preview = _preview(form) if what == "preview" else None
    if not wants_fragment():
        wrong = target.errors and not preview
        return _editor(assignment, form, target, preview=preview, status=422 if wrong else 200)
    if preview is not None:
        return render("leading/_preview.html", preview=preview)
    return render("leading/_target.html", form=form, target=target, **_chosen(form, assignment))


def _editor(
    assignment: CallAssignment | None, form: AssignmentForm, target: Builder, status: int = 200, preview: Any = None
) -> Response:
    context: dict[str, Any] = {"assignment": assignment, "form": form, "target": target, "preview": preview}
    page = "leading/new.html" if assignment is None else "leading/edit.html"
    return render(page, status=status, **context, **_chosen(form, assignment))


def _chosen(form: AssignmentForm, assignment: CallAssignment | None) -> dict[str, Any]:
    """The search that isn't built here, how many it finds, and what it says."""
    given = _given(form, assignment)
    found, said = (None, []) if given is None else (how_many(given), registry.in_words(given))
    frozen_at = assignment.frozen_at if assignment else None
    return {"chosen": given is not None, "found": found, "said": said, "frozen_at": frozen_at}


def _given(form: AssignmentForm, assignment: CallAssignment | None) -> Search | None:
    """What the chosen search says; or the assignment's own conditions, which stay if the reader may not know them."""
    if chosen := _choices(form, assignment):
        return chosen.criteria
    if assignment is None or assignment.search_id is not None or registry.is_open(assignment.target):
        return None
    return assignment.target


def _choices(form: AssignmentForm, assignment: CallAssignment | None) -> SavedSearch | None:
    """Say what can be chosen; gives the saved search that is."""
    kept = saved_searches()
    form.leader_id.choices, form.goal.choices = options(_leaders(assignment)), options(goals.choices())
    form.search_id.choices = options([(0, _("Conditions of its own")), *((one.id, one.name) for one in kept)])
    return next((one for one in kept if one.id == form.search_id.data), None)


def _preview(form: AssignmentForm) -> list[tuple[str, str, Any, Any]]:
    """The texts as callers will see them, in the languages in which there are any."""
    found = [
        (code, name, html(form[f"instructions_{code}"].data, 3), html(form[f"script_{code}"].data, 3))
        for code, name in LANGUAGES.items()
    ]
    return [texts for texts in found if texts[2] or texts[3]]


def _leaders(assignment: CallAssignment | None) -> list[tuple[int, str]]:
    """Whom callers can turn to; also the one chosen before, whatever became of their role."""
    leaders = {account.id: account.name for account in queries.leaders()}
    if assignment is not None and assignment.leader is not None:
        leaders[assignment.leader.id] = assignment.leader.name
    return list(leaders.items())


def _next_hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
