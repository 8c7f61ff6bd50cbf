"""A call and its report. The pages share the blueprint of the assignment's, ``routes_assignment.bp``."""

from contextlib import suppress
from datetime import datetime
from typing import Any

from flask import Response, flash, request, url_for
from flask_login import current_user

from chapter import clock, qr
from chapter.access import Permission, allow
from chapter.calling import actions, beside, queries, routes_assignment, routes_practice, rules
from chapter.calling.conversation import converse, facts_of
from chapter.calling.forms import AnswerForm, QuickForm, SearchForm, SkipForm
from chapter.calling.models import Call
from chapter.calling.rules import Purpose, Quick, Skip, Step
from chapter.calling.words import CORRECTED, OUTCOMES, PARTS_OF_DAY, QUICK, SAVED, SENT, SKIPS, WAITING, say, voice
from chapter.db import db
from chapter.errors import Refused
from chapter.i18n import _
from chapter.pages import file_response, render, see_other, wants_fragment
from chapter.people.looks import What, saw

bp = routes_assignment.bp
bp.register_blueprint(routes_practice.bp)
WORDS = {"quick_words": QUICK, "outcome_words": OUTCOMES, "waiting_words": WAITING, "part_words": PARTS_OF_DAY}
bp.app_context_processor(lambda: WORDS)


@bp.errorhandler(queries.LetGo)
def let_go(gone: queries.LetGo) -> Response:
    """The call is over for this caller: back to where it came from, which says what to do next."""
    return see_other(_back(gone.call))


def _back(call: Call) -> str:
    """Where a call comes from: the case or the like that it was made for, the assignment, a leader's list of calls."""
    if call.assignment.purpose is not Purpose.CAMPAIGN:
        return beside.of(call).back(call, current_user) or url_for("home.my_page")
    is_own = call.caller_id == current_user.id
    return url_for(".assignment" if is_own else "leading.calls", assignment_id=call.assignment_id)


def _on(call: Call) -> Response:
    """Commit the report, and on to the next person of a campaign, or back."""
    if call.assignment.purpose is Purpose.CAMPAIGN:
        return routes_assignment.next_person(call.assignment_id)
    db.session.commit()
    return see_other(_back(call))


@bp.get("/calls/<int:call_id>")
@allow(Permission.CALLING_CALL)
def call(call_id: int) -> Response:
    """The call: whom to ring, and the report as far as it has come."""
    return _show(queries.call_for(current_user, call_id, clock.now()), change=request.args.get("change"))


def _show(call: Call, change: str | None = None, form: AnswerForm | None = None) -> Response:
    """The call's page, or its report alone; 422 with a form that was refused."""
    now, answers = clock.now(), call.said_by(current_user)
    if not call.is_open:
        saw(What.CALL, [call.person_id])
    context: dict[str, Any] = {
        "call": call,
        "person": call.person,
        "talk": converse(call, answers, now, change, form.text.data if form else None),
        "is_corrected": answers != call.answers,
        "form": form,
        "ways": _ways(call),
        "now": now,
    }
    if not wants_fragment():
        context |= _around(call, now)
    return render("calling/call.html", fragment="calling/_report.html", status=422 if form else 200, **context)


def _around(call: Call, now: datetime) -> dict[str, Any]:
    """What stands around the report on the whole page."""
    return {
        "facts": facts_of(call.person, call.assignment.shown_facts, now),
        "shown_tags": queries.shown_tags(call.person, call.assignment.shown_facts),
        "scan": url_for(".scan", call_id=call.id),
        "assignment": call.assignment,
        "url": url_for(".instructions", call_id=call.id),
        "earlier": queries.earlier_calls(call.person, call),
        "calls_today": queries.calls_today(current_user, now),
        "holder": None if call.is_open or call.reported_at else queries.holder(call.person_id, now),
        "skip_words": SKIPS,
        "seen": call.claimed_at,
        "panel": beside.of(call).panel(call, current_user, now),
    }


def _ways(call: Call) -> dict[str, str]:
    """Where the report's forms go, and where one goes from a report that has been sent."""
    here = url_for(".call", call_id=call.id)
    forms = {way: url_for(f".{way}", call_id=call.id) for way in ("answer", "quick", "send")}
    return {"here": here, **forms, **({"back": _back(call)} if call.reported_at else {})}


@bp.post("/calls/<int:call_id>/answer")
@allow(Permission.CALLING_CALL)
def answer(call_id: int) -> Response:
    """Keep one answer and ask the next question; an answer to a question that isn't asked changes nothing."""
    now, form = clock.now(), AnswerForm()
    call = queries.call_for(current_user, call_id, now)
    given = form.given(now)
    if given is None:
        return _show(call, form.step.data, form)
    with suppress(rules.NotAsked):
        actions.answer(call, current_user, Step(form.step.data), given, now)
    db.session.commit()
    return _show(call) if wants_fragment() else see_other(url_for(".call", call_id=call_id, _anchor="report"))


@bp.post("/calls/<int:call_id>/quick")
@allow(Permission.CALLING_CALL)
def quick(call_id: int) -> Response:
    """Report in one tap, and on to the next person."""
    now, form = clock.now(), QuickForm()
    call = queries.call_for(current_user, call_id, now)
    if not form.validate():
        return _show(call)
    how = Quick(form.quick.data)
    if call.reported_at is None:
        actions.quick(call, how, now)
        flash(_confirmation(call, say(SAVED[how], name=call.person.first_name)), "success")  # type: ignore[arg-type]
    return _on(call)


def _confirmation(call: Call, text: str) -> dict[str, Any]:
    """A confirmation with a way back and, unless the report asks for none, a word to the call leader."""
    said = {"text": text, "action_url": url_for(".undo", call_id=call.id), "action_label": _("Undo")}
    if not call.setting.tells:
        return said
    more = url_for(".call", call_id=call.id, change=Step.ACTION_NEEDED)
    return {**said, "link_url": more, "link_label": str(voice(call.assignment.purpose).tell)}


@bp.post("/calls/<int:call_id>/send")
@allow(Permission.CALLING_CALL)
def send(call_id: int) -> Response:
    """Send the report, or its correction; then the next person, or a break."""
    call = queries.call_for(current_user, call_id, clock.now())
    words = CORRECTED if call.reported_at else SENT
    try:
        is_news = actions.send(call, current_user, clock.now())
    except Refused as refused:
        flash(str(refused.words), "error")
        return see_other(url_for(".call", call_id=call_id))
    if is_news:
        flash(say(words, name=call.person.first_name), "success")
    if current_user.id == call.caller_id and request.form.get("then") == "next":
        return _on(call)
    db.session.commit()
    return see_other(_back(call))


@bp.post("/calls/<int:call_id>/undo")
@allow(Permission.CALLING_CALL)
def undo(call_id: int) -> Response:
    """Take a report of one tap back, and return to the person."""
    call = queries.call_for(current_user, call_id, clock.now())
    try:
        actions.undo(call, current_user, clock.now())
    except Refused as refused:
        flash(str(refused.words), "error")
    db.session.commit()
    return see_other(url_for(".call", call_id=call_id))


@bp.post("/calls/<int:call_id>/skip")
@allow(Permission.CALLING_CALL)
def skip(call_id: int) -> Response:
    """Pass the person on, with a reason, and go to the next."""
    now, form = clock.now(), SkipForm()
    call = queries.call_for(current_user, call_id, now)
    if not form.validate():
        flash(_("Say why you pass on this person."), "error")
        return see_other(url_for(".call", call_id=call_id))
    actions.skip(call, Skip(form.why.data), now)
    return _on(call)


@bp.post("/calls/<int:call_id>/break")
@allow(Permission.CALLING_CALL)
def take_break(call_id: int) -> Response:
    """Let go of the person, unless a report has begun; that is kept."""
    call = queries.call_for(current_user, call_id, clock.now())
    actions.take_break(call, clock.now())
    db.session.commit()
    return see_other(_back(call))


@bp.post("/calls/<int:call_id>/renew")
@allow(Permission.CALLING_CALL)
def renew(call_id: int) -> Response:
    """A sign of life from an open page."""
    actions.renew(queries.call_for(current_user, call_id, clock.now()), clock.now())
    db.session.commit()
    return Response(status=204)


@bp.get("/calls/<int:call_id>/number.svg")
@allow(Permission.CALLING_CALL)
def scan(call_id: int) -> Response:
    """The number as a QR code, for a phone beside the computer; phones themselves never ask for it."""
    numbers = queries.call_for(current_user, call_id, clock.now()).person.numbers
    return file_response(qr.svg(f"tel:{numbers[0]}" if numbers else ""), "image/svg+xml")


@bp.get("/calls/<int:call_id>/instructions")
@allow(Permission.CALLING_CALL)
def instructions(call_id: int) -> Response:
    """The instructions as they are now; the call's page asks for them every minute."""
    call = queries.call_for(current_user, call_id, clock.now())
    return render("calling/_instructions.html", assignment=call.assignment, seen=call.claimed_at, url=request.path)


@bp.get("/rang-back")
@allow(Permission.CALLING_CALL)
def rang_back() -> Response:
    """Somebody rang back: the caller finds the call by name or number."""
    form = SearchForm(request.args)
    found = queries.recent_calls(current_user, form.q.data or "", clock.now())
    saw(What.CALL, [call.person_id for call in found])
    return render("calling/rang_back.html", fragment="calling/_recent.html", form=form, found=found)


@bp.post("/calls/<int:call_id>/rang-back")
@allow(Permission.CALLING_CALL)
def report_rang_back(call_id: int) -> Response:
    """Report a new call with a person who rang back."""
    earlier = queries.own_recent_call(current_user, call_id, clock.now())
    caller = queries.caller_of(earlier)
    try:
        call = actions.rang_back(caller, earlier.person, clock.now())
    except Refused as refused:
        flash(str(refused.words), "error")
        return see_other(url_for(".rang_back"))
    db.session.commit()
    return see_other(url_for(".call", call_id=call.id))
