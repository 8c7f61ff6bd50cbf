"""Who leads."""

import pytest

from chapter.access import Role
from chapter.accounts.models import Account
from tests import factories
from tests.conftest import Client


@pytest.fixture
def lena(client: Client) -> Account:
    """A call leader."""
    return factories.account(Role.CALL_LEADER, name="Lena Ledare")


@pytest.fixture
def leader(client: Client, lena: Account) -> Client:
    """A call leader's browser."""
    return client.sign_in(lena)
