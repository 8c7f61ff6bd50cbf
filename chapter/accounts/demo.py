"""The demo's accounts: one for each role, and callers by the number. All have the same password, known to all."""

from datetime import timedelta

from chapter.access import Role
from chapter.accounts.models import Account, AccountRole
from chapter.accounts.passwords import hash_of
from chapter.db import db
from chapter.people.demo import name
from chapter.people.models import Person
from chapter.settings.demo import MOBILES, PASSWORD, Plan

PARTS: dict[str, tuple[Role, ...]] = {
    "admin": (Role.ADMINISTRATOR,),
    "coordinator": (Role.MEMBER_COORDINATOR,),
    "leader": (Role.CALL_LEADER,),
    "caller": (),
    "caller2": (),
    "volunteer": (),
    "contact": (Role.GROUP_CONTACT,),
    "board": (Role.BOARD,),
}
"""Who one can be, as ``<part>@example.org``."""


def fill(plan: Plan) -> None:
    """Accounts for :data:`PARTS` and ``caller1`` to ``callerN``; each a person of the register."""
    parts = dict.fromkeys([*PARTS, *(f"caller{n}" for n in range(1, plan.callers + 1))])
    known_to_all = hash_of(PASSWORD)
    people = iter(db.session.scalars(db.select(Person).order_by(Person.id).limit(len(parts))).all())
    for part in parts:
        account = _account(plan, part, next(people, None))
        account.password_hash = known_to_all
        account.given = [AccountRole(role=role) for role in PARTS.get(part, ())]
        db.session.add(account)
    db.session.flush()


def _account(plan: Plan, part: str, person: Person | None) -> Account:
    """An account that has been here for a while; its person has its address."""
    first, last = (person.first_name, person.last_name) if person else name(plan, 1990)[:2]
    if part == "coordinator":
        first, last = plan.coordinator.split()
    since = plan.now - timedelta(days=plan.random.randint(20, 400))
    account = Account(email=f"{part}@example.org", language=plan.language, created_at=since, confirmed_at=since)
    account.name, account.mobile, account.person = f"{first} {last}", plan.random.choice(MOBILES), person
    if person:
        person.first_name, person.last_name, person.email, person.mobile = first, last, account.email, account.mobile
    return account
