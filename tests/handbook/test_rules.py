"""Where pages stand, and what addresses they get."""

from typing import NamedTuple

import pytest

from chapter.handbook.rules import (
    LONGEST_SLUG,
    SHOWN_BELOW,
    SHOWN_BESIDE,
    around,
    chosen,
    in_order,
    may_stand_under,
    slug,
    under,
)


class Placed(NamedTuple):
    """A page without words."""

    id: int
    parent_id: int | None
    position: int


#     1           5
#   2    4     (under 9, which isn't there)
#   3
TREE = [Placed(4, 1, 1), Placed(1, None, 0), Placed(3, 2, 0), Placed(2, 1, 0), Placed(5, 9, 1)]


def ids(pages: list) -> list[tuple[int, int]]:
    return [(page.id, depth) for page, depth in pages]


@pytest.mark.parametrize(
    ("title", "made"),
    [
        ("Rapportera, fråga för fråga", "rapportera-fraga-for-fraga"),
        ("Ærlig øl på Åsen", "aerlig-ol-pa-asen"),
        ("???", "page"),
        ("Print", "print-2"),
        ("2026", "2026-2"),
        ("Ring", "ring-3"),
        ("a" * 200, "a" * LONGEST_SLUG),
    ],
)
def test_an_address_is_made_of_the_title(title, made):
    assert slug(title, {"ring", "ring-2"}) == made


def test_pages_are_in_order_and_those_without_a_parent_stand_at_the_top():
    assert ids(in_order(TREE)) == [(1, 0), (2, 1), (3, 2), (4, 1), (5, 0)]


def test_a_tree_may_be_as_deep_as_it_is_long():
    chain = [Placed(n, n - 1 or None, 0) for n in range(1, 5001)]

    assert ids(in_order(chain))[-1] == (5000, 4999)


@pytest.mark.parametrize(("parent", "may"), [(None, True), (4, True), (5, True), (2, False), (3, False), (99, False)])
def test_a_page_stands_under_no_page_of_its_own(parent, may):
    assert may_stand_under(2, parent, TREE) is may


def test_a_broken_tree_is_no_endless_walk():
    assert may_stand_under(3, 1, [Placed(1, 2, 0), Placed(2, 1, 0), Placed(3, None, 0)])


@pytest.mark.parametrize(
    ("page", "found"),
    [
        (1, ([], [1, 5], [2, 4], None, 2)),
        (2, ([1], [2, 4], [3], 1, 3)),
        (3, ([1, 2], [3], [], 2, 4)),
        (4, ([1], [2, 4], [], 3, 5)),
        (5, ([], [1, 5], [], 4, None)),
        (99, ([], [99], [], None, None)),
    ],
)
def test_around_a_page_are_those_above_beside_and_below_it(page, found):
    assert around(page, in_order(TREE)) == found


def test_cousins_are_not_above_a_page():
    assert around(6, in_order([*TREE, Placed(6, 4, 0)])) == ([1, 4], [6], [], 4, 5)


def test_all_around_a_page_is_named_once():
    assert around(2, in_order(TREE)).all == {1, 2, 3, 4}
    assert around(1, in_order(TREE)).all == {1, 2, 4, 5}


@pytest.mark.parametrize(("page", "first"), [(1, 1), (500, 480), (1000, 961)])
def test_of_a_thousand_siblings_the_nearest_are_shown(page, first):
    beside = around(page, in_order([Placed(n, None, n) for n in range(1, 1001)])).beside

    assert beside == list(range(first, first + SHOWN_BESIDE))


def test_below_a_page_are_two_hundred_at_most():
    tree = in_order([Placed(1, None, 0), *(Placed(n, 1, n) for n in range(2, 1001))])

    assert around(1, tree).below == list(range(2, 2 + SHOWN_BELOW))


def test_a_chapter_is_a_page_and_what_stands_under_it():
    tree = in_order(TREE)

    assert ids(under(2, tree)) == [(2, 0), (3, 1)]
    assert ids(under(1, tree)) == [(1, 0), (2, 1), (3, 2), (4, 1)]
    assert ids(under(5, tree)) == [(5, 0)]
    assert under(99, tree) == []


@pytest.mark.parametrize(("there", "found"), [({"sv", "nb"}, "nb"), ({"sv"}, "sv"), (set(), None)])
def test_what_isnt_there_in_ones_language_is_read_in_the_other(there, found):
    assert chosen(there, "nb") == found
