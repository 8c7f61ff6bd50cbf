"""Others have left and been erased before; all that tells of it are numbers."""

from datetime import timedelta

from sqlalchemy import select

from chapter.accounts.models import Account
from chapter.db import db
from chapter.i18n import local
from chapter.people.models import Person
from chapter.privacy.models import Erasure
from chapter.register.actions import tally
from chapter.register.rules_leaving import Why
from chapter.settings.demo import Plan

WHY = {Why.UNPAID: 9, Why.MOVED: 7, Why.TIME: 6, Why.MONEY: 5, Why.POLITICS: 2, Why.UNKNOWN: 3}
"""Why they left."""


def fill(plan: Plan) -> None:
    """Count them, over the last two years."""
    coordinator = db.session.scalars(select(Account).where(Account.email == "coordinator@example.org")).one()
    reasons = [why for why, number in WHY.items() for _one in range(number)]
    for number, why in enumerate(reasons):
        left_on = local(plan.now).date() - timedelta(days=190 + 16 * number)
        tally(Person(left_on=left_on, left_why=why))
    for days in (96, 6):
        db.session.add(Erasure(at=plan.now - timedelta(days=days), by=coordinator.name, leavers=len(reasons) // 2))
    db.session.flush()
