"""What differs between two states of the settings, and what can be taken back."""

import pytest

from chapter.settings.rules_changes import can_be_undone, differences, undoable


def test_only_what_differs_is_a_change():
    assert differences({"a": 1, "b": "x"}, {"a": 2, "b": "x"}) == {"a": [1, 2]}


@pytest.mark.parametrize(
    ("what", "newer", "can"),
    [
        ({"a": [1, 2]}, [], True),
        ({"a": [1, 2]}, [{"b": [1, 2]}], True),
        ({"a": [1, 2], "b": [1, 2]}, [{"c": [1, 2]}, {"b": [1, 2]}], False),
        ({"fee_due_month": [6, 1]}, [{"fee_due_day": [30, 31]}], False),
        ({"weekday_from": ["15:00", "09:00"]}, [{"weekday_to": ["21:00", "12:00"]}], False),
        ({"weekday_from": ["15:00", "09:00"]}, [{"saturday_to": ["21:00", "12:00"]}], True),
        ({"language": ["sv", "nb"]}, [{"languages": [["sv", "nb"], ["nb"]]}], False),
        ({"chair.name": ["", "Bo Ek"]}, [{"chair.phone": ["", "+46701740605"]}], False),
        ({"chair.name": ["", "Bo Ek"]}, [{"call_leader.name": ["", "Siri Berg"]}], True),
        ({}, [], False),
    ],
)
def test_a_change_can_be_undone_until_something_newer_touches_the_same(what, newer, can):
    assert can_be_undone(what, newer) is can


def test_of_many_those_can_be_undone_that_nothing_newer_touched():
    newest_first = {3: {"a": [2, 3]}, 2: {"b": [1, 2]}, 1: {"a": [1, 2]}}

    assert undoable(newest_first) == {3, 2}
