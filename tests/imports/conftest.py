"""Who brings files in."""

import pytest

from tests.cast import play
from tests.conftest import Client


@pytest.fixture
def coordinator(client: Client) -> Client:
    """A browser in which the member coordinator is signed in."""
    return client.sign_in(play("member_coordinator"))
