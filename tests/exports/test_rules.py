"""How long what was taken out is at hand."""

from datetime import timedelta

from chapter.exports.rules import FETCHABLE, may_be_fetched
from tests.conftest import NOW


def test_what_was_taken_out_can_be_fetched_again_for_a_while():
    assert may_be_fetched(NOW, NOW + FETCHABLE - timedelta(seconds=1))
    assert not may_be_fetched(NOW, NOW + FETCHABLE)
