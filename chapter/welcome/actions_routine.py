"""Writes: the routine, and who shares the new members."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from chapter.accounts.models import Account
from chapter.db import db
from chapter.errors import Refused
from chapter.i18n import lazy
from chapter.welcome import queries
from chapter.welcome.models import Routine, Welcomer


class Stale(Refused):
    """Somebody else has changed the routine since the writer opened it."""

    words = lazy("Somebody else changed the routine while you were writing. Nothing of yours is saved yet.")


def change(facts: dict[str, Any], sharing: Collection[int], version: int, actor: Account) -> Routine:
    """Set ``facts`` of the routine and who is ``sharing`` the new members, if it is as the writer saw it.

    Raises Stale; the same again is no conflict.
    """
    kept = db.session.get(Routine, 1, with_for_update=True) or queries.routine()
    if all(getattr(kept, name) == value for name, value in facts.items()):
        _share_out(sharing)
        return kept
    if version != kept.version:
        raise Stale
    _share_out(sharing)
    for name, value in facts.items():
        setattr(kept, name, value)
    kept.version, kept.changed_by = kept.version + 1, actor.name
    db.session.add(kept)
    db.session.flush()
    return kept


def _share_out(account_ids: Collection[int]) -> None:
    known = {welcomer.account_id: welcomer for welcomer in db.session.scalars(select(Welcomer))}
    for account_id in account_ids - known.keys():
        known[account_id] = Welcomer(account_id=account_id, title={})
        db.session.add(known[account_id])
    for account_id, welcomer in known.items():
        welcomer.shares = account_id in account_ids
    db.session.flush()
