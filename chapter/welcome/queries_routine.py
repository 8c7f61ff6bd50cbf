"""Reads: who shares the new members, and what another routine would make of the running cases."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import select

from chapter.db import db
from chapter.welcome import queries, queries_board, rules
from chapter.welcome.models import Welcomer
from chapter.welcome.rules import Step
from chapter.welcome.rules_routine import Effect, effects


def sharing() -> list[int]:
    """The ids of those who share the new members."""
    return list(db.session.scalars(select(Welcomer.account_id).where(Welcomer.shares)))


def effects_of(steps: Sequence[Step], now: datetime) -> list[Effect]:
    """What the routine with these steps would do to the cases that are running."""
    running, is_closed = queries_board.open_lines(None, now), cache(queries.is_closed)
    after = [rules.plan(steps, line.course, line.today, is_closed) for line in running]
    return effects([line.points for line in running], after)
