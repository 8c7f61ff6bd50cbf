"""Reads: accounts, links, how long to wait."""

import hashlib
from datetime import datetime

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, bindparam, exists, or_, select
from sqlalchemy.orm import joinedload, selectinload

from chapter.access import Role
from chapter.accounts.models import Account, AccountRole, Attempt, RoleChange, SignInLink
from chapter.accounts.rules import counts, limit_of, try_again
from chapter.db import db
from chapter.errors import Missing
from chapter.people.models import Person

PAGE = 50


def by_email(email: str) -> Account | None:
    """The account with this address, whatever its capitals."""
    return db.session.scalars(db.select(Account).where(Account.email == email.strip().lower())).one_or_none()


def own_entry(account: Account) -> Person | None:
    """Their entry in the register, if it certainly is theirs: for what only they themselves may read.

    It came to them by the address that they have proved to be theirs. That proves nothing if others have it too, nor
    once the entry has another, as the first may have been a mistake; then it is theirs if it has their name.
    """
    person = account.person
    if person is None or person.name.casefold() == account.name.casefold():
        return person
    others = exists().where(Person.email == account.email, Person.id != person.id)
    return None if person.email != account.email or db.session.scalar(select(others)) else person


def account(account_id: int) -> Account:
    """The account; for those who give roles."""
    found = db.session.get(Account, account_id)
    if found is None:
        raise Missing
    return found


def of_person(person_id: int) -> Account | None:
    """The account of somebody in the register; the older if they have two."""
    return db.session.scalars(db.select(Account).where(Account.person_id == person_id).order_by(Account.id)).first()


_WITH_ROLES = select(Account).where(Account.id == bindparam("account_id")).options(joinedload(Account.given))


def of_session(session_id: str) -> Account | None:
    """The account of ``Account.get_id()``, unless it has signed out everywhere since."""
    number, _dot, epoch = session_id.partition(".")
    if not number.isdecimal():
        return None
    found = db.session.scalars(_WITH_ROLES, {"account_id": int(number)}).unique().one_or_none()
    return found if found and found.is_active and str(found.epoch) == epoch else None


def hashed(secret: str) -> str:
    """What the database keeps instead of a token or of whom an attempt concerns."""
    return hashlib.sha256(secret.encode()).hexdigest()


def open_link(token: str, now: datetime) -> SignInLink | None:
    """The link with ``token`` if it can still be used."""
    link = db.session.scalars(db.select(SignInLink).where(SignInLink.token_hash == hashed(token))).one_or_none()
    return link if link and link.used_at is None and link.expires_at > now else None


def wait_until(*keys: str, now: datetime) -> datetime | None:
    """When the last of ``keys`` (``kind:subject``, see ``rules.LIMITS``) may be tried again; None: now."""
    waits = [try_again(key, _tries(key, now), now) for key in keys if counts(key)]
    until = max((wait for wait in waits if wait), default=None)
    if until:
        db.session().info["until"] = until
    return until


def _tries(key: str, now: datetime) -> list[datetime]:
    """The newest tries first in the database, oldest first here; no more than the limit needs."""
    limit = limit_of(key)
    since = now - limit.window
    newest = db.select(Attempt.at).where(Attempt.key == hashed(key), Attempt.at > since)
    return list(db.session.scalars(newest.order_by(Attempt.at.desc()).limit(limit.needs)))[::-1]


def administrators() -> set[int]:
    """The ids of the accounts that administrate, locked until the transaction ends."""
    rows = db.select(AccountRole).where(AccountRole.role == Role.ADMINISTRATOR).with_for_update()
    ids = {given.account_id for given in db.session.scalars(rows.execution_options(populate_existing=True))}
    confirmed = db.select(Account.id).where(Account.id.in_(ids), Account.confirmed_at.is_not(None))
    return set(db.session.scalars(confirmed))


def found(words: str, page: int) -> Pagination:
    """One page of the confirmed accounts whose name or address has all ``words``; those with roles come first."""
    confirmed = db.select(Account).where(Account.confirmed_at.is_not(None)).options(selectinload(Account.given))
    matching = confirmed.where(*(_has(word) for word in words.split()[:8]))
    return db.paginate(
        matching.order_by(~Account.given.any(), Account.name, Account.id), page=page, per_page=PAGE, error_out=False
    )


def _has(word: str) -> ColumnElement[bool]:
    """SQLite knows capitals only from A to Z, so the others are tried as people write them."""
    spellings = {word, word.lower(), word.capitalize(), word.upper()}
    return or_(*(c.icontains(s, autoescape=True) for s in spellings for c in (Account.name, Account.email)))


def role_changes(account_id: int, most: int = 20) -> list[RoleChange]:
    """The newest changes of an account's roles."""
    theirs = db.select(RoleChange).where(RoleChange.account_id == account_id)
    return list(db.session.scalars(theirs.order_by(RoleChange.id.desc()).limit(most)))


def is_forgotten() -> list[ColumnElement[bool]]:
    """Whether an account was never confirmed and nothing refers to it any more."""
    return [Account.confirmed_at.is_(None), *(~mentions for mentions in _mentions())]


def _mentions() -> list[ColumnElement[bool]]:
    """For every column of every table that can refer to an account but those of its roles: whether one does."""
    tables = [t for t in db.Model.metadata.tables.values() if t.name not in ("account_role", "role_change")]
    keys = [key.parent for table in tables for key in table.foreign_keys if key.column is Account.__table__.c.id]
    return [Account.id.in_(select(column).where(column.is_not(None))) for column in keys]
