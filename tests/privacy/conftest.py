"""The coordinator's browser."""

import pytest

from chapter.access import Role
from tests import factories
from tests.conftest import Client


@pytest.fixture
def coordinator(client: Client) -> Client:
    """A browser where the member coordinator is signed in."""
    return client.sign_in(factories.account(Role.MEMBER_COORDINATOR, name="Mia Lund"))
