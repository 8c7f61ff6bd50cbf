"""Writes: steps that are done, the test of the mail server, and the first sign-up link."""

from datetime import datetime
from typing import Any

from chapter.access import Role
from chapter.accounts import actions as accounts
from chapter.accounts.models import Account
from chapter.accounts.queries import wait_until
from chapter.messages import actions as messages
from chapter.messages.models import Message
from chapter.settings.actions import note_steps
from chapter.settings.queries import chapter
from chapter.setup.queries import source_of
from chapter.setup.rules import Step, with_done
from chapter.signup import actions as signup
from chapter.signup.models import SignupLink
from chapter.signup.rules import Purpose


def done(step: Step) -> None:
    """A step is done, or was left out."""
    note_steps(with_done(step, chapter().first_steps))


def end() -> None:
    """Nobody wants to see the steps any more."""
    note_steps(None)


def begin() -> None:
    """Go through the steps once more."""
    note_steps([])


def is_new(account: Account) -> bool:
    """Whether ``account`` is an administrator of a chapter in which nothing has been set yet."""
    return Role.ADMINISTRATOR in account.roles and chapter().first_steps == []


def send_test(account: Account, now: datetime) -> Message:
    """Post a mail to ``account`` itself, as any other mail goes; a few in ten minutes. Raises TooSoon."""
    key = f"mail-test:{account.id}"
    if until := wait_until(key, now=now):
        raise accounts.TooSoon(until)
    accounts.note_attempt(key, now)
    to = account.name, account.email, account.language
    return messages.post(*to, "setup/mail/test.md", now, source=source_of(account))


def make_first_link(title: dict[str, str], text: dict[str, str], now: datetime) -> SignupLink:
    """A link through which one becomes active."""
    facts: dict[str, Any] = {"purpose": Purpose.BECOME_ACTIVE, "title": title, "text": text, "slug": "", "tasks": []}
    nothing = dict.fromkeys(("assignment_id", "opens_at", "closes_at", "places"))
    return signup.make_link(facts | nothing, now)
