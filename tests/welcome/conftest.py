"""Who welcomes new members."""

import pytest

from chapter.accounts.models import Account
from tests import cast
from tests.conftest import Client


@pytest.fixture
def mona(client: Client) -> Account:
    """The coordinator, who is signed in."""
    account = cast.play("member_coordinator")
    client.sign_in(account)
    return account


@pytest.fixture
def bo(app) -> Account:
    """An officer of the board."""
    return cast.play("board")
