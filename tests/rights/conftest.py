"""Somebody of whom everything is stored that can be, and the coordinator."""

from typing import NamedTuple

import pytest

from chapter.access import Role
from chapter.accounts.models import Account
from chapter.people.models import Person
from tests import factories
from tests.conftest import Client
from tests.privacy.filled import person


class Somebody(NamedTuple):
    """Somebody in the register, and their account."""

    person: Person
    account: Account


@pytest.fixture
def known(app) -> Somebody:
    """A row in every table that may have one about them, each text of which says MARK."""
    return Somebody(*person())


@pytest.fixture
def emma(app) -> Somebody:
    """A member with an account, of whom little is stored."""
    member = factories.person("Emma", "Dahlqvist", email="emma@example.org", member_number="1234")
    return Somebody(member, factories.account(name="Emma Dahlqvist", email="emma@example.org", person=member))


@pytest.fixture
def own(client: Client, emma: Somebody) -> Client:
    """Emma's browser."""
    return client.sign_in(emma.account)


@pytest.fixture
def coordinator(app) -> Client:
    """The member coordinator's browser."""
    account = factories.account(Role.MEMBER_COORDINATOR, name="Mia Lund", email="mia@example.org")
    return app.test_client().sign_in(account)
