"""Searches that the demo's officers have kept; the assignment to come uses the first."""

from datetime import timedelta

from sqlalchemy import select

from chapter.accounts.models import Account
from chapter.db import db
from chapter.people.demo import words
from chapter.people.models import Tag
from chapter.searches import actions
from chapter.searches.rules import Search, condition, every, some
from chapter.settings.demo import Plan

NEAR = {"SE": "Nära lokalen", "NO": "Nær lokalet"}
NAMES = {
    "SE": [
        "Nya som inte har ringts",
        "Obetald avgift, inte ringda på länge",
        "Går inte att nå",
        "Unga medlemmar som inte är nya",
    ],
    "NO": [
        "Nye som ikke er ringt",
        "Ubetalt kontingent, ikke ringt på lenge",
        "Kan ikke nås",
        "Unge medlemmer som ikke er nye",
    ],
}
NOTES = {
    "SE": [
        "Till höstens kvällar i lokalen.",
        "Välkomstsamtal, helst inom en vecka.",
        "Ring vänligt. Ingen ska känna sig jagad.",
    ],
    "NO": [
        "Til høstens kvelder i lokalet.",
        "Velkomstsamtale, helst innen en uke.",
        "Ring vennlig. Ingen skal føle seg jaget.",
    ],
}


def fill(plan: Plan) -> None:
    """Keep them, some weeks ago."""
    notes = [*NOTES[plan.country], "", ""]
    owners = [_account("leader"), _account("coordinator")]
    for number, (name, criteria) in enumerate(zip([NEAR[plan.country], *NAMES[plan.country]], _all(plan), strict=True)):
        then = plan.now - timedelta(days=30 - 4 * number)
        actions.keep(name, notes[number], criteria, owners[number % 2], then)


def _account(part: str) -> Account:
    return db.session.scalars(select(Account).where(Account.email == f"{part}@example.org")).one()


def _all(plan: Plan) -> list[Search]:
    of_country = words(plan)
    new = db.session.scalars(select(Tag.id).where(Tag.name == of_country["new_tag"])).one()
    reached = [condition("has_email", True, turned=True), condition("has_mobile", True, turned=True)]
    owes = condition("fee_not_paid", plan.now.year), condition("not_called_for", 90)
    return [
        every(condition("towns", list(of_country["towns"])[:3])),
        every(some(condition("tags", [new]), condition("joined_within", 90)), condition("never_called", True)),
        every(*owes, condition("do_not_call", True, turned=True)),
        every(*reached),
        every(condition("is_member", True), condition("age_to", 35), condition("tags", [new], turned=True)),
    ]
