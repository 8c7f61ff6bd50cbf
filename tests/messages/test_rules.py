"""How often the outbox tries, as a table."""

from datetime import UTC, datetime, timedelta

import pytest

from chapter.messages import rules
from chapter.messages.rules import PAUSES, State

NOW = datetime(2026, 11, 18, 17, 30, tzinfo=UTC)


@pytest.mark.parametrize(("tries", "minutes"), [(1, 1), (2, 5), (3, 15), (4, 60), (5, 180), (6, 720), (7, 1440)])
def test_each_pause_is_longer(tries: int, minutes: int):
    assert rules.next_try(tries, NOW) == NOW + timedelta(minutes=minutes)


def test_it_gives_up_after_the_last_pause():
    assert rules.next_try(len(PAUSES) + 1, NOW) is None


@pytest.mark.parametrize(("code", "is_final"), [(421, False), (450, False), (500, True), (550, True), (554, True)])
def test_only_a_five_hundred_is_a_no_for_good(code: int, is_final: bool):
    assert rules.is_final(code) is is_final


def test_people_see_what_is_being_sent_as_waiting():
    assert rules.states_shown_as("waiting") == (State.WAITING, State.SENDING)
    assert rules.states_shown_as("nonsense") == ()
