"""A group with a contact, and somebody who would like to join."""

import pytest
from flask import Flask

from chapter.accounts.models import Account
from chapter.groups.models import Group
from tests.groups import made


@pytest.fixture
def kim(app: Flask) -> Account:
    """The contact of the homework café."""
    return made.contact(email="kim@example.org")


@pytest.fixture
def cafe(kim: Account) -> Group:
    """The homework café."""
    return made.group(kim)


@pytest.fixture
def eva(app: Flask) -> Account:
    """Somebody who is in no group."""
    return made.member()


@pytest.fixture
def mona(app: Flask) -> Account:
    """The member coordinator."""
    return made.coordinator(email="mona@example.org")
