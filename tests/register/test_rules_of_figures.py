"""Which figures may be shown: nobody can be recognised in them, nor reckoned out."""

from collections import defaultdict
from itertools import product

import pytest

from chapter.register.rules import FEWEST, ages, months, places, veiled, veiled_by_year


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ([], []),
        ([12, 30], [12, 30]),
        ([12, 0, 30], [12, 0, 30]),
        ([3, 30], [None, None]),
        ([3, 30, 12], [None, 30, None]),
        ([3, 2, 30], [None, None, 30]),
        ([1, 1, 30, 12], [None, None, 30, None]),
        ([4], [None]),
        ([3, 0], [None, None]),
        ([1, 1, 1, 1, 1], [None] * 5),
    ],
)
def test_a_small_group_is_hidden_and_another_with_it(numbers: list[int], shown: list[int | None]):
    assert veiled(numbers) == shown


@pytest.mark.parametrize(("groups", "people"), [(2, 14), (3, 12), (4, 9)])
def test_nobody_reckons_a_small_group_out_of_the_others_and_the_sum(groups: int, people: int):
    """Whoever knows the rule and the sum still finds several ways in which it could be."""
    ways = defaultdict(list)
    for numbers in product(range(people + 1), repeat=groups):
        ways[sum(numbers), tuple(veiled(numbers))].append(numbers)

    for (total, shown), possible in ways.items():
        if not FEWEST <= total <= people:
            continue
        for place, number in enumerate(shown):
            sizes = {numbers[place] for numbers in possible}
            assert number is not None or len(sizes) > 1, (total, shown)


def test_people_are_counted_in_steps_of_ten_years():
    found = dict(ages({2010: 1, 2007: 2, 2006: 3, 1997: 4, 1946: 5, 1920: 6, None: 7}, 2026))

    assert found[(None, 19)] == 3
    assert found[(20, 29)] == 7
    assert found[(80, None)] == 11
    assert found[None] == 7


def test_only_the_largest_towns_are_named():
    towns = {"Ås": 9, "Ek": 5, "By": 4, None: 3, "": 2}

    assert places(towns) == ([("Ås", 9), ("Ek", 5)], 4, 5)


def test_no_more_than_twelve_towns_are_named():
    largest, others, _unknown = places({f"Town {number}": 20 + number for number in range(15)})

    assert len(largest) == 12
    assert largest[0] == ("Town 14", 34)
    assert others == 20 + 21 + 22


def test_the_months_go_back_over_new_year():
    assert months(2026, 2, 4) == [(2025, 11), (2025, 12), (2026, 1), (2026, 2)]


def test_a_month_is_not_reckoned_out_of_its_year():
    numbers = veiled_by_year([(2025, 11), (2025, 12), (2026, 1), (2026, 2)], [9, 2, 7, 8])

    assert numbers == [None, None, 7, 8]
