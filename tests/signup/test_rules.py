"""When a link is open, and what its address looks like."""

from datetime import timedelta

import pytest

from chapter.signup import rules
from chapter.signup.rules import State
from tests.conftest import NOW

SOON, AGO = NOW + timedelta(hours=1), NOW - timedelta(hours=1)


@pytest.mark.parametrize(
    ("opens", "closes", "places", "taken", "state"),
    [
        (None, None, None, 500, State.OPEN),
        (AGO, SOON, 3, 2, State.OPEN),
        (NOW, None, None, 0, State.OPEN),
        (SOON, None, None, 0, State.NOT_YET),
        (AGO, AGO, None, 0, State.CLOSED),
        (None, NOW, None, 0, State.CLOSED),
        (None, AGO, 1, 1, State.CLOSED),
        (SOON, None, 1, 1, State.NOT_YET),
        (None, SOON, 3, 3, State.FULL),
        (None, None, 3, 4, State.FULL),
    ],
)
def test_a_link_is_open_between_its_times_while_there_are_places(opens, closes, places, taken, state):
    assert rules.state(opens, closes, places, taken, NOW) is state


def test_a_link_without_a_limit_has_no_number_of_places_left():
    assert rules.places_left(None, 7) is None


def test_places_left_never_run_below_none():
    assert (rules.places_left(3, 1), rules.places_left(3, 9)) == (2, 0)


def test_a_second_press_is_one_within_a_minute_of_the_first():
    held_until = NOW + rules.HOLD

    assert rules.is_second_press(held_until, NOW + timedelta(seconds=59))
    assert not rules.is_second_press(held_until, NOW + timedelta(seconds=60))


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Bli med på ringekveld tirsdag!", "bli-med-pa-ringekveld-tirsdag"),
        ("Ärligt – öppet hus", "arligt-oppet-hus"),
        ("Gøy å være med", "goy-a-vaere-med"),
        ("…", ""),
        ("a" * 59 + " b", "a" * 59),
    ],
)
def test_an_address_is_made_of_the_title(title, slug):
    assert rules.slug_of(title) == slug


@pytest.mark.parametrize(
    ("text", "good"),
    [("ring-med-oss", True), ("2026", True), ("Ring", False), ("a--b", False), ("-a", False), ("a" * 61, False)],
)
def test_an_address_has_small_letters_digits_and_hyphens(text, good):
    assert rules.is_slug(text) is good


def test_new_interests_come_after_those_that_are_known():
    assert rules.merged("Baka, valstuga", ["Valstuga", "Dela ut", "Dela ut"]) == "Baka, valstuga, Dela ut"


def test_nothing_known_and_nothing_new_is_nothing():
    assert rules.merged(None, []) == ""
