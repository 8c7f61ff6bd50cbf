"""Invitations: written down with the answer during the call, corrected, and whether they came."""

from datetime import datetime

from flask import Response, flash, url_for
from flask_login import current_user

from chapter import clock
from chapter.access import Permission, allow
from chapter.db import db
from chapter.errors import Refused
from chapter.i18n import _
from chapter.pages import render, see_other, wants_fragment
from chapter.welcome import actions_call, queries, queries_call
from chapter.welcome.forms_call import Came, Invite
from chapter.welcome.models import Invitation, WelcomeCase
from chapter.welcome.routes_board import bp
from chapter.welcome.routes_call import back_to
from chapter.welcome.rules import OPEN, PLAIN, State
from chapter.welcome.words import name_of

TO_COME = (*OPEN, State.AHEAD, State.PAUSED)
"""The states of a step that somebody can still be invited to."""


@bp.get("/<int:case_id>/invite")
@allow(Permission.WELCOME_WORK)
def invite(case_id: int) -> Response:
    """The form for an invitation, also when nobody rings."""
    case = queries.case_for(current_user, case_id)
    return _page(case, invite_form(case, clock.now(), formdata=None))


@bp.post("/<int:case_id>/invite")
@allow(Permission.WELCOME_WORK)
def invite_now(case_id: int) -> Response:
    """Write an invitation down, with the answer."""
    case, now = queries.case_for(current_user, case_id, for_change=True), clock.now()
    form = invite_form(case, now)
    if not form.validate():
        return _page(case, form, status=422)
    try:
        actions_call.invite(case, form.facts(), current_user, now)
    except Refused as refused:
        form.what.errors = [refused.words]
        return _page(case, form, status=422)
    db.session.commit()
    if wants_fragment():
        return _page(case, invite_form(case, now, formdata=None), is_saved=True)
    flash(_("The invitation is written down."), "success")
    return see_other(back_to(case))


@bp.get("/<int:case_id>/invitations/<int:invitation_id>")
@allow(Permission.WELCOME_WORK)
def invitation(case_id: int, invitation_id: int) -> Response:
    """One invitation, to correct it or what they answer."""
    case = queries.case_for(current_user, case_id)
    one = queries_call.invitation_of(case, invitation_id)
    form = invite_form(case, clock.now(), one, formdata=None, obj=one)
    return render("welcome/invitation.html", case=case, invitation=one, form=form)


@bp.post("/<int:case_id>/invitations/<int:invitation_id>")
@allow(Permission.WELCOME_WORK)
def change_invitation(case_id: int, invitation_id: int) -> Response:
    """Correct it."""
    case, now = queries.case_for(current_user, case_id, for_change=True), clock.now()
    one = queries_call.invitation_of(case, invitation_id)
    form = invite_form(case, now, one)
    if not form.validate():
        return render("welcome/invitation.html", status=422, case=case, invitation=one, form=form)
    actions_call.change(case, one, form.facts(), now)
    db.session.commit()
    flash(_("The invitation is changed."), "success")
    return see_other(url_for(".case", case_id=case_id))


@bp.post("/<int:case_id>/invitations/<int:invitation_id>/withdraw")
@allow(Permission.WELCOME_WORK)
def withdraw_invitation(case_id: int, invitation_id: int) -> Response:
    """Remove an invitation that there never was."""
    case = queries.case_for(current_user, case_id, for_change=True)
    actions_call.withdraw(case, queries_call.invitation_of(case, invitation_id))
    db.session.commit()
    flash(_("The invitation is removed."), "success")
    return see_other(url_for(".case", case_id=case_id))


@bp.post("/<int:case_id>/invitations/<int:invitation_id>/came")
@allow(Permission.WELCOME_WORK)
def note_came(case_id: int, invitation_id: int) -> Response:
    """Whether they came."""
    case, form = queries.case_for(current_user, case_id, for_change=True), Came()
    if form.validate():
        one = queries_call.invitation_of(case, invitation_id)
        actions_call.note_came(case, one, form.answer(), current_user, clock.now())
        db.session.commit()
        flash(_("Noted."), "success")
    return see_other(url_for(".case", case_id=case_id, _anchor="invitations"))


def invite_form(case: WelcomeCase, now: datetime, kept: Invitation | None = None, **given: object) -> Invite:
    """The form, with those steps of the routine that one is invited to, or was."""
    points = queries.standing(case, now).points
    open_to = [
        p.step for p in points if (p.step.kind in PLAIN and p.state in TO_COME) or (kept and p.step.key == kept.step)
    ]
    return Invite(prefix="invite", **given).offer((step.key, name_of(step)) for step in open_to)


def _page(case: WelcomeCase, form: Invite, status: int = 200, is_saved: bool = False) -> Response:
    return render("welcome/invite.html", "welcome/_invite.html", status=status, case=case, form=form, is_saved=is_saved)
