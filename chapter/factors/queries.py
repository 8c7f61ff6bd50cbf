"""Reads: who has which second step, and who needs one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func

from chapter.access import GRANTS, Role, permissions_of
from chapter.accounts.models import Account
from chapter.accounts.queries import hashed
from chapter.db import db
from chapter.errors import Missing
from chapter.factors.models import CodeApp, FactorChange, Passkey, RecoveryCode
from chapter.factors.rules import asks_for_one, days_left, plain
from chapter.settings.queries import chapter


@dataclass(frozen=True)
class Factors:
    """What an account can show besides the link or the password."""

    passkeys: Sequence[Passkey]
    app: CodeApp | None
    codes_left: int

    @property
    def number(self) -> int:
        """How many there are; recovery codes are only the way out."""
        return len(self.passkeys) + (self.app is not None)


def of(account: Account) -> Factors:
    """What ``account`` has."""
    app = db.session.get(CodeApp, account.id)
    return Factors(passkeys_of(account), app, codes_left(account) if account.has_factor else 0)


def passkeys_of(account: Account) -> Sequence[Passkey]:
    """The passkeys of ``account``, the oldest first."""
    return db.session.scalars(db.select(Passkey).where(Passkey.account_id == account.id).order_by(Passkey.id)).all()


def passkey(account: Account, passkey_id: int) -> Passkey:
    """A passkey of ``account``; raises Missing for another's."""
    found = db.session.get(Passkey, passkey_id)
    if found is None or found.account_id != account.id:
        raise Missing
    return found


def by_credential(credential_id: str) -> Passkey | None:
    """The passkey that browsers call so."""
    return db.session.scalars(db.select(Passkey).where(Passkey.credential_id == credential_id)).one_or_none()


def codes_left(account: Account) -> int:
    """How many recovery codes still work."""
    unused = db.select(func.count(RecoveryCode.id)).where(RecoveryCode.account_id == account.id)
    return db.session.scalar(unused.where(RecoveryCode.used_at.is_(None))) or 0


def hash_of(account_id: int, code: str) -> str:
    """What is kept of a recovery code."""
    return hashed(f"{account_id}:{plain(code)}")


def changes(account: Account, most: int = 10) -> Sequence[FactorChange]:
    """What was changed last."""
    theirs = db.select(FactorChange).where(FactorChange.account_id == account.id)
    return db.session.scalars(theirs.order_by(FactorChange.id.desc()).limit(most)).all()


def needs_one(account: Account) -> bool:
    """Whether the roles of ``account`` ask for a second step."""
    return chapter().needs_factor and asks_for_one(permissions_of(account.roles))


def days_to_go(account: Account, now: datetime) -> int | None:
    """How many days ``account`` has left to set one up; None if it needs none, or has one."""
    if account.has_factor or not needs_one(account):
        return None
    return days_left(account.factor_due_at, now)


def resting(account: Account, now: datetime) -> frozenset[Role]:
    """Roles that open nothing until a second step is set up, as the time for it is out."""
    days = days_to_go(account, now)
    if days is None or days > 0:
        return frozenset()
    return frozenset(role for role in account.roles if asks_for_one(GRANTS[role]))


def unasked() -> Sequence[Account]:
    """Accounts with a role and no second step that haven’t been given a day for it."""
    waiting = db.select(Account).where(Account.given.any(), ~Account.has_factor, Account.factor_due_at.is_(None))
    return [account for account in db.session.scalars(waiting) if needs_one(account)]


def asked_in_vain() -> Sequence[Account]:
    """Accounts that were given a day and need no second step any more."""
    asked = db.select(Account).where(Account.factor_due_at.is_not(None))
    return [account for account in db.session.scalars(asked) if not needs_one(account)]
