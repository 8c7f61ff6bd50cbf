"""The call leader's pages: assignments, how they go, their callers and their reports."""

from typing import Any

from flask import Response, flash, request, stream_with_context, url_for
from flask_login import current_user

from chapter import clock
from chapter.access import Permission, allow
from chapter.calling import actions as calling
from chapter.calling.models import CallAssignment
from chapter.calling.rules import Waiting
from chapter.calling.words import OUTCOMES, WAITING
from chapter.db import db
from chapter.flags import leaving
from chapter.flags import queries as flags
from chapter.flags.words import told
from chapter.i18n import _, in_language, lazy
from chapter.leading import actions, export, goals, queries
from chapter.leading.forms import Filters, Tags, options
from chapter.leading.routes_edit import bp
from chapter.leading.rules import phase
from chapter.pages import file_response, render, section, see_other, wants_fragment
from chapter.people.looks import What, saw
from chapter.people.queries import tags
from chapter.searches.registry import in_words
from chapter.settings.queries import calling_opens_at
from chapter.spreadsheet import file_name

REASONS = set(Waiting) - {Waiting.READY, Waiting.IN_CALL}
WITHIN = ("assignment", "callers", "caller", "calls", "edit", "new", "report")
section(
    "calling", 10, lazy("Calling"), "leading.assignments", Permission.CALLING_LEAD, *(f"leading.{it}" for it in WITHIN)
)


@bp.get("/")
@allow(Permission.CALLING_LEAD)
def assignments() -> Response:
    """All assignments: running, future, finished."""
    return render("leading/assignments.html", phases=queries.by_phase(clock.now()), progress=goals.progress)


@bp.get("/<int:assignment_id>/")
@allow(Permission.CALLING_LEAD)
def assignment(assignment_id: int) -> Response:
    """How the assignment goes, this minute."""
    assignment, now = queries.assignment(assignment_id), clock.now()
    live = queries.live(assignment, current_user, now)
    return render(
        "leading/assignment.html",
        fragment="leading/_live.html",
        assignment=assignment,
        live=live,
        progress=goals.progress(assignment, live.done, live.target),
        reasons=[(WAITING[why], number) for why, number in live.waiting.items() if number and why in REASONS],
        phase=phase(assignment.starts_at, assignment.ends_at, now),
        in_words=in_words,
        opens_at=calling_opens_at(now),
        now=now,
    )


@bp.get("/<int:assignment_id>/callers")
@allow(Permission.CALLING_LEAD)
def callers(assignment_id: int) -> Response:
    """Who rings, and who could."""
    return _callers(queries.assignment(assignment_id))


@bp.post("/<int:assignment_id>/callers/<int:account_id>/add")
@allow(Permission.CALLING_LEAD)
def add_caller(assignment_id: int, account_id: int) -> Response:
    """Put somebody on the assignment."""
    assignment, account = queries.assignment(assignment_id, for_change=True), queries.volunteer(account_id)
    calling.add_caller(assignment, account, clock.now())
    db.session.commit()
    flash(_("%(name)s can ring now.", name=account.name), "success")
    return _callers_again(assignment)


@bp.post("/<int:assignment_id>/callers/<int:account_id>/remove")
@allow(Permission.CALLING_LEAD)
def remove_caller(assignment_id: int, account_id: int) -> Response:
    """Take somebody off the assignment; undone by adding them again."""
    assignment, account = queries.assignment(assignment_id, for_change=True), queries.volunteer(account_id)
    actions.remove_caller(assignment, account_id)
    db.session.commit()
    undo = url_for("leading.add_caller", assignment_id=assignment.id, account_id=account_id)
    words = _("%(name)s is no longer a caller here.", name=account.name)
    flash({"text": words, "action_url": undo, "action_label": _("Undo")}, "success")  # type: ignore[arg-type]
    return _callers_again(assignment)


def _callers_again(assignment: CallAssignment) -> Response:
    if wants_fragment():
        return _callers(assignment, oob=True)
    there = url_for("leading.callers", assignment_id=assignment.id, q=request.form.get("q") or None)
    return see_other(there)


def _callers(assignment: CallAssignment, oob: bool = False) -> Response:
    text = request.values.get("q", "").strip()
    found, ringing = queries.volunteers(assignment, text), queries.callers(assignment)
    saw(What.ACCOUNT, [account.person_id for account in (*found, *(caller.account for caller in ringing))])
    return render(
        "leading/callers.html",
        fragment="leading/_callers.html",
        assignment=assignment,
        callers=ringing,
        leafing=queries.leafing(assignment, clock.now()),
        tag_names={tag.id: tag.name for tag in tags()},
        volunteers=found[: queries.VOLUNTEERS_SHOWN],
        has_more=len(found) > queries.VOLUNTEERS_SHOWN,
        text=text,
        oob=oob,
    )


@bp.get("/<int:assignment_id>/callers/<int:account_id>")
@allow(Permission.CALLING_LEAD)
def caller(assignment_id: int, account_id: int) -> Response:
    """The tags that a caller rings first, and those they are never given."""
    caller = queries.caller(assignment_id, account_id)
    form = _tags_form(formdata=None, first=caller.tag_ids(excluded=False), never=caller.tag_ids(excluded=True))
    saw(What.ACCOUNT, [caller.account.person_id])
    return render("leading/caller.html", caller=caller, form=form)


@bp.post("/<int:assignment_id>/callers/<int:account_id>")
@allow(Permission.CALLING_LEAD)
def change_caller(assignment_id: int, account_id: int) -> Response:
    """Save a caller's tags."""
    caller, form = queries.caller(assignment_id, account_id), _tags_form()
    if not form.validate():
        return render("leading/caller.html", status=422, caller=caller, form=form)
    actions.choose_tags(caller, form.first.data or [], form.never.data or [])
    db.session.commit()
    flash(_("Saved."), "success")
    return see_other(url_for("leading.callers", assignment_id=assignment_id))


def _tags_form(**given: Any) -> Tags:
    form = Tags(**given)
    form.first.choices = form.never.choices = options((tag.id, tag.name) for tag in tags())
    return form


@bp.get("/<int:assignment_id>/calls")
@allow(Permission.CALLING_LEAD)
def calls(assignment_id: int) -> Response:
    """The reports, the latest first."""
    assignment, form = queries.assignment(assignment_id), _filters(assignment_id)
    page = queries.reports(assignment_id, form.wanted(), current_user, request.args.get("page", 1, int))
    saw(What.LIST, [call.person_id for call in page])
    return render(
        "leading/calls.html",
        assignment=assignment,
        form=form,
        page=page,
        outcomes=OUTCOMES,
        corrected=queries.corrected(page.items),
        closed={call.id for call in page.items if not leaving.may_read_call(current_user, call)},
        filters={name: value for name, value in request.args.items() if name in form and value},
    )


@bp.get("/<int:assignment_id>/calls.csv")
@allow(Permission.CALLING_LEAD)
def calls_csv(assignment_id: int) -> Response:
    """The same reports as a file."""
    title = in_language(queries.assignment(assignment_id).title)
    wanted = _filters(assignment_id).wanted()
    saw(What.EXPORTED, queries.reported_on(assignment_id, wanted, current_user))
    rows = queries.rows(assignment_id, wanted, current_user)
    file = stream_with_context(export.chunks(rows, current_user))
    return file_response(file, "text/csv", file_name(title))


def _filters(assignment_id: int) -> Filters:
    form = Filters(request.args)
    form.caller.choices = options([(0, _("All")), *((key, name) for key, name in queries.reporters(assignment_id))])
    form.validate()
    return form


@bp.get("/calls/<int:call_id>/report")
@allow(Permission.CALLING_LEAD)
def report(call_id: int) -> Response:
    """A report, with the versions it has had."""
    call, reader = flags.report(current_user, call_id), current_user
    names = queries.senders(call)
    saw(What.CALL, [call.person_id])
    versions = [
        (v.sent_at, names.get(v.sent_by_id or 0), told(call, v.answers, reader)) for v in reversed(call.versions)
    ]
    context: dict[str, Any] = {"outcomes": OUTCOMES, "versions": versions}
    return render("leading/report.html", call=call, is_open=leaving.may_read_call(reader, call), **context)
