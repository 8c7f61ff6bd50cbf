"""What calls come to, and of what one is reminded."""

from datetime import date, datetime, timedelta

import pytest

from chapter.calling.rules import Outcome
from chapter.i18n import ZONES
from chapter.welcome.rules_call import TRIES, changed, is_to_remind, overtaken, settled, tries

ZONE = ZONES["SE"]
NOW = datetime(2026, 11, 18, 10, 0, tzinfo=ZONE)
TODAY, YESTERDAY = date(2026, 11, 18), date(2026, 11, 17)


@pytest.mark.parametrize(
    ("said", "seen", "there", "changes", "lost"),
    [
        ("", "", "", False, False),
        ("", "", "theirs", False, False),
        ("mine", "", "", True, False),
        ("mine", "", "mine", True, False),
        ("mine", "old", "old", True, False),
        ("mine", "old", "", True, False),
        ("", "old", "old", True, False),
        ("", "old", "theirs", True, True),
        ("mine", "", "theirs", True, True),
        (True, None, None, True, False),
        (False, None, True, False, False),
    ],
)
def test_only_what_was_changed_counts_and_nothing_is_lost_unseen(said, seen, there, changes, lost):
    made = changed({"x": said}, {"x": seen})

    assert made == ({"x": said} if changes else {})
    assert overtaken(made, {"x": seen}, {"x": there}) == ({"x": there} if lost else {})


@pytest.mark.parametrize("outcome", TRIES)
def test_a_call_that_reached_nobody_is_a_try(outcome):
    assert tries([outcome, outcome]) == 2


@pytest.mark.parametrize("outcome", sorted(set(Outcome) - set(TRIES)))
def test_tries_count_from_the_latest_contact(outcome):
    assert tries([Outcome.BUSY, outcome, Outcome.BUSY, Outcome.BUSY]) == 1


@pytest.mark.parametrize(
    ("outcomes", "comes_to"),
    [
        ([], None),
        ([Outcome.BUSY, Outcome.WRONG_NUMBER, Outcome.WANTS_TO_LEAVE], None),
        ([Outcome.BUSY, Outcome.TALKED], Outcome.TALKED),
        ([Outcome.DO_NOT_CALL, Outcome.BUSY], Outcome.DO_NOT_CALL),
        ([Outcome.BUSY, Outcome.DO_NOT_CALL], None),
        ([Outcome.DO_NOT_CALL, Outcome.TALKED], Outcome.TALKED),
    ],
)
def test_what_calls_say_about_the_step(outcomes, comes_to):
    assert settled(outcomes) is comes_to


@pytest.mark.parametrize(
    ("at", "made_on", "is_due"),
    [
        (NOW + timedelta(days=1), YESTERDAY, True),
        (datetime(2026, 11, 19, 23, 59, tzinfo=ZONE), YESTERDAY, True),
        (datetime(2026, 11, 20, 0, 0, tzinfo=ZONE), YESTERDAY, False),
        (NOW + timedelta(minutes=1), YESTERDAY, True),
        (NOW, YESTERDAY, False),
        (NOW - timedelta(days=7), YESTERDAY, False),
        (NOW + timedelta(days=1), TODAY, False),
    ],
)
def test_one_is_reminded_the_day_before_and_never_of_what_has_been(at, made_on, is_due):
    assert is_to_remind(at, made_on, NOW) is is_due


def test_the_day_before_is_the_chapters_not_the_worlds():
    midnight_in_stockholm = datetime(2026, 11, 20, 0, 30, tzinfo=ZONE).astimezone(ZONES["NO"])
    assert not is_to_remind(midnight_in_stockholm, YESTERDAY, NOW)
