"""Writes: what was said in the follow-up, and that it is done. Its words are the member coordinator's alone: they go
into no history, no log and no other row."""

from collections.abc import Mapping
from datetime import datetime

from chapter.accounts.models import Account
from chapter.db import db
from chapter.errors import Refused
from chapter.i18n import _, clocktime, lazy
from chapter.welcome import actions
from chapter.welcome.models import FollowUp, WelcomeCase
from chapter.welcome.rules import Kind


class Closed(actions.Ended):
    """The case was closed while somebody was writing."""

    words = lazy("The case is closed, so this isn’t saved. Open the case again in another window, then save here.")


class Overtaken(Refused):
    """Something else has been written since the writer looked, by another or by the same in another window."""

    def __init__(self, there: FollowUp) -> None:
        self.there = there
        self.words = _(
            "%(name)s wrote something else here at %(time)s, in another window or on another device. Press “Save for "
            "now” to put this in its place, or open the page in another window to read that first.",
            name=there.by,
            time=clocktime(there.at),
        )


def keep(case: WelcomeCase, said: Mapping[str, str], seen: str | None, actor: Account, now: datetime) -> FollowUp:
    """Keep what was ``said`` so far; ``seen`` is when what the writer saw was written, empty if there was nothing.

    The same words twice are written once. Raises Closed, Overtaken.
    """
    if case.closed_on is not None:
        raise Closed
    there = case.follow_up
    if there is not None and there.at.isoformat() != seen:
        if any(getattr(there, name) != words for name, words in said.items()):
            raise Overtaken(there)
        return there
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
