"""Cases are forgotten at night, when their day has come."""

from datetime import time

from chapter import clock, ledger
from chapter.db import db, reading
from chapter.i18n import lazy, local
from chapter.jobs import daily, each
from chapter.welcome import actions_forget, queries_forget


@daily(at=time(3, 30), label=lazy("Forget who has been welcomed"))
def forget() -> dict[str, int]:
    """Forget the cases whose day has come, and what older ones left behind."""
    now = clock.now()
    if ledger.has_leapt(now):
        return {}
    with reading():
        due = queries_forget.due(local(now).date())
    forgotten = each(due, lambda case_id: actions_forget.forget_due(case_id, now))
    swept = actions_forget.sweep(now)
    db.session.commit()
    return {"forgotten": forgotten, "deleted": swept}
