"""Three sign-up links: an open one, one with hardly a place left, and one that has closed."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from chapter.accounts.models import Account
from chapter.calling.models import CallAssignment
from chapter.db import db
from chapter.people.demo import address, name
from chapter.settings.demo import MOBILES, Plan
from chapter.settings.queries import consent_text
from chapter.signup import actions, rules
from chapter.signup.models import Signup, SignupLink
from chapter.signup.rules import Purpose

JOINED = 20
"""How many have come in through the links."""


def fill(plan: Plan) -> None:
    """The links, those who came through them, and some who haven't confirmed yet."""
    callers = select(Account).where(Account.email.startswith("caller"), Account.person_id.is_not(None))
    joined = db.session.scalars(callers.order_by(Account.id).limit(JOINED)).all()
    active = _link(plan, "active", 120, None, None)
    calling = _link(plan, "calling", 25, 14, len(joined) + 3)
    closed = _link(plan, "closed", 90, -40, 30)
    for number, account in enumerate(joined):
        _join(plan, calling, account, 1 + number % 16)
        if number % 2:
            _join(plan, active, account, 30 + number)
        if number % 3 == 0:
            _join(plan, closed, account, 50 + number)
    for minutes, link in ((3, active), (9, calling), (40, active)):
        _not_yet_confirmed(plan, link, minutes)


def _link(plan: Plan, kind: str, opened: int, closes: int | None, places: int | None) -> SignupLink:
    words = json.loads((Path(__file__).parent / "demo_words.json").read_text())
    running = select(CallAssignment.id).where(CallAssignment.starts_at <= plan.now, CallAssignment.ends_at > plan.now)
    joins = kind == "calling"
    facts: dict[str, Any] = {
        **words[kind],
        "slug": words[kind]["slug"][plan.country],
        "purpose": Purpose.JOIN_ASSIGNMENT if joins else Purpose.BECOME_ACTIVE,
        "assignment_id": db.session.scalar(running.limit(1)) if joins else None,
        "opens_at": plan.now - timedelta(days=opened),
        "closes_at": plan.now + timedelta(days=closes) if closes else None,
        "places": places,
        "tasks": [] if joins else words["tasks"],
    }
    link = actions.make_link(facts, plan.now - timedelta(days=opened))
    link.visits = plan.random.randint(60, 240)
    return link


def _join(plan: Plan, link: SignupLink, account: Account, days: int) -> None:
    """``account`` signed up through ``link`` so many days ago."""
    tasks = plan.random.sample(range(len(link.tasks)), min(len(link.tasks), 2))
    actions.connect(link, account, tasks, consent_text().id, plan.now - timedelta(days=days, hours=2))


def _not_yet_confirmed(plan: Plan, link: SignupLink, minutes: int) -> None:
    """Somebody signed up a while ago and hasn't opened the mail."""
    first, last, _gender = name(plan, 1995)
    at = plan.now - timedelta(minutes=minutes)
    facts = {"mobile": plan.random.choice(MOBILES), "language": plan.language, "created_at": at}
    account = Account(name=f"{first} {last}", email=address(first, last, plan.people + minutes), **facts)
    times = {"consented_at": at, "created_at": at, "held_until": at + rules.HOLD}
    db.session.add(Signup(link=link, account=account, tasks=link.tasks[:1], consent_id=consent_text().id, **times))
    db.session.flush()
