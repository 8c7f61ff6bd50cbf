"""Writes: accounts, links that sign in, passwords, roles."""

import secrets
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from chapter import expiry
from chapter.access import Role
from chapter.accounts import hooks, mails, passwords, queries, rules
from chapter.accounts.models import Account, AccountRole, Attempt, RoleChange, SignInLink
from chapter.db import db
from chapter.errors import Refused
from chapter.i18n import _, clocktime, lazy
from chapter.messages import actions as messages
from chapter.pages import public_url
from chapter.people import actions as people
from chapter.people import queries as register
from chapter.people.models import Person

PASSWORD_CHOSEN = lazy("A password was chosen for your account")
PASSWORD_CHANGED = lazy("The password of your account was changed")
PASSWORD_REMOVED = lazy("The password of your account was removed")


class LinkIsGone(Refused):
    """The link was used, is too old, or never was."""

    words = lazy("This link can’t be used any more.")


class WrongPassword(Refused):
    """No account has this address and password; which of them is wrong is not said."""

    words = lazy("The address and the password don’t belong together.")


class TooSoon(Refused):
    """Too many tries; the words say when to come back."""

    def __init__(self, until: datetime) -> None:
        minute = clocktime(until + timedelta(seconds=59))
        self.until, self.words = until, _("There have been too many tries. Try again at %(time)s.", time=minute)


class LastAdministrator(Refused):
    """Somebody must be left who can give roles."""

    words = lazy("This is the only administrator. Make somebody else an administrator first.")


class Entry(NamedTuple):
    """Who came in, and where on this site they were going."""

    account: Account
    path: str | None


def account_for(email: str, name: str, mobile: str | None, language: str | None, now: datetime) -> Account:
    """The account with this address, else a new one that waits to be confirmed.

    What a stranger says about a confirmed account changes nothing.
    """
    found = queries.by_email(email) or _new(email, name, now)
    if not found.is_active:
        found.name, found.mobile, found.language = name, mobile or found.mobile, language
        db.session.flush()
    return found


def _new(email: str, name: str, now: datetime) -> Account:
    """A new account, or the one that somebody made in the same moment."""
    made = Account(email=email.strip().lower(), name=name, created_at=now)
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError:
        return db.session.scalars(db.select(Account).where(Account.email == made.email)).one()
    return made


def note_attempt(key: str, now: datetime) -> None:
    """Remember a try that counts against ``key``, such as ``password:<e-mail>``; one about nobody counts nothing."""
    if rules.counts(key):
        db.session.add(Attempt(key=queries.hashed(key), at=now))
        db.session.flush()


def forget_attempts(key: str) -> None:
    """The right password was given: start from nought."""
    db.session.execute(delete(Attempt).where(Attempt.key == queries.hashed(key)))


def make_link(account: Account, now: datetime, next_path: str | None = None, about: str | None = None) -> str:
    """A new link's address; the database keeps only a hash of what is secret in it."""
    token = secrets.token_urlsafe(32)
    kept = {"token_hash": queries.hashed(token), "next_path": next_path, "about": about, "created_at": now}
    db.session.add(SignInLink(account_id=account.id, expires_at=now + rules.LINK_LASTS, **kept))
    db.session.flush()
    return public_url("accounts.enter", token=token)


def send_link(
    account: Account,
    template: str,
    now: datetime,
    next_path: str | None = None,
    about: str | None = None,
    **context: Any,
) -> bool:
    """Mail a link that signs ``account`` in, unless it was sent several just now; the template gets ``link``.

    Whoever uses the link has read the mail, so ``hooks.on_sign_in`` is told what it was ``about``.
    """
    if not _may_send(account.email, now):
        return False
    _post(account, template, now, link=make_link(account, now, next_path, about), **context)
    return True


def ask_for_link(email: str, place: str, now: datetime, next_path: str | None = None) -> None:
    """Somebody at ``place`` on the network asks for a link; nothing tells them whether there is an account."""
    _within_limit(f"link-from:{place}", now)
    found = queries.by_email(email)
    if found and not any(hook(found, now) for hook in hooks.on_link_asked):
        send_link(found, "accounts/mail/sign_in.md", now, next_path)
    elif not found and _may_send(email, now):
        _pretend(email, now)


def _within_limit(key: str, now: datetime) -> None:
    _not_too_soon(key, now=now)
    note_attempt(key, now)


def _may_send(email: str, now: datetime) -> bool:
    if queries.wait_until(f"link:{email}", now=now):
        return False
    note_attempt(f"link:{email}", now)
    return True


def _pretend(email: str, now: datetime) -> None:
    """Do the same work as for an account and throw it away, so that the time it takes tells nothing."""
    nobody = Account(name="", email=email, created_at=now)
    trial = db.session.begin_nested()
    db.session.add(nobody)
    db.session.flush()
    _post(nobody, "accounts/mail/sign_in.md", now, link=make_link(nobody, now))
    trial.rollback()


def _post(account: Account, template: str, now: datetime, **context: Any) -> None:
    to = account.name, account.email, account.language
    messages.post(*to, template, now, is_secret=True, account=account, **context)


def enter(token: str, now: datetime, password_hash: str | None = None) -> Entry:
    """Use the link with ``token``, once; this proves the address, so a first password may come with it.

    Where there is a second step it doesn't: who reads somebody's mail would have a way in for later.
    """
    good = SignInLink.token_hash == queries.hashed(token), SignInLink.used_at.is_(None), SignInLink.expires_at > now
    used = update(SignInLink).where(*good).values(used_at=now)
    row = db.session.execute(
        used.returning(SignInLink.account_id, SignInLink.next_path, SignInLink.about)
    ).one_or_none()
    if row is None:
        raise LinkIsGone
    account = db.session.get_one(Account, row.account_id, with_for_update=True, populate_existing=True)
    if password_hash and not account.password_hash and not account.has_factor:
        account.password_hash = password_hash
        if account.is_active:
            mails.key_changed(account, PASSWORD_CHOSEN, now)
    forget_attempts(f"password:{account.email}")
    led_to = arrive(account, now, row.about)
    return Entry(account, row.next_path or led_to)


def sign_in(email: str, password: str, place: str, now: datetime) -> Entry:
    """Let in whoever has the password of the account with this address."""
    account = prove(queries.by_email(email), email, password, place, now)
    return Entry(account, arrive(account, now))


def prove(account: Account | None, email: str, password: str, place: str, now: datetime) -> Account:
    """Check a password. A wrong one counts against the address and ``place``, a right one clears the address.

    Comparing takes long, so nothing is read or written meanwhile and others can write. Whether one may try is asked
    again afterwards: of many who guess at once, as many get an answer as if they had come one by one.
    """
    own, from_here = f"password:{email}", f"password-from:{place}"
    _not_too_soon(own, from_here, now=now)
    kept = account.password_hash if account and account.is_active else None
    db.session.rollback()
    is_right = passwords.fits(kept, password)
    newer = passwords.hash_of(password) if kept and is_right and passwords.is_outdated(kept) else None
    _not_too_soon(own, from_here, now=now)
    if not is_right or account is None or account.password_hash != kept:
        note_attempt(own, now)
        note_attempt(from_here, now)
        raise WrongPassword
    forget_attempts(own)
    account.password_hash = newer or kept
    return account


def _not_too_soon(*keys: str, now: datetime) -> None:
    if until := queries.wait_until(*keys, now=now):
        raise TooSoon(until)


def arrive(account: Account, now: datetime, about: str | None = None) -> str | None:
    """What every sign-in does: confirm, connect with the register, and whatever features above add.

    ``about`` is what the mailed link was about, if one was used.
    """
    if account.confirmed_at is None:
        account.confirmed_at = now
    if account.person_id is None:
        account.person = _person(account, now)
    db.session.flush()
    paths = [hook(account, now, about) for hook in hooks.on_sign_in]
    return next((path for path in paths if path), None)


def change(account: Account, name: str, mobile: str | None, language: str) -> None:
    """Change what one says about oneself."""
    account.name, account.mobile, account.language = name, mobile, language
    db.session.flush()


def set_password(account: Account, password_hash: str | None, now: datetime) -> None:
    """Choose, change or (None) remove the password, and mail that; whoever else is signed in as this account is out."""
    chosen = PASSWORD_CHANGED if account.password_hash else PASSWORD_CHOSEN
    account.password_hash = password_hash
    sign_out_everywhere(account)
    mails.key_changed(account, chosen if password_hash else PASSWORD_REMOVED, now)


def sign_out_everywhere(account: Account) -> None:
    """End all sessions of ``account``, and make the links that are on their way useless."""
    account.epoch += 1
    db.session.execute(delete(SignInLink).where(SignInLink.account_id == account.id, SignInLink.used_at.is_(None)))
    db.session.flush()


def end_all_sessions() -> None:
    """The same for everybody: a backup was put back, which knows nothing of what was ended since."""
    db.session.execute(update(Account).values(epoch=secrets.randbelow(2**30)))
    db.session.execute(delete(SignInLink).where(SignInLink.used_at.is_(None)))


def give_roles(account: Account, roles: set[Role], actor: Account | None, now: datetime) -> list[RoleChange]:
    """Let ``account`` have exactly ``roles`` (and volunteer, as everyone); what changes is written down."""
    administrators = queries.administrators()
    before, wanted = account.roles, roles | {Role.VOLUNTEER}
    if Role.ADMINISTRATOR in before - wanted and administrators <= {account.id}:
        raise LastAdministrator
    for role in before - wanted:
        account.given.remove(next(given for given in account.given if given.role == role))
    account.given.extend(AccountRole(role=role) for role in sorted(wanted - before))
    by = actor.id if actor else None
    changes = [
        RoleChange(account_id=account.id, by_id=by, role=role, is_given=role in wanted, at=now)
        for role in sorted(wanted ^ before)
    ]
    db.session.add_all(changes)
    db.session.flush()
    return changes


def make_administrator(name: str, email: str, now: datetime) -> str:
    """Make the administrator's account, if need be, and a link that signs them in."""
    account = account_for(email, name, None, None, now)
    give_roles(account, account.roles | {Role.ADMINISTRATOR}, None, now)
    return make_link(account, now)


def _person(account: Account, now: datetime) -> Person:
    """The account's person in the register: whoever has its address and no account yet, else a new one."""
    known = register.by_email(account.email)
    if known and queries.of_person(known.id) is None:
        return known
    first, _space, last = account.name.partition(" ")
    facts = {"email": account.email, "mobile": account.mobile, "language": account.language}
    return people.add(first, last, now, is_own=True, **facts)


def forget_old(now: datetime) -> None:
    """Delete what is kept no longer: old tries, old links, accounts that nobody confirmed and nothing refers to."""
    for key in ("accounts.tries", "accounts.links", "accounts.unconfirmed"):
        expiry.enforce(key, now)
