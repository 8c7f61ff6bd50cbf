"""Writes: second steps that are added, used, removed; recovery codes; and the mail that tells of it."""

from datetime import datetime

from sqlalchemy import delete, update

from chapter.accounts import mails
from chapter.accounts.actions import TooSoon, forget_attempts, note_attempt, sign_out_everywhere
from chapter.accounts.models import Account
from chapter.accounts.queries import hashed, wait_until
from chapter.db import db
from chapter.errors import Refused
from chapter.factors import queries, words
from chapter.factors.models import CodeApp, FactorChange, Passkey, RecoveryCode, SpentChallenge
from chapter.factors.rules import (
    CHALLENGE_LASTS,
    CODES,
    GRACE,
    PASSKEYS,
    STEP,
    Changed,
    fitting_step,
    has_been_copied,
    is_from_app,
    new_code,
    plain,
)
from chapter.i18n import lazy


class WrongCode(Refused):
    """Neither the app nor the paper says so."""

    words = lazy("This code isn’t right. Take the one that the app shows now, or a recovery code that isn’t used.")


class Spent(Refused):
    """This answer has been given before."""

    words = lazy("This has been used already. Try once more.")


class Copied(Refused):
    """A passkey hasn't counted on since it was used last: somebody has a copy of it."""

    words = lazy("This passkey seems to have been copied, so we don’t take it. Choose another way, and remove it then.")


class OneMustStay(Refused):
    """Who sees the register keeps a second step."""

    words = lazy("Your role needs a second step, and this is the only one. Add another one first.")


class Enough(Refused):
    """So many passkeys that nobody knows which is which."""

    words = lazy("You have as many passkeys as there is room for. Remove one first.")


def spend(challenge: str, now: datetime) -> None:
    """A challenge is answered once. Raises Spent."""
    key = hashed(challenge)
    if db.session.get(SpentChallenge, key, with_for_update=True):
        raise Spent
    db.session.add(SpentChallenge(challenge_hash=key, spent_at=now))
    db.session.flush()


def add_passkey(account: Account, made: Passkey, now: datetime) -> list[str]:
    """Keep a passkey; gives recovery codes to show if it is the first second step. Raises Enough, Spent."""
    locked = _locked(account)
    known = queries.passkeys_of(locked)
    if len(known) >= PASSKEYS:
        raise Enough
    if queries.by_credential(made.credential_id):
        raise Spent
    db.session.add(made)
    return _added(locked, Changed.PASSKEY_ADDED, now, made.name)


def add_app(account: Account, secret: str, code: str, now: datetime) -> list[str]:
    """Keep the app's secret if the app shows the right code; gives what ``add_passkey`` does. Raises WrongCode."""
    locked = _locked(account)
    step = _step(secret, code, 0, now)
    if step is None or queries.of(locked).app:
        raise WrongCode
    db.session.add(CodeApp(account_id=locked.id, secret=secret, last_step=step, added_at=now, last_used_at=None))
    return _added(locked, Changed.APP_ADDED, now)


def _added(account: Account, what: Changed, now: datetime, name: str = "") -> list[str]:
    """With the first one there are recovery codes, and other devices sign in anew: they haven't shown it."""
    note(account, what, account, now, name)
    if account.has_factor:
        return []
    account.has_factor = True
    sign_out_everywhere(account)
    return _new_codes(account)


def use_passkey(passkey_id: int, challenge: str, counter: int, now: datetime) -> Account:
    """A passkey has answered, and it was checked; gives whose it is. Raises Spent, Copied."""
    spend(challenge, now)
    used = db.session.get(Passkey, passkey_id, with_for_update=True, populate_existing=True)
    if used is None:
        raise Spent
    if has_been_copied(used.counter, counter):
        raise Copied
    used.counter, used.last_used_at = counter, now
    db.session.flush()
    return db.session.get_one(Account, used.account_id)


def use_code(account: Account, code: str, now: datetime) -> bool:
    """Use a code of the app (gives True), or a recovery code up. Raises WrongCode, which counts, and TooSoon."""
    key = f"second:{account.id}"
    if until := wait_until(key, now=now):
        raise TooSoon(until)
    is_apps = is_from_app(plain(code))
    if not (_use_app(account, plain(code), now) if is_apps else _use_recovery(account, code, now)):
        note_attempt(key, now)
        raise WrongCode
    forget_attempts(key)
    return is_apps


def _use_app(account: Account, code: str, now: datetime) -> bool:
    app = db.session.get(CodeApp, account.id, with_for_update=True, populate_existing=True)
    step = _step(app.secret, code, app.last_step, now) if app else None
    if app is None or step is None:
        return False
    app.last_step, app.last_used_at = step, now
    db.session.flush()
    return True


def _step(secret: str, code: str, last_step: int, now: datetime) -> int | None:
    from pyotp import TOTP

    app = TOTP(secret, interval=STEP)
    return fitting_step(plain(code), now, last_step, app.generate_otp)


def _use_recovery(account: Account, code: str, now: datetime) -> bool:
    theirs = RecoveryCode.account_id == account.id, RecoveryCode.code_hash == queries.hash_of(account.id, code)
    used = update(RecoveryCode).where(*theirs, RecoveryCode.used_at.is_(None)).values(used_at=now)
    if db.session.execute(used.returning(RecoveryCode.id)).one_or_none() is None:
        return False
    note(account, Changed.CODE_USED, account, now)
    return True


def make_codes(account: Account, now: datetime) -> list[str]:
    """New recovery codes, to be shown once; the old ones don't work any more."""
    note(account, Changed.CODES_MADE, account, now)
    return _new_codes(account)


def _new_codes(account: Account) -> list[str]:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    codes = [new_code() for _number in range(CODES)]
    db.session.add_all(
        RecoveryCode(account_id=account.id, code_hash=queries.hash_of(account.id, code)) for code in codes
    )
    db.session.flush()
    return codes


def remove_passkey(account: Account, passkey: Passkey, now: datetime) -> None:
    """Take a passkey away. Raises OneMustStay."""
    name = passkey.name
    _remove(account, passkey, Changed.PASSKEY_REMOVED, now, name)


def remove_app(account: Account, app: CodeApp, now: datetime) -> None:
    """Take the code app away. Raises OneMustStay."""
    _remove(account, app, Changed.APP_REMOVED, now)


def _remove(account: Account, factor: Passkey | CodeApp, what: Changed, now: datetime, name: str = "") -> None:
    locked = _locked(account)
    is_last = queries.of(locked).number == 1
    if is_last and queries.needs_one(locked):
        raise OneMustStay
    db.session.delete(factor)
    note(locked, what, locked, now, name)
    if is_last:
        _forget(locked)


def reset(account: Account, by: Account | None, now: datetime) -> None:
    """Take all second steps of ``account`` away, for somebody who has lost them, and sign it out on all devices."""
    locked = _locked(account)
    for table in (Passkey, CodeApp):
        db.session.execute(delete(table).where(table.account_id == locked.id))
    _forget(locked)
    sign_out_everywhere(locked)
    note(locked, Changed.RESET, by, now)


def _forget(account: Account) -> None:
    """Nothing is left to show."""
    account.has_factor = False
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    forget_attempts(f"second:{account.id}")
    db.session.flush()


def note(account: Account, what: Changed, by: Account | None, now: datetime, name: str = "") -> None:
    """Write down what was changed, and mail it to whom it concerns."""
    db.session.add(FactorChange(account_id=account.id, by_id=by.id if by else None, what=what, name=name, at=now))
    more = words.reset_by(by.name if by else None) if what is Changed.RESET else ""
    mails.key_changed(account, words.MAILED[what], now, name, more)


def ask(now: datetime) -> int:
    """Give those who need a second step a day until which they have it; take it back where none is needed now."""
    for free in queries.asked_in_vain():
        free.factor_due_at = None
    asked = queries.unasked()
    for account in asked:
        account.factor_due_at = now + GRACE
    db.session.flush()
    return len(asked)


def forget_spent(now: datetime) -> None:
    """Delete challenges that are too old to be answered anyway."""
    db.session.execute(delete(SpentChallenge).where(SpentChallenge.spent_at < now - 2 * CHALLENGE_LASTS))


def _locked(account: Account) -> Account:
    """The account, locked, as it is now."""
    return db.session.get_one(Account, account.id, with_for_update=True, populate_existing=True)
