"""The rules of second steps."""

from datetime import timedelta

import pytest

from chapter.access import GRANTS, Permission, Role
from chapter.factors import rules
from tests.conftest import NOW

THIS = int(NOW.timestamp()) // 30


def test_all_permissions_that_ask_for_one_are_there():
    assert rules.NEEDING.keys() <= set(Permission)


def test_who_opens_other_peoples_data_needs_one_and_callers_do_not():
    asked = {role for role in Role if rules.asks_for_one(GRANTS[role])}

    assert asked == {Role.CALL_LEADER, Role.MEMBER_COORDINATOR, Role.BOARD, Role.ADMINISTRATOR}


@pytest.mark.parametrize(("hours", "days"), [(336, 14), (25, 2), (24, 1), (1, 1), (0, 0), (-1, 0), (-25, -1)])
def test_begun_days_count(hours, days):
    assert rules.days_left(NOW + timedelta(hours=hours), NOW) == days


def test_who_has_not_been_asked_has_all_the_days():
    assert rules.days_left(None, NOW) == 14


def test_a_recovery_code_is_easy_to_copy_by_hand_and_hard_to_guess():
    codes = {rules.new_code() for _number in range(200)}

    assert len(codes) == 200
    assert all(len(rules.plain(code)) == 12 and not set(code) & set("ilo01") for code in codes)


@pytest.mark.parametrize("typed", ["k7mq-x2pd-9wtr", "K7MQ X2PD 9WTR", " k7mqx2pd9wtr\n", "k7mq–x2pd–9wtr"])
def test_it_may_be_typed_in_any_way(typed):
    assert rules.plain(typed) == "k7mqx2pd9wtr"


@pytest.mark.parametrize(
    ("code", "is_apps"), [("123456", True), ("12345", False), ("k7mqx2", False), ("١٢٣٤٥٦", False)]
)
def test_six_digits_are_the_app_s(code, is_apps):
    assert rules.is_from_app(code) is is_apps


def shown(step):
    """What an app shows that counts."""
    return f"{step % 10**6:06}"


@pytest.mark.parametrize(("step", "found"), [(-2, None), (-1, THIS - 1), (0, THIS), (1, THIS + 1), (2, None)])
def test_a_code_holds_for_its_half_minute_and_its_neighbours(step, found):
    assert rules.fitting_step(shown(THIS + step), NOW, 0, shown) == found


def test_a_code_is_used_once_and_none_before_it():
    found = [rules.fitting_step(shown(THIS + step), NOW, THIS, shown) for step in (-1, 0, 1)]

    assert found == [None, None, THIS + 1]


@pytest.mark.parametrize("typed", ["", "12345", "١٢٣٤٥٦", "k7mqx2"])
def test_what_no_app_shows_fits_no_half_minute(typed):
    assert rules.fitting_step(typed, NOW, 0, shown) is None


@pytest.mark.parametrize(
    ("before", "after", "copied"),
    [(0, 0, False), (0, 1, False), (1, 2, False), (2, 2, True), (5, 1, True), (5, 0, True)],
)
def test_a_passkey_that_counts_counts_on(before, after, copied):
    assert rules.has_been_copied(before, after) is copied
