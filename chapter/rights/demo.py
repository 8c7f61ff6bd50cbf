"""Two ask for something about their data: one from their own page, one on the phone some weeks ago."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from chapter.accounts.models import Account
from chapter.db import db
from chapter.i18n import local
from chapter.people.models import Person
from chapter.rights.models import Answered, Request
from chapter.rights.rules import Kind, Result, Way, last_day
from chapter.settings.demo import Plan

WORDS = {
    Way.PAGE: "Jag har flyttat till Kvarnbyn, och i registret står den gamla adressen.",
    Way.PHONE: "Vill veta vad som är antecknat efter samtalet i höstas.",
}


def fill(plan: Plan) -> None:
    """The one on the phone is urgent; four others were answered before."""
    today = local(plan.now).date()
    volunteer = db.session.scalars(select(Account).where(Account.email == "volunteer@example.org")).one()
    calm = select(Person).where(Person.left_on.is_(None), Person.member_number.is_not(None), Person.email.is_not(None))
    rang = db.session.scalars(calm.where(Person.id != volunteer.person_id).order_by(Person.id.desc()).limit(1)).one()
    asked: list[tuple[Kind, Way, int, dict[str, Any]]] = [
        (
            Kind.CORRECT,
            Way.PAGE,
            2,
            {"account_id": volunteer.id, "person_id": volunteer.person_id, "name": volunteer.name},
        ),
        (Kind.SEE, Way.PHONE, 27, {"person_id": rang.id, "name": rang.name}),
    ]
    for kind, way, days, who in asked:
        received_on, at = today - timedelta(days=days), plan.now - timedelta(days=days)
        facts = {"received_on": received_on, "due_on": last_day(received_on), "asked_at": at, "confirmed_at": at}
        by = plan.coordinator if way is Way.PHONE else ""
        db.session.add(Request(kind=kind, way=way, words=WORDS[way], entered_by=by, **facts, **who))
    for days in (40, 90, 150, 260):
        received_on = today - timedelta(days=days)
        done = {"answered_on": received_on + timedelta(days=9), "result": Result.DONE, "due_on": last_day(received_on)}
        db.session.add(Answered(kind=Kind.SEE, way=Way.PAGE, received_on=received_on, **done))
    db.session.flush()
