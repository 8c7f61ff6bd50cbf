"""Cases as far on as a test wants them."""

from datetime import timedelta
from typing import Any

from chapter import clock
from chapter.accounts.models import Account
from chapter.db import db
from chapter.people.models import HistoryEntry
from chapter.welcome import actions, queries
from chapter.welcome.models import WelcomeCase
from chapter.welcome.rules import DEFAULT, changed, kept
from tests import factories


def case(responsible: Account | None = None, days: int = 0, done: str = "", **facts: Any) -> WelcomeCase:
    """Somebody who came so many days ago; ``done`` are the steps that were done the day after."""
    came = clock.now() - timedelta(days=days)
    made = actions.open_case(factories.person(**{"added_at": came, "is_new": False, **facts}), came)
    made.responsible = responsible
    for key in done.split():
        actions.do(made, key, "Mona Ek", came + timedelta(days=1), on=(came + timedelta(days=1)).date())
    db.session.flush()
    return made


def switch_on(*keys: str, **days: int) -> None:
    """Let the routine have these steps too; ``coffee=5`` is due after so many days."""
    steps = [*DEFAULT]
    for key in (*keys, *days):
        steps = changed(steps, key, is_on=True, **({"days": days[key]} if key in days else {}))
    routine = queries.routine()
    routine.steps = kept(steps)
    db.session.add(routine)
    db.session.flush()


def again(case: WelcomeCase) -> WelcomeCase:
    """The case as it is in the database now."""
    db.session.expire_all()
    found = db.session.get(WelcomeCase, case.id)
    assert found is not None
    return found


def done(case: WelcomeCase) -> set[str]:
    """What became of its steps, by their keys."""
    return {step.key for step in again(case).done}


def history(case: WelcomeCase) -> list[str]:
    """The kinds of what stands about the case in the person's history."""
    found = db.select(HistoryEntry.kind).where(HistoryEntry.source == case.source)
    return list(db.session.scalars(found.order_by(HistoryEntry.id)))
