"""A year in which things went when their time was up; all that tells of it are numbers."""

from datetime import timedelta

from chapter.db import db
from chapter.expiry import Gone
from chapter.i18n import local
from chapter.settings.demo import Plan

A_WEEK = {
    "accounts.tries": 9,
    "accounts.links": 14,
    "signup.unconfirmed": 1,
    "messages.words": 22,
    "messages.mail": 21,
    "imports.rows": 8,
    "media.unused": 1,
}
"""About how many of a kind went each week."""


def fill(plan: Plan) -> None:
    """Count them, week by week."""
    today = local(plan.now).date()
    for week in range(1, 52):
        for key, usual in A_WEEK.items():
            if number := plan.random.randint(0, 2 * usual):
                db.session.add(Gone(day=today - timedelta(weeks=week), key=key, number=number))
    db.session.flush()
