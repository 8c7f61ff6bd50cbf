"""When so much would change that somebody must think first."""

import pytest

from chapter.imports.rules import Kind, confirmation, must_stop


@pytest.mark.parametrize(
    ("register", "changed", "missing", "stops"),
    [(100, 10, 20, False), (100, 11, 20, True), (100, 31, 0, True), (100, 0, 31, True), (0, 5, 0, False)],
)
def test_more_than_three_in_ten_must_be_confirmed(register: int, changed: int, missing: int, stops: bool):
    assert must_stop(register, changed, missing) is stops


def test_the_number_to_type_is_of_those_who_change_or_disappear():
    assert confirmation({Kind.CHANGED: 3, Kind.MISSING: 4, Kind.NEW: 5}) == 7
    assert confirmation({}) == 0
