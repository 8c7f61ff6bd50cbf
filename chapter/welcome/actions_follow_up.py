"""Writes: what was said in the follow-up, and that it is done. Its words are the member coordinator's alone: they go
into no history, no log and no other row."""

from collections.abc import Mapping
from datetime import datetime

from chapter.accounts.models import Account
from chapter.db import db
from chapter.errors import Refused
from chapter.i18n import _, clocktime
from chapter.welcome import actions
from chapter.welcome.models import FollowUp, WelcomeCase
from chapter.welcome.rules import Kind


class Overtaken(Refused):
    """Somebody else has written since the writer looked."""

    def __init__(self, there: FollowUp) -> None:
        self.there = there
        self.words = _(
            "%(name)s wrote something here at %(time)s, while you had the page open. Save again to put yours in its "
            "place, or load the page again to read it first.",
            name=there.by,
            time=clocktime(there.at),
        )


def keep(case: WelcomeCase, said: Mapping[str, str], seen: str | None, actor: Account, now: datetime) -> FollowUp:
    """Keep what was ``said`` so far; ``seen`` is when what the writer saw was written. Raises Ended, Overtaken."""
    if case.closed_on is not None:
        raise actions.Ended
    there = case.follow_up
    if there is not None and there.by != actor.name and there.at.isoformat() != seen:
        raise Overtaken(there)
    if there is None:
        there = FollowUp(case_id=case.id, at=now, by=actor.name)
        case.follow_up = there
    for name, words in {**said, "at": now, "by": actor.name}.items():
        setattr(there, name, words)
    db.session.flush()
    return there


def finish(case: WelcomeCase, actor: Account, now: datetime) -> None:
    """The follow-up is done, also if it had been left out. What it found stands in its own row and nowhere else."""
    if (trace := case.traces().get(Kind.FOLLOW_UP)) is not None and trace.is_skipped:
        actions.undo(case, Kind.FOLLOW_UP)
    actions.do(case, Kind.FOLLOW_UP, actor.name, now)
