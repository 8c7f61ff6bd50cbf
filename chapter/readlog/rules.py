"""What is written in the read log, and for how long."""

from collections.abc import Collection, Iterator
from datetime import timedelta
from itertools import islice

from chapter.people.rules_looks import What

KEPT = timedelta(days=365)
"""How long an entry is kept: as long as anybody may come to ask."""
ONCE_IN = timedelta(hours=1)
"""Who looks at the same person in the same way again within this time is written down once."""

BY_HAND = frozenset({What.EXPORTED, What.CHANGED, What.IMPORTED, What.MERGED})
"""What the site never does by itself: who did it without an account did it on the command line."""
DEEDS = BY_HAND | {What.ERASED, What.TIDIED, What.RESTORED}
"""What is done and not only looked at: every time counts."""


def parts(values: Collection[int], size: int = 5_000) -> Iterator[list[int]]:
    """``values``, no more at a time than a statement of either database takes."""
    waiting = iter(values)
    while some := list(islice(waiting, size)):
        yield some
