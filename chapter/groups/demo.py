"""Five groups with contacts and members; two people wait for an answer, and one has been referred."""

import json
from datetime import timedelta
from pathlib import Path
from random import Random

from sqlalchemy import select

from chapter.accounts.models import Account
from chapter.db import db
from chapter.groups import actions, actions_places
from chapter.groups.models import Group, GroupPlace
from chapter.groups.rules import SHAREABLE, Standing
from chapter.people.models import Person
from chapter.settings.demo import Plan

CONTACTS = "contact", "contact", "caller3", "caller4", "caller5"
"""Whose group each is; where there are few callers, the demo's contact has them all."""
MEMBERS = 11, 7, 16, 5, 9
ASKING = "volunteer", "caller"
KINDS = {Standing.MEMBER: "group_added", Standing.ASKED: "group_asked", Standing.REFERRED: "group_referred"}


def fill(plan: Plan) -> None:
    """The groups, made over the last two years, and their people."""
    words = json.loads((Path(__file__).parent / "demo_words.json").read_text())
    accounts = {a.email.partition("@")[0]: a for a in db.session.scalars(select(Account))}
    coordinator, contact = accounts["coordinator"], accounts["contact"]
    people = Newcomers(plan, coordinator.name)
    for number, said in enumerate(words["groups"]):
        group = actions.make(said, coordinator, plan.now - timedelta(days=700 - 120 * number))
        actions.appoint(group, accounts.get(CONTACTS[number], contact), coordinator, group.created_at)
        for _member in range(MEMBERS[number]):
            people.comes(group, Standing.MEMBER, people.pick.randint(20, 200))
        if number < len(ASKING):
            asks = words["asks"][number][plan.language]
            people.comes(group, Standing.ASKED, 1 + number, accounts[ASKING[number]].person, asks)
        if number == 1:
            people.comes(group, Standing.REFERRED, 3)


class Newcomers:
    """People without an account, in no order; with a dice of its own, so that the other features' rolls stay."""

    def __init__(self, plan: Plan, coordinator: str) -> None:
        self.plan, self.coordinator, self.pick = plan, coordinator, Random(plan.people)
        number = sum(MEMBERS) + 1
        taken = select(Account.person_id).where(Account.person_id.is_not(None))
        free = select(Person).where(Person.email.is_not(None), Person.mobile.is_not(None), Person.id.not_in(taken))
        found = list(db.session.scalars(free.order_by(Person.id).limit(number * 4)))
        self.people = self.pick.sample(found, min(number, len(found)))

    def comes(self, group: Group, standing: Standing, days: int, person: Person | None = None, words: str = "") -> None:
        """The next of them, or ``person``, came to stand there so many days ago, and agreed to share this and that."""
        by = person.name if person else self.coordinator
        person = person or (self.people.pop() if self.people else None)
        if person is None:
            return
        shares = [name for name in SHAREABLE if name == "email" or self.pick.random() < 0.6]
        since = max(self.plan.now - timedelta(days=days, hours=self.pick.randint(0, 8)), person.added_at)
        facts = {"standing": standing, "shares": shares, "words": words, "by": by, "since": since}
        db.session.add(GroupPlace(group=group, person=person, **facts))
        db.session.flush()
        actions_places.note(person, group, KINDS[standing], since, by=by, shares=shares)
