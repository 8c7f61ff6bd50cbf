"""Two who change a person at once, and what takes a reason."""

from datetime import timedelta

import pytest

from chapter.register.rules_person import UNDO_ADDING, Clash, may_undo_adding, needs_reason, settle
from tests.conftest import NOW


@pytest.mark.parametrize(
    ("was", "now", "yours", "moved", "clashes"),
    [
        ("Ed", "Ed", "Ås", [], []),
        ("Ed", "Ås", "Ås", [], []),
        ("Ed", "Ås", "Ed", ["town"], []),
        ("Ed", "Ås", "Moss", [], [Clash("town", "Ås", "Moss")]),
    ],
)
def test_what_another_has_changed_meanwhile_stays_or_is_decided(was, now, yours, moved, clashes):
    assert settle({"town": was}, {"town": now}, {"town": yours}) == (moved, clashes)


def test_whoever_did_not_see_a_field_decides():
    assert settle({}, {"town": "Ås"}, {"town": "Ed"}).clashes == [Clash("town", "Ås", "Ed")]
    assert settle({}, {"town": "Ås"}, {"town": "Ås"}) == ([], [])


def test_what_is_known_of_a_membership_is_not_changed_without_a_reason():
    assert needs_reason({"member_number": "12"}, {"member_number": "13"})
    assert not needs_reason({"member_number": "12"}, {"member_number": "12"})
    assert not needs_reason({"member_number": ""}, {"member_number": "13"})
    assert not needs_reason({"member_number": "12", "town": "Ås"}, {"town": "Ed"})


def test_adding_somebody_is_taken_back_soon_or_not_at_all():
    assert may_undo_adding(NOW, NOW + UNDO_ADDING - timedelta(seconds=1))
    assert not may_undo_adding(NOW, NOW + UNDO_ADDING)
