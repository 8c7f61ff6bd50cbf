"""How long one waits, and what is too easy to guess."""

from datetime import timedelta

import pytest

from chapter.accounts import rules
from chapter.accounts.rules import Growing, Quota, Weakness
from tests.conftest import NOW

MINUTE = timedelta(minutes=1)


def tries(number: int) -> list:
    """The last of them is now, a second apart."""
    return [NOW - timedelta(seconds=number - 1 - n) for n in range(number)]


@pytest.mark.parametrize(
    ("number", "minutes"),
    [(0, None), (1, None), (2, None), (3, 1), (4, 2), (5, 4), (6, 8), (7, 16), (8, 32), (9, 60), (10, 60), (200, 60)],
)
def test_every_further_try_waits_twice_as_long_up_to_an_hour(number, minutes):
    assert Growing(free=3).until(tries(number)) == (NOW + minutes * MINUTE if minutes else None)


def test_a_quota_opens_when_the_oldest_that_fills_it_leaves_the_window():
    two = Quota(2, timedelta(minutes=10))

    assert two.until([NOW]) is None
    assert two.until([NOW, NOW + MINUTE]) == NOW + 10 * MINUTE
    assert two.until([NOW, NOW + MINUTE, NOW + 2 * MINUTE]) == NOW + 11 * MINUTE


@pytest.mark.parametrize(
    ("key", "number", "later", "minutes"),
    [
        ("password:bo@example.org", 4, 0, None),
        ("password:bo@example.org", 5, 0, 1),
        ("password:bo@example.org", 5, 1, None),
        ("password:bo@example.org", 5, 60 * 24, None),
        ("password-from:192.0.2.1", 19, 0, None),
        ("password-from:192.0.2.1", 20, 0, 1),
        ("link:bo@example.org", 2, 0, None),
        ("link:bo@example.org", 3, 0, 10),
        ("link:bo@example.org", 3, 10, None),
        ("link-from:192.0.2.1", 59, 0, None),
        ("link-from:192.0.2.1", 60, 0, 60),
        ("anything", 60, 0, 60),
    ],
)
def test_each_kind_of_key_has_its_limit(key, number, later, minutes):
    until = rules.try_again(key, [NOW] * number, NOW + later * MINUTE)

    assert until == (NOW + minutes * MINUTE if minutes else None)


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::"),
        ("", "unknown"),
        (None, "unknown"),
        ("unix:", "unknown"),
    ],
)
def test_a_household_is_one_place_on_the_network(address, place):
    assert rules.network(address) == place


NAMES = "Bo Ek-Dahlqvist", "bosse.ek", "Lokalföreningen Lövåsen"


@pytest.mark.parametrize(
    ("password", "found"),
    [
        ("gröna äpplen i gräset", None),
        ("kaffe och 7 bullar", None),
        ("xK9!vmT2pQ", None),
        ("9 tecken!", Weakness.SHORT),
        ("", Weakness.SHORT),
        ("a long one " * 19, Weakness.LONG),
        ("basketball", Weakness.COMMON),
        ("BasketBall", Weakness.COMMON),
        ("basketball2026!", Weakness.COMMON),
        ("Lösenord2026", Weakness.COMMON),
        ("lo\u0308senord2026", Weakness.COMMON),
        ("Passord!123", Weakness.COMMON),
        ("velkommen2027", Weakness.COMMON),
        ("sommar2031!!", Weakness.COMMON),
        ("demo-password", Weakness.COMMON),
        ("aaaaaaaaaaaa", Weakness.PATTERN),
        ("abababababab", Weakness.PATTERN),
        ("hejdåhejdå", Weakness.PATTERN),
        ("lkjhgfdsazxc", Weakness.PATTERN),
        ("æøløkjhgfdsa", Weakness.PATTERN),
        ("23456789012345", Weakness.PATTERN),
        ("zyxwvutsrqp", Weakness.PATTERN),
        ("Bosse-Dahlqvist", Weakness.PERSONAL),
        ("Dahlqvist1987", Weakness.PERSONAL),
        ("Lövåsen 2026", Weakness.PERSONAL),
        ("lokalföreningenlövåsen1", Weakness.PERSONAL),
        ("Dahlqvist äter gröt", None),
    ],
)
def test_what_would_be_guessed_is_refused_and_nothing_else(password, found):
    assert rules.weakness(password, *NAMES) == found


def test_a_key_without_a_subject_concerns_nobody():
    assert rules.counts("password:bo@example.org")
    assert rules.counts("password-from:2001:db8:1:2::")
    assert not rules.counts("password-from:")


def test_of_tries_as_many_are_looked_at_as_the_limit_needs():
    assert Quota(3, MINUTE).needs == 3
    assert Growing(free=5).needs > 20


@pytest.mark.parametrize(
    ("address", "ours"),
    [("127.0.0.1", True), ("::1", True), ("::ffff:127.0.0.1", True), ("192.0.2.1", False), (None, False)],
)
def test_this_machine_is_known_by_its_address(address, ours):
    assert rules.is_this_machine(address) is ours
