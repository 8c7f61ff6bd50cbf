"""Three courses: one with a date and people who are interested, one to read by oneself, one without a date yet."""

import json
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from sqlalchemy import select

from chapter.access import Audience
from chapter.accounts.models import Account
from chapter.courses import actions
from chapter.courses.models import Course, CourseOccasion
from chapter.courses.rules import Category
from chapter.db import db
from chapter.handbook.models import Page
from chapter.settings.demo import Plan

READ = "caller/before-you-start", "caller/prepare", "caller/the-call", "caller/report"
INTERESTED = "volunteer", "caller2", "caller3"


def fill(plan: Plan) -> None:
    """The courses; the dates are in two and in five weeks."""
    words = json.loads((Path(__file__).parent / "demo_words.json").read_text())
    accounts = {account.email.partition("@")[0]: account for account in db.session.scalars(select(Account))}
    leader = accounts["leader"]
    first, alone, _later = (_course(said, leader, plan.now - timedelta(days=60)) for said in words["courses"])
    for weeks in (2, 5):
        begins = datetime.combine(plan.now.date() + timedelta(weeks=weeks), time(17), UTC)
        place = words["place"][plan.language]
        db.session.add(
            CourseOccasion(course=first, starts_at=begins, ends_at=begins + timedelta(hours=2), place=place, places=12)
        )
    for part in INTERESTED:
        if part in accounts:
            actions.be_interested(first, accounts[part], plan.now - timedelta(days=9))
    pages = {page.shipped: page.id for page in db.session.scalars(select(Page).where(Page.shipped.in_(READ)))}
    there = [pages[key] for key in READ if key in pages]
    for page_id in there:
        actions.add_page(alone, page_id)
    if there:
        actions.tick(alone, there[0], there, accounts["caller"], plan.now - timedelta(days=3))


def _course(said: dict, leader: Account, now: datetime) -> Course:
    facts = {"title": said["title"], "about": said["about"], "category": Category(said["category"])}
    leads = leader.id if said["is_led"] else None
    return actions.make({**facts, "audience": Audience.VOLUNTEERS, "leader_id": leads}, leader.name, now)
