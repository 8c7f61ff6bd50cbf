"""What holds for an import: its stages, what becomes of a row, and when to stop and think."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Any


class Stage(StrEnum):
    """How far an import has come."""

    MAPPING = "mapping"
    COMPARING = "comparing"
    READY = "ready"
    APPLYING = "applying"
    DONE = "done"
    UNDONE = "undone"
    FAILED = "failed"


class Kind(StrEnum):
    """What a row is to the register; ``missing`` is somebody whom a complete file doesn't have."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    DOUBTFUL = "doubtful"
    UNUSABLE = "unusable"
    MISSING = "missing"


class Doubt(StrEnum):
    """Why a row is doubtful."""

    SEVERAL = "several"
    """What it can be recognised on points at different people."""
    NUMBER = "number"
    """The member number is somebody's whose name and year are others."""
    OTHER_NUMBER = "other_number"
    """Somebody with this name and address has another member number."""
    ADDRESS = "address"
    """Somebody with another name has the e-mail address; families share them."""
    NAME = "name"
    """Somebody is called the same and has nothing else in common."""
    LEFT = "left"
    """They have left, and stand in the file again."""
    CONTRADICTS = "contradicts"
    """Another row of the file says otherwise of the same person."""


STOP_SHARE = 0.30
"""Of the register; when more would change or disappear, it takes a typed confirmation (domain.md, section 6)."""
UNDO_DAYS = 30
FILE_KEPT = timedelta(days=1)
WAITING = Stage.MAPPING, Stage.COMPARING, Stage.READY, Stage.FAILED
"""Stages in which nothing has changed yet and the file can be dropped."""


def must_stop(register: int, changed: int, missing: int) -> bool:
    """Whether so much of a register (numbers of people) would change or disappear that somebody must think first."""
    return register > 0 and changed + missing > STOP_SHARE * register


def confirmation(counts: Mapping[str, Any]) -> int:
    """How many people would change or disappear; the number that is typed when it is too many to do unasked."""
    return int(counts.get(Kind.CHANGED, 0)) + int(counts.get(Kind.MISSING, 0))
