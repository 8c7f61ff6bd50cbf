"""Who may read about those who want to leave: what was written about them is the member coordinator's.

The one rule: that the call was made and how it ended is every leader's to see, its words and its flag are not.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, true

from chapter.access import Permission
from chapter.accounts.models import Account
from chapter.calling.models import Call, Flag
from chapter.calling.rules import Outcome, Step
from chapter.i18n import lazy

CLOSED = lazy("For the member coordinator")
"""What stands in place of the words."""


def may_read(reader: Account, outcome: str | None, flag_is_leaving: bool | None = False) -> bool:
    """Whether ``reader`` may read what was written about a call that ended so."""
    is_leaving = flag_is_leaving or outcome == Outcome.WANTS_TO_LEAVE
    return not is_leaving or Permission.LEAVING_HANDLE in reader.permissions


def may_read_call(reader: Account, call: Call) -> bool:
    """Whether ``reader`` may read the words of a call; also when it was corrected after the flag was handled."""
    return may_read(reader, call.outcome, call.flag is not None and call.flag.is_leaving)


def may_read_answers(reader: Account, call: Call, answers: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether ``reader`` may read the words of a version of a call's report."""
    return may_read_call(reader, call) and may_read(reader, answers.get(Step.COULD_TALK, {}).get("answer"))


def visible(reader: Account) -> ColumnElement[bool]:
    """The flags that ``reader`` may see, and that count."""
    return true() if Permission.LEAVING_HANDLE in reader.permissions else Flag.is_leaving.is_(False)
