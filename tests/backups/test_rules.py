"""Which backups are kept, and what they are called."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from chapter.backups import rules

NOW = datetime(2026, 11, 18, 3, tzinfo=UTC)
"""A Wednesday."""
DAY = timedelta(days=1)


def nights(*ages: int) -> list[datetime]:
    """Backups of so many nights ago."""
    return [NOW - age * DAY for age in ages]


@pytest.mark.parametrize(
    ("there", "kept"),
    [
        pytest.param([], [], id="none"),
        pytest.param([0], [0], id="the first"),
        pytest.param(range(8), range(7), id="seven nights, as the eighth is of the same week as the one before it"),
        pytest.param(range(40), [0, 1, 2, 3, 4, 5, 6, 10, 17, 18], id="every night: Sundays, and the last of October"),
        pytest.param([0, 27], [0, 27], id="three weeks off"),
        pytest.param([0, 28], [0], id="to the hour as old as may be"),
        pytest.param([30, 40], [], id="all too old"),
    ],
)
def test_of_each_day_week_and_month_the_newest_is_kept_while_it_is_young_enough(there, kept):
    assert rules.kept(nights(*there), NOW, 28) == set(nights(*kept))


def test_all_of_the_last_day_are_kept_as_the_newest_may_be_the_bad_one():
    moments = [NOW - timedelta(hours=hours) for hours in (0, 1, 23)]

    assert rules.kept(moments, NOW, 28) == set(moments)


def test_with_a_longer_promise_a_year_of_months_is_kept():
    assert len(rules.kept(nights(*range(800)), NOW, 800)) == 7 + 3 + 10


MOMENTS = some.lists(some.datetimes(datetime(2025, 1, 1), datetime(2026, 11, 18), timezones=some.just(UTC)))


@given(MOMENTS, some.integers(1, 400))
def test_never_an_older_one_and_always_the_newest_young_one(moments: list[datetime], days: int):
    kept = rules.kept(moments, NOW, days)
    young = [at for at in moments if NOW - at < days * DAY]

    assert kept <= set(young)
    assert not young or max(young) in kept


@given(MOMENTS)
def test_who_rotates_twice_deletes_nothing_the_second_time(moments: list[datetime]):
    once = rules.kept(moments, NOW, 28)

    assert rules.kept(once, NOW, 28) == once


@given(MOMENTS)
def test_the_longest_gap_within_a_week_of_backups_is_no_longer_than_it_was(moments: list[datetime]):
    days = {at.date() for at in moments if NOW - at < 7 * DAY}

    assert {at.date() for at in rules.kept(moments, NOW, 28)} >= set(sorted(days)[-7:])


@pytest.mark.parametrize("is_encrypted", [True, False])
def test_a_name_says_when_and_whether_it_is_encrypted(is_encrypted: bool):
    name = rules.name(NOW, is_encrypted)

    assert name == "chapter-2026-11-18T030000.backup" + ".age" * is_encrypted
    assert rules.named(name) == (NOW, is_encrypted)


@pytest.mark.parametrize(
    "name",
    [
        "erased",
        "files",
        ".chapter-2026-11-18T030000.backup.age.half",
        "chapter-2026-11-18T030000.backup.age.half",
        "chapter-2026-13-45T030000.backup.age",
        "chapter-2026-11-18T030000.backup.age~",
    ],
)
def test_what_is_half_a_backup_or_something_else_is_none(name: str):
    assert rules.named(name) is None


@pytest.mark.parametrize("setting", ["age1a age1b", "age1a,age1b", " age1a,  age1b "])
def test_several_keys_stand_apart_by_spaces_or_commas(setting: str):
    assert rules.recipients(setting) == ["age1a", "age1b"]


@pytest.mark.parametrize(
    ("number", "words"),
    [(12, "12 bytes"), (219_484, "219 kB"), (3_400_000, "3.4 MB"), (12_000_000_000, "12 GB")],
)
def test_a_size_is_said_shortly(number: int, words: str):
    assert rules.size(number) == words
