"""Who may read about those who want to leave: what was written about them is the member coordinator's.

The one rule: that the call was made and how it ended is every leader's to see, its words and its flag are not. So it
is with the calls that officers make for no campaign: see ``calling.queries.READERS``.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, select, true

from chapter.access import Permission
from chapter.accounts.models import Account
from chapter.calling.models import Call, CallAssignment, Flag
from chapter.calling.queries import closed_to
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
    return may_open(reader, call) and may_read(reader, call.outcome, call.flag is not None and call.flag.is_leaving)


def may_open(reader: Account, call: Call) -> bool:
    """Whether ``reader`` may know that there is a report: calls for no campaign are for those whose work they are."""
    return call.assignment.purpose not in closed_to(reader)


def may_read_answers(reader: Account, call: Call, answers: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether ``reader`` may read the words of a version of a call's report."""
    return may_read_call(reader, call) and may_read(reader, answers.get(Step.COULD_TALK, {}).get("answer"))


def visible(reader: Account) -> ColumnElement[bool]:
    """The flags that ``reader`` may see, and that count."""
    may_leave = true() if Permission.LEAVING_HANDLE in reader.permissions else Flag.is_leaving.is_(False)
    closed = select(Call.id).join(Call.assignment).where(CallAssignment.purpose.in_(closed_to(reader)))
    return and_(may_leave, Flag.call_id.not_in(closed)) if closed_to(reader) else may_leave
