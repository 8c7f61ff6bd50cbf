"""Those who left long ago are erased, as they should be; a few wait for somebody to try it on."""

from datetime import timedelta

from sqlalchemy import select

from chapter.accounts.models import Account
from chapter.db import db
from chapter.i18n import local
from chapter.privacy import actions, queries
from chapter.settings.demo import Plan

WAITING = 4


def fill(plan: Plan) -> None:
    """Erase all but the last few whose day has come, some days ago."""
    coordinator = db.session.scalars(select(Account).where(Account.email == "coordinator@example.org")).one()
    then, name = plan.now - timedelta(days=6), coordinator.name
    due = [person.id for person in queries.due(local(plan.now).date(), most=1_000)]
    actions.erase_leavers(due[:-WAITING], name, then)
