"""What holds for an import: its stages, what becomes of a row, and when to stop and think."""

from enum import StrEnum


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


STOP_SHARE = 0.30
"""Of the register; when more would change or disappear, it takes a typed confirmation (domain.md, section 6)."""
UNDO_DAYS = 30


def must_stop(register: int, changed: int, missing: int) -> bool:
    """Whether so much of a register (numbers of people) would change or disappear that somebody must think first."""
    return register > 0 and changed + missing > STOP_SHARE * register
