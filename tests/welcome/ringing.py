"""How tests ring a new member: as an officer would, with plain forms."""

from datetime import datetime

from chapter import clock
from chapter.accounts.models import Account
from chapter.calling.models import Call
from chapter.db import db
from chapter.people.models import Person
from chapter.welcome import actions, queries
from chapter.welcome.models import WelcomeCase
from chapter.welcome.rules import State
from tests import factories
from tests.calling import steps
from tests.conftest import Client


def case_of(officer: Account, person: Person | None = None, opened_at: datetime | None = None) -> WelcomeCase:
    """A case that ``officer`` is responsible for."""
    person = person or factories.person("Nora", "Ny", email="nora@example.org", phone2="+46701740698")
    return actions.open_case(person, opened_at or clock.now(), officer)


def ring(client: Client, case: WelcomeCase) -> Call:
    """Press the button that begins the call."""
    response = client.post(f"/welcome/{case.id}/call")
    assert response.status_code == 303
    assert "/calling/calls/" in response.location
    return steps.call_at(response.location)


def report(client: Client, call: Call, name: str) -> str:
    """Report in the way ``name`` (of ``steps.PATHS``), without what isn't asked for; gives where one lands."""
    unasked = {"note"} if call.setting.tells else {"note", "action_needed", "action_message"}
    path = [pair for pair in steps.pairs(steps.PATHS[name]) if pair[0] not in unasked]
    steps.give(client, call, path)
    return steps.send(client, call)


def state(case: WelcomeCase, key: str = "call") -> State:
    """Where a step of the case stands."""
    db.session.expire_all()
    return queries.standing(case, clock.now()).point(key).state
