"""How assignments stand in time, and what a spreadsheet would run."""

from datetime import UTC, datetime, timedelta

import pytest

from chapter.leading.rules import Phase, cell, phase

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


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\ta", "\ra"])
def test_a_formula_is_made_text(text: str):
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Emma", "1-2"])
def test_other_text_stays(text: str):
    assert cell(text) == text
