"""Showing a second step: whose passkey it was, and who must show again that it is them before they change anything."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from flask import Response, request, url_for

from chapter import clock
from chapter.accounts.actions import TooSoon, note_attempt
from chapter.accounts.entering import has_proved
from chapter.accounts.models import Account
from chapter.accounts.network import whereabouts
from chapter.accounts.queries import wait_until
from chapter.db import db
from chapter.factors import actions, passkeys, queries
from chapter.factors.actions import Copied, Spent
from chapter.factors.models import Passkey
from chapter.factors.passkeys import ANYONE, Answer, NoProof
from chapter.pages import see_other


def fresh(view: Callable[..., Response]) -> Callable[..., Response]:
    """A view for those who have shown lately that it is them; others do so first, and come back."""

    @wraps(view)
    def guarded(**values: int) -> Response:
        if has_proved(clock.now()):
            return view(**values)
        here = request.path if request.method == "GET" else url_for("factors.own")
        return see_other(url_for("factors.second", next=here))

    return guarded


def whom(account: Account | None) -> str:
    """For whom a challenge is good: somebody whom we know already, or anyone."""
    return f"account:{account.id}" if account else ANYONE


def by_passkey(text: str | None, account: Account | None, now: datetime) -> Account:
    """Whose passkey has answered; of ``account``, if we know already who it must be.

    Raises NoProof, Spent, Copied, which count against the place on the network, and TooSoon.
    """
    from_here = f"passkey-from:{whereabouts()}"
    if until := wait_until(from_here, now=now):
        raise TooSoon(until)
    try:
        return _checked(passkeys.read(text), account, now)
    except (NoProof, Spent, Copied):
        note_attempt(from_here, now)
        raise


def _checked(answer: Answer, account: Account | None, now: datetime) -> Account:
    if not passkeys.is_ours(answer.challenge, whom(account), now):
        raise NoProof
    kept = queries.by_credential(answer.id)
    if kept is None or answer.handle not in ({kept.handle, None} if account else {kept.handle}):
        raise NoProof
    if account and kept.account_id != account.id:
        raise NoProof
    passkey_id, key = kept.id, kept.key
    db.session.rollback()  # checking takes a moment: others can write meanwhile
    counter = passkeys.check("get", answer, key)["counter"]
    return actions.use_passkey(passkey_id, answer.challenge, counter, now)


def new_passkey(text: str | None, account: Account, name: str, now: datetime) -> Passkey:
    """The passkey that the browser has made for ``account``; it isn't kept yet. Raises NoProof, Spent."""
    answer = passkeys.read(text)
    if not passkeys.is_ours(answer.challenge, f"add:{account.id}", now):
        raise NoProof
    account_id, handle = account.id, passkeys.handle(account, queries.passkeys_of(account))
    db.session.rollback()  # checking takes a moment: others can write meanwhile
    checked = passkeys.check("create", answer)
    actions.spend(answer.challenge, now)
    facts = {"name": name, "transports": answer.transports, "added_at": now, "handle": handle}
    return Passkey(account_id=account_id, credential_id=answer.id, **checked, **facts)
