"""What keeps somebody from being erased."""

import pytest

from chapter.privacy.rules import Keep, stops


@pytest.mark.parametrize(
    ("why", "now", "taken_back"),
    [
        (set(), False, False),
        ({Keep.CONSENT}, True, False),
        ({Keep.OFFICE}, True, True),
        ({Keep.CONSENT, Keep.FLAG}, True, True),
    ],
)
def test_only_their_own_yes_is_theirs_to_take_back(why: set[Keep], now: bool, taken_back: bool):
    assert (stops(why), stops(why, has_taken_back=True)) == (now, taken_back)
