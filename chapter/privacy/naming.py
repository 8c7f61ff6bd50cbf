"""The name of somebody who did things here stands with what they did: in logs, in other people's histories."""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, String, cast, func, select, update

from chapter.accounts.models import Account
from chapter.db import Base, db
from chapter.duplicates.models import Merge
from chapter.i18n import _, speaking
from chapter.people.models import HistoryEntry

ANSWERABLE = {"export"}
"""Whoever took people out of the register answers for it, whatever becomes of them."""


def forget_name(account: Account) -> None:
    """Put “[erased]” in place of the name of ``account`` wherever they did something.

    Where another has the same name it may be theirs, and tells nothing of this one.
    """
    namesakes = select(func.count()).where(Account.name == account.name, Account.id != account.id)
    if account.name and not db.session.scalar(namesakes):
        instead = erased()
        for column in _actors():
            db.session.execute(update(column.table).where(column == account.name).values({column: instead}))
        for packed in (HistoryEntry.facts, Merge.before):
            _rename(packed, account.name, instead)


def erased() -> str:
    """What stands in place of a name, in the chapter's language."""
    with speaking(None):
        return _("[erased]")


def _actors() -> Iterator[Column[Any]]:
    """The columns that say who did something: ``by``, ``changed_by`` and the like."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, String) and f"_{column.name}".endswith("_by") and table.name not in ANSWERABLE:
                yield column


def _rename(packed: Any, name: str, instead: str) -> None:
    """The same in JSON, which SQLite can't look into."""
    model, key = packed.class_, packed.key
    for row in db.session.scalars(
        select(model).where(cast(packed, String).contains(json.dumps(name), autoescape=True))
    ):
        setattr(row, key, _replaced(getattr(row, key), name, instead))
    db.session.flush()


def _replaced(value: Any, name: str, instead: str) -> Any:
    if isinstance(value, dict):
        return {key: _replaced(part, name, instead) for key, part in value.items()}
    if isinstance(value, list):
        return [_replaced(part, name, instead) for part in value]
    return instead if value == name else value
