"""Some who have left lately or haven't paid, and some whom the central register's last file hasn't got."""

from datetime import timedelta

from sqlalchemy import delete, select, update

from chapter.accounts.models import Account
from chapter.calling.models import Call, QueuePlace
from chapter.db import db
from chapter.groups.models import GroupPlace
from chapter.i18n import local
from chapter.people import actions as people
from chapter.people.models import Person
from chapter.people.rules import How
from chapter.register import actions, queries_leaving
from chapter.register.rules_leaving import Why
from chapter.settings.demo import Plan

MOST, MISSING, LATE = 40, 5, 4
IN_TIME = 175
"""So many days ago somebody may have left and still be here; a few left earlier, and wait to be erased."""
WHY = {Why.UNPAID: 8, Why.TIME: 7, Why.MOVED: 6, Why.MONEY: 2, Why.POLITICS: 1, Why.UNKNOWN: 2}
"""Why they left, and how often."""


def fill(plan: Plan) -> None:
    """Let some leave, over a year, and some be missing since last week."""
    coordinator = db.session.scalars(select(Account).where(Account.email == "coordinator@example.org")).one()
    found = _without_a_trace(plan)
    for number, person in enumerate(found[MISSING:]):
        days = plan.random.randint(2, 330)
        why = plan.random.choices(list(WHY), list(WHY.values()))[0]
        stays = plan.random.random() < 0.2 and number >= LATE
        if queries_leaving.custom().goes_at_once(why):
            days, stays = (number, False) if number < LATE else (days, True)
        elif not stays:
            days = IN_TIME + 5 * (number + 2) if number < LATE else 2 + days % IN_TIME
        then = plan.now - timedelta(days=days)
        actions.leave(person, why, "", local(then).date(), stays, coordinator, then)
    gone = [person.id for person in found[MISSING:]]
    db.session.execute(delete(QueuePlace).where(QueuePlace.person_id.in_(gone)))
    _take_back_yes(plan)
    for person in found[:MISSING]:
        people.change(person, {"missing_since": plan.now - timedelta(days=6)}, plan.now, None, How.IMPORT)


def _take_back_yes(plan: Plan) -> None:
    """Most who haven't paid came with the register's file, and have never been asked whether they may be known."""
    mine = Person.id.in_(select(Account.person_id).where(Account.person_id.is_not(None)))
    late = Person.fee_paid_for < plan.now.year, Person.left_on.is_(None), ~mine, Person.id % 4 != 0
    db.session.execute(update(Person).where(*late).values(consent_id=None, consented_at=None))


def _without_a_trace(plan: Plan) -> list[Person]:
    """Members of some years' standing whom nobody has rung, who are in no group and have no account."""
    traces = (Call.person_id, GroupPlace.person_id, Account.person_id)
    untouched = [Person.id.not_in(select(trace).where(trace.is_not(None))) for trace in traces]
    members = Person.joined_on < plan.now.date() - timedelta(days=400), Person.do_not_call_at.is_(None)
    ids = list(db.session.scalars(select(Person.id).where(*members, *untouched).order_by(Person.id)))
    chosen = plan.random.sample(ids, min(len(ids), MISSING + min(MOST, plan.people // 15)))
    return list(db.session.scalars(select(Person).where(Person.id.in_(chosen)).order_by(Person.id)))
