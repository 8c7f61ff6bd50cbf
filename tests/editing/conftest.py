"""Who writes."""

import pytest

from chapter.accounts.models import Account
from tests.cast import play
from tests.conftest import Client


@pytest.fixture
def writer(app: object) -> Account:
    """A call leader, who writes pages."""
    return play("call_leader")


@pytest.fixture
def desk(client: Client, writer: Account) -> Client:
    """The call leader's browser."""
    return client.sign_in(writer)
