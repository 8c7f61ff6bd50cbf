"""Practising: a made-up member, the whole report, and nothing saved; the answers live in the session alone."""

from contextlib import suppress

from flask import Blueprint, Response, request, session, url_for
from flask_login import current_user

from chapter import clock
from chapter.access import Permission, allow
from chapter.calling import queries, rules
from chapter.calling.conversation import converse, facts_of
from chapter.calling.forms import AnswerForm, QuickForm
from chapter.calling.models import Call
from chapter.calling.rules import QUICK, Quick, Step
from chapter.i18n import _
from chapter.pages import render, see_other, wants_fragment
from chapter.people.models import Person

bp = Blueprint("practice", __name__, url_prefix="/<int:assignment_id>/practice")

KEPT = "practice"
NUMBER = "+46701740699"
"""From the range that is reserved for fiction: it rings nowhere."""


@bp.get("")
@allow(Permission.CALLING_CALL)
def call(assignment_id: int) -> Response:
    """The practice call, as far as it has come."""
    return _show(assignment_id, change=request.args.get("change"))


def _made_up(assignment_id: int) -> Call:
    """A call to nobody; it is never added to the database."""
    assignment = queries.caller_on(current_user, assignment_id).assignment
    person = Person(id=0, first_name="Kim", last_name=_("Example"), birth_year=1984, mobile=NUMBER, tags=[])
    return Call(id=0, person=person, numbers=[NUMBER], assignment=assignment, answers=session.get(KEPT, {}))


def _show(assignment_id: int, change: str | None = None, form: AnswerForm | None = None) -> Response:
    call, now = _made_up(assignment_id), clock.now()
    typed = form.text.data if form else None
    here = url_for(".call", assignment_id=assignment_id)
    back = url_for("calling.assignment", assignment_id=assignment_id)
    ways = {
        "here": here,
        "back": back,
        **{w: url_for(f".{w}", assignment_id=assignment_id) for w in ("answer", "quick", "send")},
    }
    return render(
        "calling/practice.html",
        fragment="calling/_report.html",
        status=422 if form else 200,
        call=call,
        person=call.person,
        assignment=call.assignment,
        facts=facts_of(call.person, ["age_group"], now),
        talk=converse(call, call.answers, now, change, typed),
        is_corrected=False,
        form=form,
        ways=ways,
        now=now,
        seen=now,
        url=url_for("calling.assignment_instructions", assignment_id=assignment_id),
        scan=None,
    )


@bp.post("/answer")
@allow(Permission.CALLING_CALL)
def answer(assignment_id: int) -> Response:
    """Keep one answer in the session, and ask the next question."""
    call, form = _made_up(assignment_id), AnswerForm()
    given = form.given(clock.now())
    if given is None:
        return _show(assignment_id, form.step.data, form)
    with suppress(rules.NotAsked):
        session[KEPT] = rules.give(call.answers, Step(form.step.data), given, call.setting)
    there = url_for(".call", assignment_id=assignment_id, _anchor="report")
    return _show(assignment_id) if wants_fragment() else see_other(there)


@bp.post("/quick")
@allow(Permission.CALLING_CALL)
def quick(assignment_id: int) -> Response:
    """What one tap would have reported."""
    _made_up(assignment_id)
    form = QuickForm()
    if form.validate():
        session[KEPT] = {step: dict(said) for step, said in QUICK[Quick(form.quick.data)].items()}
    return see_other(url_for(".call", assignment_id=assignment_id))


@bp.post("/send")
@allow(Permission.CALLING_CALL)
def send(assignment_id: int) -> Response:
    """Forget it all; then once more, or to the assignment."""
    _made_up(assignment_id)
    session.pop(KEPT, None)
    again = request.form.get("then") == "next"
    return see_other(url_for(".call" if again else "calling.assignment", assignment_id=assignment_id))
