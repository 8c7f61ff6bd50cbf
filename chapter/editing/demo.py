"""Pages that are being written: most have somebody who looks after them, one has a draft, one is to be translated."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from chapter.accounts.models import Account
from chapter.db import db
from chapter.editing import actions
from chapter.handbook.models import Page, Wording
from chapter.settings.demo import Plan

OWNERS = {"caller": "leader", "leaders": "leader", "coordinators": "coordinator", "administrators": "admin"}
"""Who looks after the pages whose keys begin so; the others have nobody."""
DRAFT, CHANGED = "leaders/call-evening", "caller/yourself"
MORE = {
    DRAFT: {
        "sv": "\n\n## Nytt i vinter\n\nVi provar att börja med tio minuters fika, så att alla hinner fram.",
        "nb": "\n\n## Nytt i vinter\n\nVi prøver å begynne med ti minutter kaffe, så alle rekker fram.",
    },
    CHANGED: {
        "sv": "\n\nBehöver du prata efteråt? Ring {call_leader} samma kväll.",
        "nb": "\n\nTrenger du å snakke etterpå? Ring {call_leader} samme kveld.",
    },
}


def fill(plan: Plan) -> None:
    """What has been written and shared out over the last weeks."""
    accounts = {account.email.partition("@")[0]: account for account in db.session.scalars(select(Account))}
    words = selectinload(Page.wordings).options(joinedload(Wording.newest), joinedload(Wording.published))
    pages = {
        p.shipped or "": p for p in db.session.scalars(select(Page).where(Page.shipped.is_not(None)).options(words))
    }
    for key, page in pages.items():
        if page.owner_id is None and (owner := OWNERS.get(key.partition("/")[0])):
            page.owner_id = accounts[owner].id
    for key, days in ((DRAFT, 2), (CHANGED, 11)):
        if written := pages.get(key):
            _write(written, plan.language, MORE[key][plan.language], accounts["leader"].name, plan, days)
            if key == CHANGED:
                wording = written.wording(plan.language)
                actions.publish(written, plan.language, wording.newest_id if wording else 0)


def _write(page: Page, language: str, more: str, by: str, plan: Plan, days: int) -> None:
    if wording := page.wording(language):
        newest, now = wording.newest, plan.now - timedelta(days=days)
        actions.save(page, language, newest.title, newest.text + more, newest.id, by, now)
