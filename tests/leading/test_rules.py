"""How assignments stand in time."""

from datetime import UTC, datetime, timedelta

import pytest

from chapter.leading.rules import Phase, phase

NOW, HOUR = datetime(2026, 11, 18, tzinfo=UTC), timedelta(hours=1)


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "expected"),
    [
        (NOW + HOUR, None, Phase.FUTURE),
        (NOW, None, Phase.RUNNING),
        (NOW - HOUR, NOW + HOUR, Phase.RUNNING),
        (NOW - HOUR, NOW, Phase.FINISHED),
    ],
)
def test_an_assignment_stands_in_time(starts_at, ends_at, expected):
    assert phase(starts_at, ends_at, NOW) is expected
