"""Bo, who has an account, and the device that Bo carries."""

import pytest

from chapter.accounts.models import Account
from tests import factories
from tests.factors.authenticator import Authenticator


@pytest.fixture
def bo(app) -> Account:
    return factories.account(name="Bo Ek", email="bo@example.org")


@pytest.fixture
def device() -> Authenticator:
    return Authenticator()


@pytest.fixture
def other(app):
    """Another browser."""
    return app.test_client()
