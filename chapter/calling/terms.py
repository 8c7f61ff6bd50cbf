"""For how long it is kept who was called and what was said, who calls, and whom one was to call."""

from datetime import timedelta

from sqlalchemy import String, case, cast, select

from chapter import expiry
from chapter.calling.actions_words import WORDS_KEPT, forget_words
from chapter.calling.models import AssignmentCaller, Call, CallAssignment, QueuePlace
from chapter.calling.queries import HAS_WORDS, IS_CAMPAIGN, IS_SETTLED
from chapter.i18n import lazy

CALLS_KEPT = 5 * expiry.YEAR
LISTS_KEPT = expiry.YEAR
UNSENT_KEPT = timedelta(days=90)
OVER = case((IS_CAMPAIGN, CallAssignment.ends_at), else_=Call.released_at)
"""When it no longer matters who passed on whom: as the assignment ends, or at once where there is no queue."""

expiry.keep(
    "calling.skips",
    Call,
    what=lazy("Who passed on whom while calling"),
    since=select(OVER).where(CallAssignment.id == Call.assignment_id).scalar_subquery(),
    period=timedelta(0),
    told=lazy("Until the assignment ends"),
    only=[Call.reported_at.is_(None), Call.released_at.is_not(None), cast(Call.answers, String) == "{}"],
    job="calling.forget_skips",
)
expiry.keep(
    "calling.unsent",
    Call,
    what=lazy("Calls whose report was begun and never sent"),
    since=Call.claimed_at,
    period=UNSENT_KEPT,
    only=[Call.reported_at.is_(None)],
)
expiry.keep(
    "calling.words",
    Call,
    "call_version",
    what=lazy("What was noted in a call, and what a responsible person was told"),
    since=Call.reported_at,
    period=WORDS_KEPT,
    only=[IS_SETTLED, HAS_WORDS],
    do=forget_words,
)
expiry.keep(
    "calling.calls",
    Call,
    *("call_version", "flag"),
    what=lazy("That somebody was called, when, by whom, and how it went"),
    since=Call.reported_at,
    period=CALLS_KEPT,
    only=[IS_SETTLED],
)
expiry.keep(
    "calling.queue",
    QueuePlace,
    what=lazy("Whom an assignment was about, from the day on which it ended"),
    since=CallAssignment.ends_at,
    via=QueuePlace.assignment_id,
    period=LISTS_KEPT,
)
expiry.keep(
    "calling.callers",
    AssignmentCaller,
    "caller_tag",
    what=lazy("Who called for an assignment, from the day on which it ended"),
    since=CallAssignment.ends_at,
    via=AssignmentCaller.assignment_id,
    period=LISTS_KEPT,
)
expiry.stays(lazy("Call assignments, and who led them"), lazy("As long as the assignment is there."), "call_assignment")
