"""A case: who it is, what is known, its steps, and who looks after it."""

from typing import NamedTuple

from flask import Response, flash, request, url_for
from flask_login import current_user

from chapter import clock
from chapter.access import Permission, allow, may_open
from chapter.calling.rules import age_group
from chapter.db import db
from chapter.errors import Refused
from chapter.forms import Form
from chapter.i18n import LANGUAGES, _, day
from chapter.pages import render, see_other
from chapter.register.queries_person import person
from chapter.welcome import actions, due, paths, queries
from chapter.welcome.forms_case import Close, HandOver, Note, Pause
from chapter.welcome.models import CaseStep, WelcomeCase
from chapter.welcome.panels import panels
from chapter.welcome.queries import Standing
from chapter.welcome.routes_board import bp, said_handed_over
from chapter.welcome.routes_step import is_readers
from chapter.welcome.rules import OPEN, Closing, Point, State, erase_day, may_undo
from chapter.welcome.words import CLOSINGS

__all__ = ["due"]


class Row(NamedTuple):
    """A step on the page: where it stands, what became of it, and what the reader can do about it."""

    point: Point
    made: CaseStep | None
    path: str | None
    may_undo: bool
    may_leave_out: bool


@bp.get("/<int:case_id>")
@allow(Permission.WELCOME_WORK)
def case(case_id: int) -> Response:
    """One new member, from the letter to the follow-up."""
    return _page(queries.whole_case(current_user, case_id))


def _page(case: WelcomeCase, status: int = 200, **given: Form) -> Response:
    now = clock.now()
    standing = queries.standing(case, now)
    rows = [_row(standing, point) for point in standing.points]
    return render(
        "welcome/case.html",
        status=status,
        standing=standing,
        panels=panels(current_user, standing, now),
        rows=rows,
        lead=next((row for point in standing.to_do for row in rows if row.point is point and row.path), None),
        age=age_group(case.person.birth_year, standing.today.year),
        language_names=LANGUAGES,
        may_open=may_open,
        forms={**_forms(case), **given},
    )


def _row(standing: Standing, point: Point) -> Row:
    case, is_open = standing.case, standing.case.closed_on is None
    made = next((made for made in case.done if made.key == point.step.key), None)
    is_theirs = is_open and is_readers(point)
    path = paths.path(case.id, point.step) if is_open and point.state in OPEN else None
    return Row(point, made, path, is_theirs and may_undo(point), is_theirs and point.state in (*OPEN, State.WAITS))


def _forms(case: WelcomeCase) -> dict[str, Form]:
    last = erase_day(case.started_on, None, queries.routine().keep_days)
    return {
        "note": Note(formdata=None),
        "hand_over": HandOver(formdata=None).choose_among(queries.workers()),
        "pause": Pause(formdata=None).end_before(last),
        "close": Close(formdata=None).choose_among(CLOSINGS),
    }


@bp.post("/<int:case_id>/note")
@allow(Permission.WELCOME_WORK)
def note(case_id: int) -> Response:
    """Add a note."""
    case, form = queries.case_for(current_user, case_id, for_change=True), Note()
    if not form.validate():
        return _page(case, 422, note=form)
    actions.note(case, form.text.data or "", current_user, clock.now())
    db.session.commit()
    flash(_("The note is saved."), "success")
    return _back(case, "notes")


@bp.post("/<int:case_id>/hand-over")
@allow(Permission.WELCOME_WORK)
def hand_over(case_id: int) -> Response:
    """Let somebody else be responsible."""
    case, workers = queries.case_for(current_user, case_id, for_change=True), queries.workers()
    form = HandOver().choose_among(workers)
    if not form.validate():
        return _page(case, 422, hand_over=form)
    to = form.chosen(workers)
    actions.hand_over(case, to)
    db.session.commit()
    flash(said_handed_over(to, 1), "success")
    is_kept = to is current_user or Permission.WELCOME_MANAGE in current_user.permissions
    return _back(case) if is_kept else see_other(url_for(".board"))


@bp.post("/<int:case_id>/pause")
@allow(Permission.WELCOME_WORK)
def pause(case_id: int) -> Response:
    """Let the case rest."""
    case = queries.case_for(current_user, case_id, for_change=True)
    form = Pause().end_before(erase_day(case.started_on, None, queries.routine().keep_days))
    if not form.validate():
        return _page(case, 422, pause=form)
    actions.pause(case, form.until.data, clock.now())
    db.session.commit()
    until = form.until.data
    flash(_("Rests until %(day)s.", day=day(until)) if until else _("Rests until somebody goes on."), "success")
    return _back(case)


@bp.post("/<int:case_id>/resume")
@allow(Permission.WELCOME_WORK)
def resume(case_id: int) -> Response:
    """Go on with a case that rests."""
    case = queries.case_for(current_user, case_id, for_change=True)
    actions.resume(case, clock.now())
    db.session.commit()
    flash(_("It goes on. What wasn’t late before has moved by as long as it has rested."), "success")
    return _back(case)


@bp.post("/<int:case_id>/close")
@allow(Permission.WELCOME_WORK)
def close(case_id: int) -> Response:
    """Close the case before its routine is through."""
    case, form = queries.case_for(current_user, case_id, for_change=True), Close().choose_among(CLOSINGS)
    if not form.validate():
        return _page(case, 422, close=form)
    actions.close(case, Closing(form.why.data), current_user, clock.now())
    db.session.commit()
    again = {"action_url": url_for(".reopen", case_id=case_id), "action_label": _("Open it again")}
    flash({"text": _("The case of %(name)s is closed.", name=case.person.name), **again}, "success")  # type: ignore[arg-type]
    return see_other(url_for(".board"))


@bp.post("/<int:case_id>/reopen")
@allow(Permission.WELCOME_WORK)
def reopen(case_id: int) -> Response:
    """Go on with a case that was closed."""
    case = queries.case_for(current_user, case_id, for_change=True)
    actions.reopen(case, clock.now())
    db.session.commit()
    flash(_("The case is open again."), "success")
    return _back(case)


@bp.post("/of/<int:person_id>")
@allow(Permission.WELCOME_MANAGE)
def open_for(person_id: int) -> Response:
    """Begin to welcome somebody in the register; whose case was closed, it is opened again."""
    someone = person(person_id, for_change=True)
    case = actions.open_case(someone, clock.now(), current_user)
    actions.reopen(case, clock.now())
    db.session.commit()
    flash(_("%(name)s has a case now, and it is yours.", name=someone.name), "success")
    return _back(case)


@bp.errorhandler(Refused)
def refused(error: Refused) -> Response:
    """Things aren't as they were on the reader's page: say so, on the page that shows how they are now."""
    db.session.rollback()
    flash(error.words, "error")
    case_id, person_id = (request.view_args or {}).get("case_id"), (request.view_args or {}).get("person_id")
    return see_other(url_for(".case", case_id=case_id) if case_id else url_for("register.person", person_id=person_id))


def _back(case: WelcomeCase, anchor: str | None = None) -> Response:
    return see_other(url_for(".case", case_id=case.id, _anchor=anchor))
