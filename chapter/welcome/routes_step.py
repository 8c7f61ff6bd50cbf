"""The plain steps (coffee, meeting, training, the chapter's own): done, and when. Any step may be left out."""

from datetime import date

from flask import Response, flash, url_for
from flask_login import current_user

from chapter import clock
from chapter.access import Permission, allow
from chapter.db import db
from chapter.errors import Missing
from chapter.i18n import _, local
from chapter.origin import page_of_sender
from chapter.pages import render, see_other, wants_fragment
from chapter.welcome import actions, queries, queries_board
from chapter.welcome.forms_case import Done, LeaveOut
from chapter.welcome.models import WelcomeCase
from chapter.welcome.queries_board import Wanted
from chapter.welcome.routes_board import bp
from chapter.welcome.rules import PLAIN, Kind, Point, State, may_undo
from chapter.welcome.words import step_name


@bp.get("/<int:case_id>/step/<key>")
@allow(Permission.WELCOME_WORK)
def step(case_id: int, key: str) -> Response:
    """A plain step: whether it is done, and on which day."""
    form = Done(formdata=None)
    form.on.data = local(clock.now()).date()
    return _step(queries.case_for(current_user, case_id), key, form)


def _step(case: WelcomeCase, key: str, form: Done, status: int = 200) -> Response:
    standing, point = queries.standing(case, clock.now()), _plain(case, key)
    made = next((made for made in case.done if made.key == key), None)
    return render("welcome/step.html", status=status, standing=standing, point=point, form=form, made=made)


@bp.post("/<int:case_id>/step/<key>")
@allow(Permission.WELCOME_WORK)
def step_done(case_id: int, key: str) -> Response:
    """Note that a plain step was done on a day, with a few words."""
    case, form = queries.case_for(current_user, case_id, for_change=True), Done()
    if not form.validate():
        return _step(case, key, form, 422)
    _say(_done(case, key, form.words.data or "", form.on.data))
    return see_other(url_for(".case", case_id=case_id))


@bp.post("/<int:case_id>/step/<key>/done")
@allow(Permission.WELCOME_WORK)
def quick(case_id: int, key: str) -> Response:
    """Note with one press, on the board, that a plain step is done today."""
    said = _done(queries.case_for(current_user, case_id, for_change=True), key)
    return _row(case_id, said) if wants_fragment() else _back(case_id, said)


@bp.post("/<int:case_id>/step/<key>/undo")
@allow(Permission.WELCOME_WORK)
def undo(case_id: int, key: str) -> Response:
    """Take back what became of a step."""
    case = queries.case_for(current_user, case_id, for_change=True)
    point = queries.standing(case, clock.now()).point(key)
    if may_undo(point) and is_readers(point):
        actions.undo(case, key)
        db.session.commit()
    said = {"text": _("Taken back: %(step)s.", step=step_name(key))}
    return _row(case_id, said) if wants_fragment() else _back(case_id, said)


def _done(case: WelcomeCase, key: str, words: str = "", on: date | None = None) -> dict[str, str]:
    """Note that a plain step is done, unless somebody has; gives what to say."""
    _plain(case, key)
    now = clock.now()
    made = actions.do(case, key, current_user.name, now, words=words, on=on)
    db.session.commit()
    if made.done_at != now:
        return {"text": _("%(name)s had noted it already.", name=made.by)}
    return _with_undo(case, key, _("Noted: %(step)s.", step=step_name(key)))


def _with_undo(case: WelcomeCase, key: str, said: str) -> dict[str, str]:
    return {"text": said, "action_url": url_for(".undo", case_id=case.id, key=key), "action_label": _("Undo")}


def _plain(case: WelcomeCase, key: str) -> Point:
    point = queries.standing(case, clock.now()).point(key)
    if point.step.kind not in PLAIN:
        raise Missing
    return point


def is_readers(point: Point) -> bool:
    """Whether it is the reader's to leave out: the follow-up is the member coordinator's alone."""
    return point.step.kind is not Kind.FOLLOW_UP or Permission.WELCOME_FOLLOW_UP in current_user.permissions


def _row(case_id: int, noted: dict[str, str]) -> Response:
    """The case's row on the board, and what stands above it, as they are now."""
    found = queries_board.board(current_user, Wanted(), clock.now())
    line = next((line for line in found.open if line.case_id == case_id), None)
    if line is None:
        raise Missing
    manages = Permission.WELCOME_MANAGE in current_user.permissions
    return render(
        "welcome/_noted.html", board=found, line=line, wanted=Wanted(), manages=manages, noted=noted, oob=True
    )


def _say(said: dict[str, str]) -> None:
    flash(said, "success")  # type: ignore[arg-type]


def _back(case_id: int, said: dict[str, str]) -> Response:
    _say(said)
    return see_other(page_of_sender() or url_for(".case", case_id=case_id))


@bp.get("/<int:case_id>/step/<key>/leave-out")
@allow(Permission.WELCOME_WORK)
def leave_out(case_id: int, key: str) -> Response:
    """Why a step is left out."""
    return _leave_out(queries.case_for(current_user, case_id), key, LeaveOut(formdata=None))


def _leave_out(case: WelcomeCase, key: str, form: LeaveOut, status: int = 200) -> Response:
    standing = queries.standing(case, clock.now())
    point = standing.point(key)
    if point.state in (State.DONE, State.SKIPPED):
        return see_other(url_for(".case", case_id=case.id))
    if not is_readers(point):
        raise Missing
    return render("welcome/leave_out.html", status=status, standing=standing, point=point, form=form)


@bp.post("/<int:case_id>/step/<key>/leave-out")
@allow(Permission.WELCOME_WORK)
def leave_out_now(case_id: int, key: str) -> Response:
    """Leave a step out, with a reason."""
    case, form = queries.case_for(current_user, case_id, for_change=True), LeaveOut()
    point = queries.standing(case, clock.now()).point(key)
    if not form.validate() or not is_readers(point):
        return _leave_out(case, key, form, 422)
    actions.skip(case, key, form.words.data or "", current_user.name, clock.now())
    db.session.commit()
    _say(_with_undo(case, key, _("Left out: %(step)s.", step=step_name(key))))
    return see_other(url_for(".case", case_id=case_id))
