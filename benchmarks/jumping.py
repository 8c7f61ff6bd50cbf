"""``python -m benchmarks.jumping FILE``: the server with a clock that is wrong by the seconds that FILE holds just now.

What counts seconds goes on as it does on a real machine whose clock is put right or wrong; the time of day jumps.
"""

import datetime
import sys
import time
from pathlib import Path

HANDS = Path(sys.argv[1])
true_time = time.time


def wrong() -> float:
    """By how many seconds."""
    return float(HANDS.read_text())


class Jumping(datetime.datetime):
    """The datetime that asks for the time of day."""

    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> datetime.datetime:
        """The wrong present moment."""
        return datetime.datetime.fromtimestamp(time.time(), tz)


time.time = lambda: true_time() + wrong()

from chapter import clock, serve  # noqa: E402 (the clock is wrong from the start)

clock.datetime = Jumping  # type: ignore[misc]

serve.main()
