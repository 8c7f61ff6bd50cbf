"""Writes: a file on its way into the register, what is decided of its rows, and taking it all back.

A file comes in (:func:`begin`), its columns are named if need be (:func:`choose_mapping`), and it is compared in
the background (``comparing.compare``). Then somebody decides what is in doubt and asks for it to be brought in
(:func:`apply`), which the background does in one transaction (``applying.bring_in``).
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from chapter.errors import Refused
from chapter.i18n import lazy
from chapter.imports.models import ImportRow, ImportRun


class NoNames(Refused):
    """No column has the names."""

    words = lazy("Say which column has the names.")


class Twice(Refused):
    """Two columns are said to be the same field."""

    words = lazy("Two columns are said to be the same. Choose another for one of them.")


class Stop(Refused):
    """More of the register would change than is usual, and the number wasn't typed."""

    words = lazy("Much of the register would change. Write the number of people to go on.")


class Stale(Refused):
    """The register has changed since the comparison; the file is compared again, and decisions are kept."""

    words = lazy("The register has changed since the file was compared with it. It’s compared again.")


class NotNow(Refused):
    """The import isn't at the stage for this."""

    words = lazy("That can’t be done with this import now.")


class TooLate(Refused):
    """The import is too old to be undone, or isn't in the register."""

    words = lazy("This import can’t be undone any more.")


class Actor(Protocol):
    """Whoever does it; an account."""

    id: int
    name: str


Decision = dict[str, Any]
"""What a person said of a row: ``{"same": person's id}``, ``{"new": True}`` or ``{"out": True}`` of one in doubt, and
``{"fields": {field: "ours" or "theirs"}}`` of conflicts."""


def begin(
    upload: Path,
    file_name: str,
    actor: Actor | None,
    now: datetime,
    is_complete: bool = False,
    sheet: int | None = None,
) -> ImportRun:
    """Take a file in, without its ID numbers; by default the first sheet that has headings.

    The run is then at MAPPING when somebody must say what the columns are, else at COMPARING. Nothing keeps
    ``upload``. Raises ``reading.Unreadable`` and others that are Refused.
    """
    raise NotImplementedError


def choose_sheet(run: ImportRun, sheet: int, now: datetime) -> None:
    """Read another sheet of the workbook (a number in ``run.sheets``); finds its headings. Raises NotNow."""
    raise NotImplementedError


def choose_mapping(run: ImportRun, mapping: Mapping[int, str], now: datetime) -> None:
    """Say which field each column is (others are left out), remember it, and go on to compare.

    Raises NoNames, Twice, NotNow.
    """
    raise NotImplementedError


def decide(row: ImportRow, decision: Decision, now: datetime) -> None:
    """Note what a person said of a row; ``{"same": id}`` works out what it changes of that person. Raises NotNow."""
    raise NotImplementedError


def decide_all(run: ImportRun, conflicts: str, now: datetime) -> int:
    """Keep ``ours``, or take ``theirs``, in every conflict; gives how many rows that is."""
    raise NotImplementedError


def apply(run: ImportRun, actor: Actor | None, now: datetime, confirmed: str = "") -> None:
    """Ask for the import to be brought in: it is at APPLYING then, and the background does it (``jobs.soon()``).

    Pressed twice it is asked for once. Raises Stop, Stale (commit then: the run goes back to COMPARING), NotNow.
    """
    raise NotImplementedError


def undo(run: ImportRun, actor: Actor | None, now: datetime) -> None:
    """Take a whole import back, save for what was changed since; ``run.figures`` say what stayed. Raises TooLate."""
    raise NotImplementedError


def drop(run: ImportRun) -> None:
    """Forget a file that wasn't brought in. Raises NotNow."""
    raise NotImplementedError
