"""What another feature adds to the calls that officers make for it: what stands beside them, and what follows.

The feature registers it for its purpose with :func:`register`; a call without any is a call like others.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from chapter.accounts.models import Account
from chapter.calling.models import Call
from chapter.calling.rules import Purpose


class Panel(NamedTuple):
    """A fragment beside the report; it finds its ``facts`` under that name."""

    template: str
    facts: dict[str, Any]


def _nothing(_call: Call, *_rest: Any) -> None:
    """There is nothing to show, nowhere to go, nothing to do."""


@dataclass(frozen=True)
class Beside:
    """What belongs to the calls of one purpose."""

    panel: Callable[[Call, Account, datetime], Panel | None] = _nothing
    """What the one who rings sees beside the report."""
    back: Callable[[Call, Account], str | None] = _nothing
    """The address that they come from, and go back to when they have reported."""
    settle: Callable[[Call], None] = _nothing
    """What follows from the report, in its transaction: when it is sent, corrected or undone."""


_all: dict[Purpose, Beside] = {}


def register(purpose: Purpose, beside: Beside) -> None:
    """Say what belongs to the calls of ``purpose``."""
    _all[purpose] = beside


def of(call: Call) -> Beside:
    """What belongs to ``call``."""
    return _all.get(call.assignment.purpose, Beside())
