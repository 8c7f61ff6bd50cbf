"""What people have asked for about their data, and that it is gone when they are."""

from datetime import datetime

from sqlalchemy import delete, func, select

from chapter.access import Permission
from chapter.db import db
from chapter.i18n import _, lazy
from chapter.people import history, traces
from chapter.people.claims import claim, signed
from chapter.people.stored import Basis, describe
from chapter.people.traces import Somebody
from chapter.rights import actions, queries
from chapter.rights.models import Request
from chapter.rights.rules import TRACE_KEPT, WORDS_KEPT, Kind, Result
from chapter.rights.words import KINDS, RESULTS, WAYS

LABEL = lazy("What they have asked for about their data")


def _number(who: Somebody) -> int:
    """Only what no foreign key leads to; the rest is counted where it stands."""
    return db.session.scalar(select(func.count(Request.id)).where(queries.loose(who))) or 0


def _erase(who: Somebody, now: datetime) -> None:
    """Who asked to be erased is told that they are; of everything that waited a trace stays, which names nobody."""
    for made in queries.open_of(who):
        actions.leave_trace(made, Result.DONE, now)
        if made.kind is Kind.ERASE:
            actions.farewell(made, now)
    db.session.execute(delete(Request).where(queries.loose(who)))


traces.register(LABEL, _number, _erase)

describe(
    "rights",
    95,
    "rights_request",
    title=lazy("When you ask for something about your data"),
    what=lazy("What you asked for, when, in which words, and what we answered."),
    why=lazy("So that you get an answer in time, and we can show that you did."),
    basis=Basis.WORK,
    kept=lazy(
        "%(days)s days after the answer. Then it only stands that somebody asked and when it was answered, for "
        "%(more)s days.",
        days=WORDS_KEPT.days,
        more=TRACE_KEPT.days,
    ),
    seen_by=lazy("Those who answer it."),
    may=[Permission.RIGHTS_HANDLE],
)
claim(
    "rights_request",
    lazy("What you asked for"),
    labels={
        "kind": lazy("What"),
        "way": lazy("How"),
        "asked_at": lazy("When"),
        "words": lazy("Your own words"),
        "name": lazy("Name"),
        "email": lazy("E-mail"),
        "phone": lazy("Telephone"),
        "received_on": lazy("Counted from"),
        "due_on": lazy("Answer by"),
        "extended_at": lazy("Prolonged"),
        "extended_why": lazy("Why it takes longer"),
        "answered_at": lazy("Answered"),
        "result": lazy("What became of it"),
        "answer": lazy("Our answer"),
    },
    words={"kind": KINDS, "way": WAYS, "result": RESULTS},
    newest="asked_at",
    inner="id person_id account_id language confirmed_at reminded_for",
    others="entered_by answered_by",
)
signed("rights_request", lazy("Requests about data that you entered or answered"))
history.register("took_back", lambda facts: _("Took back their yes to what is stored."))
history.register(
    "own_file", lambda facts: _("%(name)s made a file of all that is stored about them.", name=facts["by"])
)
