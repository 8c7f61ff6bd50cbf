"""Reads: who agreed to which text, how a test mail fared, and the first sign-up link."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select

from chapter.accounts.models import Account
from chapter.db import db
from chapter.editing.rules_diff import Part, difference
from chapter.messages.models import Message
from chapter.messages.queries import about
from chapter.people.models import Person
from chapter.settings.models import ConsentText
from chapter.settings.queries import consent_texts
from chapter.signup.queries import Standing, standings


class Version(NamedTuple):
    """A version of the consent text, how many have agreed to it, and how it differs from the one before."""

    text: ConsentText
    agreed: int
    differences: dict[str, list[Part]]


def versions() -> list[Version]:
    """All versions of the consent text, newest first."""
    texts = consent_texts()
    query = select(Person.consent_id, func.count()).where(Person.consent_id.is_not(None)).group_by(Person.consent_id)
    agreed = {consent_id: number for consent_id, number in db.session.execute(query)}
    before = [*texts[1:], None]
    return [Version(text, agreed.get(text.id, 0), _new_in(text, old)) for text, old in zip(texts, before, strict=True)]


def _new_in(text: ConsentText, old: ConsentText | None) -> dict[str, list[Part]]:
    if old is None:
        return {}
    found = {code: difference(old.text.get(code, ""), words) for code, words in text.text.items()}
    return {code: [part for stretch in parts for part in stretch.parts] for code, parts in found.items() if parts}


def source_of(account: Account) -> str:
    """What a test mail to ``account`` is about."""
    return f"mail-test:{account.id}"


def last_test(account: Account) -> Message | None:
    """The test mail that ``account`` sent itself last, if it’s still known."""
    return next(reversed(about(source_of(account))), None)


def newest_link(now: datetime) -> Standing | None:
    """The sign-up link that was made last."""
    return next(iter(standings(now)), None)
