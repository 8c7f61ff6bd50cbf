"""Writes: ringing a new member, what they wish for, and what they are invited to."""

from datetime import datetime

from chapter.accounts.models import Account
from chapter.calling import actions as calling
from chapter.calling.models import Call
from chapter.calling.rules import Purpose
from chapter.welcome.actions import Ended
from chapter.welcome.models import WelcomeCase

PURPOSES = {"call": Purpose.WELCOME, "follow_up": Purpose.FOLLOW_UP}
"""The steps that are calls, and the calls they are."""


def ring_for(case: WelcomeCase, account: Account, step_key: str, now: datetime) -> Call:
    """Begin the call that a step (“call”, “follow_up”) of the case is; whoever is in it already gets it again.

    Raises Ended, and what ``calling.actions.ring`` does: Busy (its ``call`` is the other one), CallingIsClosed,
    NotToBeRung. On to ``calling.call`` with it.
    """
    if case.closed_on is not None:
        raise Ended
    return calling.ring(account, case.person, PURPOSES[step_key], now)
