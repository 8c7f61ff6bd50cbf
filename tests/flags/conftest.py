"""A flagged call, and those who handle it."""

import pytest

from chapter.access import Role
from chapter.accounts.models import Account
from chapter.calling.models import Call, Flag
from chapter.people.models import Person
from tests import factories
from tests.conftest import Client
from tests.leading import reports


@pytest.fixture
def lena(client: Client) -> Account:
    """A call leader."""
    return factories.account(Role.CALL_LEADER, name="Lena Ledare")


@pytest.fixture
def leader(client: Client, lena: Account) -> Client:
    """A call leader's browser."""
    return client.sign_in(lena)


@pytest.fixture
def coordinator(client: Client) -> Client:
    """A member coordinator's browser, in place of whoever was signed in."""
    return client.sign_in(factories.account(Role.MEMBER_COORDINATOR, name="Mona Medlem"))


@pytest.fixture
def emma(client: Client) -> Person:
    """Somebody who was rung."""
    return factories.person("Emma", "Dahlqvist", phone2="+46701740699")


@pytest.fixture
def call(emma: Person) -> Call:
    """A talk with Emma that Cilla flagged, with a note."""
    cilla = factories.account(name="Cilla Ringare")
    assignment = factories.assignment(emma, callers=(cilla,))
    return reports.reported(assignment, emma, cilla, message="Vill ha en mentor", note="Ring på kvällen")


@pytest.fixture
def flag(call: Call) -> Flag:
    """What Cilla flagged."""
    return call.flag
