"""An assignment as its callers see it: what to do, how far it is, and the way to the next person."""

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_login import current_user

from chapter import clock
from chapter.access import Permission, allow
from chapter.calling import actions, queries, queue, rules
from chapter.calling.models import AssignmentCaller
from chapter.db import db
from chapter.errors import Missing, Refused
from chapter.pages import render, see_other
from chapter.settings.queries import calling_opens_at

bp = Blueprint("calling", __name__, url_prefix="/calling")


@bp.get("/<int:assignment_id>/ring")
@allow(Permission.CALLING_CALL)
def assignment(assignment_id: int) -> Response:
    """An assignment as its callers see it: what to do, how far we are, and the way in."""
    now, caller = clock.now(), queries.caller_on(current_user, assignment_id)
    return render(
        "calling/assignment.html",
        caller=caller,
        assignment=caller.assignment,
        held=queries.call_to_finish(current_user, now),
        is_running=rules.is_running(caller.assignment.starts_at, caller.assignment.ends_at, now),
        opens_at=calling_opens_at(now),
        seen=now,
        url=url_for(".assignment_instructions", assignment_id=assignment_id, seen=now.isoformat()),
        now=now,
        queue=_queue(caller, now),
        conversations=queries.conversations_held(assignment_id),
        calls_today=queries.calls_today(current_user, now),
        conversations_today=queries.conversations_today(current_user, now),
        promised=queries.promised_by(current_user, assignment_id),
        flags=queries.flags_raised_by(current_user, assignment_id),
    )


def _queue(caller: AssignmentCaller, now: datetime) -> dict[str, Any] | None:
    """Why the queue is empty for this caller, if it is."""
    if queue.next_person(caller, now) is not None:
        return None
    free = queue.next_free(caller.assignment, now)
    return {"counts": queue.counts(caller.assignment, now), "next_free": free and calling_opens_at(free)}


@bp.post("/<int:assignment_id>/claim")
@allow(Permission.CALLING_CALL)
def claim(assignment_id: int) -> Response:
    """Hand out the next person."""
    queries.caller_on(current_user, assignment_id)
    return next_person(assignment_id)


def next_person(assignment_id: int) -> Response:
    """Commit the report, and on to the next person; to the assignment, which says why, when there is none."""
    db.session.commit()
    try:
        call = actions.claim(queries.caller_on(current_user, assignment_id), clock.now())
        there = url_for(".call", call_id=call.id)
    except Refused:
        there = url_for(".assignment", assignment_id=assignment_id)
    except Missing:
        there = url_for("home.my_page")
    db.session.commit()
    return see_other(there)


@bp.get("/<int:assignment_id>/instructions")
@allow(Permission.CALLING_CALL)
def assignment_instructions(assignment_id: int) -> Response:
    """The instructions as they are now, for the assignment's page."""
    caller, here = queries.caller_on(current_user, assignment_id), request.full_path
    seen = request.args.get("seen", clock.now(), datetime.fromisoformat)
    return render("calling/_instructions.html", assignment=caller.assignment, seen=seen, url=here)
