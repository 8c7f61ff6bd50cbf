"""A few weeks of people looking at people, and one thing that somebody should ask about."""

from datetime import timedelta

from sqlalchemy import select

from chapter.access import Permission
from chapter.accounts.models import Account
from chapter.db import db
from chapter.i18n import local
from chapter.people.models import Person
from chapter.people.rules_looks import What
from chapter.readlog import actions
from chapter.readlog.models import ReadOddity
from chapter.readlog.rules_oddities import Odd
from chapter.settings.demo import Plan

LOOKS = (
    (30, "coordinator", What.IMPORTED, 40, Permission.REGISTER_IMPORT),
    (21, "coordinator", What.LIST, 50, Permission.REGISTER_READ),
    (20, "board", What.WELCOME, 12, Permission.WELCOME_WORK),
    (14, "caller", What.CALL, 1, Permission.CALLING_CALL),
    (12, "leader", What.FLAG, 1, Permission.FLAGS_HANDLE),
    (9, "coordinator", What.EXPORTED, 30, Permission.REGISTER_EXPORT),
    (6, "contact", What.GROUP, 8, ""),
    (4, "board", What.WELCOME, 50, Permission.WELCOME_WORK),
    (2, "coordinator", What.PERSON, 1, Permission.REGISTER_READ),
    (2, "coordinator", What.CHANGED, 1, Permission.REGISTER_CHANGE),
)
"""So many days ago, who did what with how many people, the volunteer among them."""


def fill(plan: Plan) -> None:
    """The board member who went through everybody's welcome in no time has been found by the site."""
    accounts = {account.email.partition("@")[0]: account for account in db.session.scalars(select(Account))}
    volunteer = accounts["volunteer"].person_id
    others = db.session.scalars(select(Person.id).where(Person.id != volunteer).order_by(Person.id).limit(60)).all()
    for days, part, what, many, need in LOOKS:
        ids = [id for id in (volunteer, *others[: many - 1]) if id is not None]
        actions.write(what, ids, accounts[part], need, plan.now - timedelta(days=days, minutes=7 * days))
    at = plan.now - timedelta(days=4)
    odd = ReadOddity(account_id=accounts["board"].id, kind=Odd.MANY, day=local(at).date(), found_at=at, number=112)
    db.session.add(odd)
    db.session.flush()
