"""The figures of the routine: who landed, how promises were kept, where people are lost."""

import pytest

from chapter.welcome.rules_figures import NEVER, NO_GROUP, Stage
from chapter.welcome.rules_summary import Count, Kept, Landing, landed, landings, lost_most, stages, timing


def count(stage: Stage, number: int = 1, group: int = 1, **facts) -> Count:
    return Count(**{"year": 2026, "group_id": group, "how_came": "", "stage": stage, "number": number, **facts})


def test_who_landed_is_counted_of_those_who_were_referred_and_followed_up():
    counts = [
        count(Stage.ACTIVE, 6),
        count(Stage.NOT_NOW, 2),
        count(Stage.REFERRED, 3),
        count(Stage.ACTIVE, 9, NO_GROUP),
    ]
    assert landed(counts) == Landing(referred=11, followed_up=8, active=6)
    assert landed([]) == Landing(0, 0, 0)


def test_groups_years_and_ways_are_counted_apart():
    counts = [count(Stage.ACTIVE, 2, group=1), count(Stage.LEFT, 3, group=2, year=2025)]
    assert landings(counts, lambda c: c.group_id) == {1: Landing(2, 2, 2), 2: Landing(3, 3, 0)}
    assert landings(counts, lambda c: c.year) == {2026: Landing(2, 2, 2), 2025: Landing(3, 3, 0)}


@pytest.mark.parametrize(
    ("landing", "share", "is_poor"),
    [
        (Landing(10, 4, 4), None, False),
        (Landing(5, 5, 5), 1, False),
        (Landing(6, 6, 3), 0.5, False),
        (Landing(5, 5, 2), 0.4, True),
        (Landing(9, 4, 0), None, False),
    ],
)
def test_a_group_is_pointed_at_from_five_on(landing, share, is_poor):
    assert (landing.share, landing.is_poor) == (share, is_poor)


def test_stages_count_those_alone_whose_welcome_is_over():
    found = stages([count(Stage.SPOKEN, 2), count(Stage.SPOKEN, 5, is_over=False), count(Stage.ACTIVE, 7)])
    assert (found[Stage.SPOKEN], found[Stage.ACTIVE], found[Stage.LETTER]) == (2, 7, 0)
    assert lost_most(found) is Stage.SPOKEN


def test_where_nobody_is_lost_nothing_is_said():
    assert lost_most(stages([count(Stage.ACTIVE, 7)])) is None


def test_a_promise_has_a_median_and_a_share_in_time():
    kept = [
        Kept(2026, "letter", 1, True, 2),
        Kept(2025, "letter", 2, True),
        Kept(2026, "letter", 5, False),
        Kept(2026, "letter", NEVER, False),
        Kept(2026, "call", 6, True),
    ]
    found = timing(kept, "letter")
    assert (found.number, found.median, found.in_time, found.share) == (5, 1.5, 3, 0.6)


def test_a_promise_that_nobody_was_given_has_none():
    found = timing([], "letter")
    assert (found.number, found.median, found.share) == (0, None, 0)
