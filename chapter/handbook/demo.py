"""A handbook that is looked after: pages with owners, one that the chapter has added to, and answers from A to Ö."""

import json
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from chapter.access import Audience
from chapter.accounts.models import Account
from chapter.db import db
from chapter.handbook import actions
from chapter.handbook.models import Page
from chapter.handbook.rules import Section
from chapter.handbook.shipping import ship
from chapter.settings.demo import Plan

OWNERS = {
    "caller": ("leader", 120),
    "caller/before-you-start": ("leader", 90),
    "caller/contacts": ("leader", -6),
    "caller/report": ("leader", 60),
    "coordinators/month-with-new-members": ("coordinator", 30),
    "coordinators/routine": ("coordinator", -20),
    "administrators/settings": ("admin", 200),
}
"""Who looks after a page, and in how many days they look whether it is still right; some are late."""


def fill(plan: Plan) -> None:
    """The program's texts, and what the chapter has made of them over the last months."""
    ship(plan.now - timedelta(days=200))
    words = json.loads((Path(__file__).parent / "demo_words.json").read_text())
    accounts = {account.email.partition("@")[0]: account for account in db.session.scalars(select(Account))}
    pages = {page.shipped: page for page in db.session.scalars(select(Page).where(Page.shipped.is_not(None)))}
    for key, (owner, days) in OWNERS.items():
        if page := pages.get(key):
            page.owner, page.check_by = accounts[owner], (plan.now + timedelta(days=days)).date()
            page.checked_at = plan.now - timedelta(days=180 - days)
    for key, more in words["own"].items():
        _add_to(pages.get(key), more, accounts["leader"].name, plan)
    for number, said in enumerate(words["standpoints"]):
        _page(plan, Section.STANDPOINTS, Audience.VOLUNTEERS, said, accounts["board"], 12 * number)
    for said in words["about"]:
        _page(plan, Section.ABOUT, Audience.PUBLIC, said, accounts["board"], 40)


def _add_to(page: Page | None, more: dict[str, str], by: str, plan: Plan) -> None:
    for wording in page.wordings if page else ():
        now = plan.now - timedelta(days=9)
        newest = wording.newest
        actions.write(wording.page, wording.language, newest.title, newest.text + more[wording.language], by, now)
        wording.published = wording.newest
    if page:
        actions.tell(page)


def _page(
    plan: Plan, section: Section, audience: Audience, said: dict[str, list[str]], owner: Account, days: int
) -> None:
    """A page in both languages; the address is in the chapter's."""
    now = plan.now - timedelta(days=3 + days)
    page = actions.make(section, said[plan.language][0], audience, now)
    page.owner = owner
    for language, (title, text) in said.items():
        actions.write(page, language, title, text, owner.name, now)
        actions.publish(page, language)
