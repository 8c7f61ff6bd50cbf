"""Plain functions that make things for tests; each commits nothing and flushes."""

from itertools import count
from typing import Any

from chapter import clock
from chapter.access import Role
from chapter.accounts.models import Account, AccountRole
from chapter.calling.models import AssignmentCaller, CallAssignment, QueuePlace
from chapter.db import db
from chapter.people.models import Person, Tag

_serial = count(1)


def _kept(thing: Any) -> Any:
    db.session.add(thing)
    db.session.flush()
    return thing


def person(first_name: str = "Emma", last_name: str = "Dahlqvist", **facts: Any) -> Person:
    """Somebody in the register, with a mobile number from the range for fiction."""
    number = f"+4670174{605 + next(_serial) % 95:04}"
    given = {"mobile": number, "town": "Kvarnbyn", "birth_year": 1990, "added_at": clock.now(), **facts}
    return _kept(Person(first_name=first_name, last_name=last_name, **given))


def tag(name: str, **facts: Any) -> Tag:
    """A tag."""
    return _kept(Tag(name=name, **facts))


def account(*roles: Role, name: str = "Bo Ek", **facts: Any) -> Account:
    """An account with a confirmed address and ``roles``."""
    given = {"email": f"account{next(_serial)}@example.org", "language": "sv"}
    made = Account(name=name, **{**given, "created_at": clock.now(), "confirmed_at": clock.now(), **facts})
    made.given = [AccountRole(role=role) for role in roles]
    return _kept(made)


def assignment(*people: Person, callers: tuple[Account, ...] = (), **facts: Any) -> CallAssignment:
    """A running assignment with ``people`` in its queue and ``callers`` on it."""
    given = {
        "title": {"sv": "Höstens medlemssamtal", "nb": "Høstens medlemssamtaler"},
        "instructions": {"sv": "Lyssna mer än du pratar.", "nb": "Lytt mer enn du snakker."},
        "script": {},
        "target": {},
        "shown_facts": ["age_group", "town", "tags"],
        "starts_at": clock.now(),
        "created_at": clock.now(),
    }
    made = _kept(CallAssignment(**given | facts))
    db.session.add_all(QueuePlace(assignment_id=made.id, person_id=p.id) for p in people)
    made.callers = [AssignmentCaller(account=caller, added_at=clock.now()) for caller in callers]
    return _kept(made)
