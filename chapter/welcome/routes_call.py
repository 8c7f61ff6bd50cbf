"""The welcome call: preparing it, ringing, and what stands beside it: the checklist and what they wish for."""

from datetime import datetime
from typing import Any

from flask import Response, flash, request, url_for
from flask_login import current_user

from chapter import clock
from chapter.access import Permission, allow
from chapter.calling import queries as calling
from chapter.calling import queue
from chapter.calling.conversation import facts_of
from chapter.calling.refusals import Busy
from chapter.calling.rules import Purpose
from chapter.calling.words import BARRED, FACTS
from chapter.db import db
from chapter.errors import Refused
from chapter.i18n import _
from chapter.pages import render, see_other, wants_fragment
from chapter.settings.queries import calling_opens_at
from chapter.welcome import actions, actions_call, queries, queries_call, words_call
from chapter.welcome.actions_call import Overtaken
from chapter.welcome.forms_call import Ticks, Wishes
from chapter.welcome.models import WelcomeCase
from chapter.welcome.routes_board import bp
from chapter.welcome.rules import Kind

bp.app_context_processor(lambda: {"answer_words": words_call.ANSWERS})
WITHOUT_A_CALL = "met"
"""How the call was done by who talked with them without ringing from here."""


@bp.get("/<int:case_id>/call")
@allow(Permission.WELCOME_WORK)
def call(case_id: int) -> Response:
    """Who it is, what we know, what to think of; then the button that begins the call."""
    now, case = clock.now(), queries.case_for(current_user, case_id)
    standing = queries.standing(case, now)
    return render(
        "welcome/call.html",
        case=case,
        point=standing.find(Kind.CALL),
        standing=standing,
        rung=queries_call.rung(case),
        held=calling.open_call(current_user),
        barred=queue.barred(case.person_id, Purpose.WELCOME, now),
        opens_at=calling_opens_at(now),
        now=now,
        **_known(case, now),
    )


def _known(case: WelcomeCase, now: datetime) -> dict[str, Any]:
    """What is good to know before one rings."""
    return {
        "person": case.person,
        "facts": facts_of(case.person, list(FACTS), now),
        "shown_tags": calling.shown_tags(case.person, FACTS),
        "earlier": calling.earlier_calls(case.person),
        "wishes": words_call.wishes_in_words(case.wishes),
        "done": {step.key: step for step in case.done if not step.is_skipped},
        "checklist": words_call.CHECKLIST,
        "barred_words": BARRED,
    }


@bp.post("/<int:case_id>/call")
@allow(Permission.WELCOME_WORK)
def ring(case_id: int) -> Response:
    """Begin the call, unless something speaks against it."""
    case = queries.case_for(current_user, case_id, for_change=True)
    try:
        call = actions_call.ring_for(case, current_user, "call", clock.now())
    except Refused as refused:
        db.session.rollback()
        flash(_why_not(refused), "error")
        return see_other(url_for(".call", case_id=case_id))
    db.session.commit()
    return see_other(url_for("calling.call", call_id=call.id))


def _why_not(refused: Refused) -> Any:
    """Why one can't ring, with a way to the call that one is in."""
    if not isinstance(refused, Busy):
        return str(refused.words)
    here = url_for("calling.call", call_id=refused.call.id)
    return {"text": str(refused.words), "link_url": here, "link_label": _("Go on with the call")}


@bp.post("/<int:case_id>/call/done")
@allow(Permission.WELCOME_WORK)
def have_talked(case_id: int) -> Response:
    """Note that they have talked without ringing from here."""
    case = queries.case_for(current_user, case_id, for_change=True)
    actions.do(case, "call", current_user.name, clock.now(), WITHOUT_A_CALL)
    db.session.commit()
    flash(_("Noted. Write down what they wish, while you remember."), "success")
    return see_other(url_for(".wishes", case_id=case_id))


@bp.post("/<int:case_id>/call/not-done")
@allow(Permission.WELCOME_WORK)
def have_not_talked(case_id: int) -> Response:
    """Take that back."""
    case = queries.case_for(current_user, case_id, for_change=True)
    if any(step.key == "call" and step.how == WITHOUT_A_CALL for step in case.done):
        actions.undo(case, "call")
        db.session.commit()
        flash(_("The call is still to be made."), "success")
    return see_other(url_for(".call", case_id=case_id))


@bp.post("/<int:case_id>/ticks")
@allow(Permission.WELCOME_WORK)
def tick(case_id: int) -> Response:
    """Keep what is ticked of the checklist."""
    case, form = queries.case_for(current_user, case_id, for_change=True), Ticks()
    actions_call.tick(case, form.ticked(), form.ticked_before())
    db.session.commit()
    if wants_fragment():
        return render("welcome/_checklist_saved.html", ticked=form.ticked(), at=clock.now())
    return see_other(back_to(case))


@bp.get("/<int:case_id>/wishes")
@allow(Permission.WELCOME_WORK)
def wishes(case_id: int) -> Response:
    """What they wish for, to be written down also when nobody rings."""
    case = queries.case_for(current_user, case_id)
    return _wishes(case, wishes_form(case))


@bp.post("/<int:case_id>/wishes")
@allow(Permission.WELCOME_WORK)
def save_wishes(case_id: int) -> Response:
    """Keep what they wish for; while one types, without leaving the call."""
    case, form = queries.case_for(current_user, case_id, for_change=True), Wishes(prefix="wish")
    if not form.validate() or not _wished(case, form):
        return _wishes(case, form, status=422)
    db.session.commit()
    if wants_fragment():
        is_whole, at = "whole" in request.form, clock.now()
        return _wishes(case, form, at=at) if is_whole else render("welcome/_wishes_saved.html", form=form, at=at)
    flash(_("What they wish is saved."), "success")
    return see_other(back_to(case))


def _wished(case: WelcomeCase, form: Wishes) -> bool:
    """Keep what was changed in the form, unless something else was written there meanwhile: then the form says what."""
    try:
        actions_call.wish(case, form.wishes(), form.kept.data, current_user, clock.now(), form.known())
    except Overtaken as overtaken:
        form.tell(overtaken.there)
        return False
    form.is_saved()
    return True


def _wishes(case: WelcomeCase, form: Wishes, status: int = 200, at: datetime | None = None) -> Response:
    """The form: as a page, or in place of itself when there is more to say than that it is saved."""
    response = render("welcome/wishes.html", "welcome/_wishes.html", status=status, case=case, form=form, at=at)
    response.headers.update({"HX-Retarget": "#wishes", "HX-Reswap": "outerHTML"})
    return response


def wishes_form(case: WelcomeCase) -> Wishes:
    """The form with what is known."""
    return Wishes(formdata=None, prefix="wish").show(queries_call.wishes_of(case))


def back_to(case: WelcomeCase) -> str:
    """The call that the reader is in with the person, else the case."""
    call = queries_call.call_with(current_user, case.person)
    return url_for("calling.call", call_id=call.id) if call else url_for(".case", case_id=case.id)
