"""What time it is. Tests stop the clock with :func:`frozen`; nothing else asks the system."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

_stopped: datetime | None = None


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _stopped or datetime.now(UTC)


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """Stop the clock at ``moment`` (aware), in all threads."""
    global _stopped
    before, _stopped = _stopped, moment.astimezone(UTC)
    try:
        yield
    finally:
        _stopped = before
