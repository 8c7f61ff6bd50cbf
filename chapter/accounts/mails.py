"""The mail to whoever has an account when the keys to it change, so that nobody changes them unseen."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from chapter.access import Role
from chapter.accounts.models import Account, AccountRole
from chapter.db import db
from chapter.messages.actions import post
from chapter.pages import public_url
from chapter.settings.models import Contact
from chapter.settings.queries import contacts
from chapter.settings.rules import Office


def key_changed(account: Account, said: Any, now: datetime, detail: str = "", more: Any = "") -> None:
    """Mail what was changed in how ``account`` signs in, as ``said``, and what to do if somebody else did it.

    ``detail`` is which of several, ``more`` what else there is to know.
    """
    facts = {"said": said, "detail": detail, "more": more, "at": now, "administrator": _administrator(account)}
    to = account.name, account.email, account.language
    post(*to, "accounts/mail/key_changed.md", now, account=account, page=public_url("accounts.me"), **facts)


def _administrator(account: Account) -> Contact | Account | None:
    """Whom to turn to: somebody else, who is named in the settings or has the role."""
    named = contacts().get(Office.ADMINISTRATOR)
    if named and named.email and named.email != account.email:
        return named
    others = select(Account).join(AccountRole).where(AccountRole.role == Role.ADMINISTRATOR)
    confirmed = others.where(Account.confirmed_at.is_not(None), Account.id != account.id)
    return db.session.scalars(confirmed.order_by(Account.id).limit(1)).one_or_none()
