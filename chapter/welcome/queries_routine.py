"""Reads: who shares the new members, and what another routine would make of the running cases."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from chapter.accounts.models import Account
from chapter.db import db
from chapter.welcome import queries, rules
from chapter.welcome.models import Welcomer
from chapter.welcome.rules import Step
from chapter.welcome.rules_routine import Effect, effects


def sharing() -> list[int]:
    """The ids of those who share the new members."""
    return list(db.session.scalars(select(Welcomer.account_id).where(Welcomer.shares)))


def effects_of(steps: Sequence[Step], reader: Account, now: datetime) -> list[Effect]:
    """What the routine with these steps would do to the cases that are running."""
    running = queries.open_cases(reader, now)
    after = [rules.plan(steps, s.case.course(), s.today, queries.is_closed) for s in running]
    return effects([s.points for s in running], after)
