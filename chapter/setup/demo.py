"""An administrator who has changed this and that."""

from datetime import timedelta

from chapter.accounts.queries import by_email
from chapter.settings import actions
from chapter.settings.demo import Plan


def fill(plan: Plan) -> None:
    """Hours for Saturdays, and shorter sessions since somebody left a telephone on the bus."""
    admin = by_email("admin@example.org")
    by = admin.name if admin else ""
    hours = {"saturday_from": "10:00", "saturday_to": "15:00"}
    actions.change("hours", hours, by, plan.now - timedelta(days=20))
    actions.change("sessions", {"session_days": 14}, by, plan.now - timedelta(days=3))
