"""The chain's links, and where it begins."""

import pytest

from chapter.people.rules_looks import What
from chapter.readlog.rules import parts
from chapter.readlog.rules_chain import START, Fault, Line, chained, misplaced, start, tidied, token
from tests.conftest import NOW

LINE = Line(1, NOW, 7, ["board"], What.PERSON, "", 1)


@pytest.mark.parametrize(
    "other",
    [
        *({"number": 2}, {"reader": None}, {"roles": []}, {"what": What.LIST}, {"about": "x"}, {"many": 2}),
        {"at": NOW.replace(microsecond=1)},
    ],
)
def test_every_fact_counts(other: dict):
    assert chained(START, LINE, [1]) != chained(START, LINE._replace(**other), [1])


def test_those_whom_it_is_about_count_and_so_does_what_came_before():
    hashes = {
        chained(START, LINE, [1]),
        chained(START, LINE, [2]),
        chained(START, LINE, [1, 2]),
        chained("a" * 64, LINE, [1]),
    }

    assert len(hashes) == 4


def test_a_number_is_made_of_a_secret_and_fits_a_database():
    assert token("a", 1) == token("a", 1)
    assert len({token("a", 1), token("b", 1), token("a", 2), token("a", 1, "Bo")}) == 4
    assert 0 <= token("a", 1) < 2**63


def test_the_first_stands_on_nothing_or_on_what_went():
    assert start(None) == (0, START)
    assert start(tidied(7, "ab" * 32)) == (7, "ab" * 32)


@pytest.mark.parametrize("said", ["", "x y", "7", "7 zz", f"-1 {'a' * 64}", f"7 {'g' * 64}"])
def test_what_makes_no_sense_is_no_start(said: str):
    assert start(said) == (0, START)


def test_an_entry_in_the_wrong_place_was_put_in_or_follows_on_one_that_is_gone():
    assert [misplaced(3, number) for number in (3, 2, 4)] == [None, Fault.REMOVED, Fault.PUT_IN]


def test_many_values_come_in_parts():
    assert list(parts(range(5), 2)) == [[0, 1], [2, 3], [4]]
