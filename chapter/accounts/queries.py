"""Reads: accounts."""

from chapter.accounts.models import Account
from chapter.db import db


def demo_accounts() -> bool:
    """Whether the demo's accounts, whose password is known to all, are here."""
    return db.session.scalar(db.select(Account.id).where(Account.email == "admin@example.org")) is not None
