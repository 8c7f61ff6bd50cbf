"""Reads: who may welcome people, and what another routine would make of the running cases."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from chapter.access import GRANTS, Permission
from chapter.accounts.models import Account, AccountRole
from chapter.db import db
from chapter.welcome import queries, rules
from chapter.welcome.models import Welcomer
from chapter.welcome.rules import Step
from chapter.welcome.rules_routine import Effect, effects

WELCOMING = [role for role, permissions in GRANTS.items() if Permission.WELCOME_WORK in permissions]


def able() -> Sequence[Account]:
    """The accounts that may welcome people, by name."""
    has_role = Account.given.any(AccountRole.role.in_(WELCOMING))
    query = select(Account).where(has_role, Account.confirmed_at.is_not(None)).options(selectinload(Account.given))
    return db.session.scalars(query.order_by(Account.name)).all()


def sharing() -> list[int]:
    """The ids of those who share the new members."""
    return list(db.session.scalars(select(Welcomer.account_id).where(Welcomer.shares)))


def effects_of(steps: Sequence[Step], reader: Account, now: datetime) -> list[Effect]:
    """What the routine with these steps would do to the cases that are running."""
    running = queries.open_cases(reader, now)
    after = [rules.plan(steps, s.case.course(), s.today, queries.is_closed) for s in running]
    return effects([s.points for s in running], after)
