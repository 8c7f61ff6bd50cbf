"""How it stands with a job, and when nobody is at work, as tables."""

from datetime import timedelta

import pytest

from chapter.background.rules import State, stands_still, state_of
from tests.conftest import NOW


@pytest.mark.parametrize(
    ("has_begun", "is_open", "is_held", "is_wanted", "failures", "state"),
    [
        (False, False, False, False, 0, State.NEW),
        (True, False, False, False, 0, State.WELL),
        (True, False, False, False, 2, State.FAILING),
        (True, True, True, False, 2, State.RUNNING),
        (True, True, True, True, 0, State.RUNNING),
        (True, True, False, False, 0, State.CUT_OFF),
        (True, True, False, True, 0, State.CUT_OFF),
        (True, False, False, True, 2, State.ASKED),
        (False, False, False, True, 0, State.ASKED),
    ],
)
def test_a_job_is_in_one_state(
    has_begun: bool, is_open: bool, is_held: bool, is_wanted: bool, failures: int, state: State
):
    assert state_of(has_begun, is_open, is_held, is_wanted, failures) is state


@pytest.mark.parametrize(("minutes", "still"), [(0, False), (10, False), (11, True), (-11, True)])
def test_ten_minutes_without_a_sign_are_too_long(minutes: int, still: bool):
    assert stands_still(NOW - timedelta(minutes=minutes), NOW) is still


def test_where_nothing_was_ever_done_nobody_is_at_work():
    assert stands_still(None, NOW)
