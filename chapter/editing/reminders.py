"""Reminding those who look after pages: on a page's day, and once a week until somebody has seen to it."""

from datetime import date, datetime
from typing import Any, NamedTuple

from chapter.db import db
from chapter.editing import queries
from chapter.editing.rules import is_to_remind
from chapter.i18n import local
from chapter.messages.actions import post
from chapter.pages import public_url

MOST = 20
"""So many pages are told of one by one; how many more there are is said."""


class Told(NamedTuple):
    """A page in the mail."""

    title: str
    link: str
    check_by: date | None


def due(now: datetime) -> list[int]:
    """The accounts that are reminded today: of those who may write pages, the ones whose pages' day has come."""
    today, writers = local(now).date(), {account.id for account in queries.writers()}
    owners = {page.owner_id for page in queries.to_check(today) if _is_due(page, today)}
    return sorted(writers & {owner for owner in owners if owner})


def send(owner_id: int, now: datetime) -> int:
    """Mail somebody all their pages whose day has come, and note it, in one transaction: whenever the job is cut off,
    nobody is reminded twice on a day, and of some pages today and of others tomorrow."""
    today = local(now).date()
    pages = [page for page in queries.to_check(today) if page.owner_id == owner_id]
    if not any(_is_due(page, today) for page in pages) or (owner := pages[0].owner) is None:
        return 0
    told = [Told(queries.title(page, owner.language), _link(page.id), page.check_by) for page in pages]
    facts: dict[str, Any] = {"first_name": owner.first_name, "pages": told, "most": MOST}
    facts["link"] = public_url("editing.to_look_after", whose="mine")
    post(owner.name, owner.email, owner.language, "editing/mail/check.md", now, **facts)
    for page in pages:
        page.reminded_for = today
    db.session.flush()
    return 1


def _is_due(page: Any, today: date) -> bool:
    return is_to_remind(page.check_by, page.reminded_for, today)


def _link(page_id: int) -> str:
    return public_url("editing.page", page_id=page_id)
