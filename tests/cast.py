"""A small cast of fixed roles, for tests that ask who may do what."""

from chapter.access import Role
from chapter.accounts.models import Account
from tests import factories

CAST: dict[str, tuple[Role, ...]] = {role.value: (role,) for role in Role} | {"volunteer": ()}
"""Everyone who has an account; a volunteer is one who was given no role."""


def play(part: str) -> Account:
    """An account with the role ``part``, in the test's database."""
    return factories.account(*CAST[part], name=f"{part.replace('_', ' ').title()} Ek", email=f"{part}@example.org")
