"""What is odd, as a table: and what an ordinary evening's work is."""

from datetime import UTC, date, datetime, timedelta

import pytest

from chapter.people.rules_looks import What
from chapter.readlog.rules_oddities import (
    LISTED,
    Look,
    Odd,
    again,
    begin,
    limit,
    most_in,
    odd_lately,
    own_office,
    worth_a_look,
)

EVENING = datetime(2026, 11, 18, 18, 0, tzinfo=UTC)
NIGHT = datetime(2026, 11, 19, 2, 30, tzinfo=UTC)
FOUNDED = datetime(2026, 1, 1, tzinfo=UTC)
COORDINATOR, LEADER, BOARD, CALLER = "member_coordinator", "call_leader", "board", "volunteer"


def looks(what: What, many: int, minutes: float, start: datetime = EVENING) -> list[Look]:
    """So many different people, evenly over so many minutes."""
    return [Look(start + timedelta(minutes=minutes) * n / many, what, n) for n in range(many)]


def on_one_screen(what: What, many: int, start: datetime = EVENING) -> list[Look]:
    """So many at the same moment."""
    return [Look(start, what, n) for n in range(many)]


@pytest.mark.parametrize(
    ("looked", "roles", "odd"),
    [
        pytest.param([], [BOARD], {}, id="nothing"),
        pytest.param(looks(What.CALL, 60, 60), [CALLER], {}, id="an evening's caller, and nobody answers"),
        pytest.param(looks(What.CALL, 150, 180), [CALLER], {}, id="a caller the whole evening"),
        pytest.param(looks(What.CALL, 100, 59), [CALLER], {Odd.MANY: 100}, id="a caller who only leafs through"),
        pytest.param(looks(What.PERSON, 199, 59), [COORDINATOR], {}, id="a busy coordinator"),
        pytest.param(looks(What.PERSON, 200, 59), [COORDINATOR], {Odd.MANY: 200}, id="a program reads 200 people"),
        pytest.param(looks(What.FLAG, 199, 59), [LEADER], {}, id="a busy leader"),
        pytest.param(looks(What.WELCOME, 120, 59), [BOARD], {Odd.MANY: 120}, id="a board member opens all cases"),
        pytest.param(looks(What.PERSON, 400, 24 * 60), [COORDINATOR], {}, id="many in a day"),
        pytest.param(on_one_screen(What.LIST, 300), [COORDINATOR], {}, id="six pages of the list"),
        pytest.param(
            looks(What.LIST, LISTED, 59), [COORDINATOR], {Odd.LISTED: LISTED}, id="the whole register by lists"
        ),
        pytest.param(on_one_screen(What.IMPORTED, 3_000), [COORDINATOR], {}, id="an import"),
        pytest.param(on_one_screen(What.IMPORTED, 3_000, NIGHT), [COORDINATOR], {}, id="an import at night"),
        pytest.param(on_one_screen(What.EXPORTED, 3_000), [COORDINATOR], {}, id="an export in the evening"),
        pytest.param(on_one_screen(What.EXPORTED, 5, NIGHT), [COORDINATOR], {Odd.AT_NIGHT: 5}, id="an export at night"),
        pytest.param(looks(What.PERSON, 150, 59), [BOARD, COORDINATOR], {}, id="several offices: the widest counts"),
    ],
)
def test_what_is_odd_of_late(looked: list[Look], roles: list[str], odd: dict[Odd, int]):
    assert odd_lately(looked, roles) == odd


def test_the_hour_that_isn_t_over_is_read_again_and_the_first_time_a_day():
    assert begin(EVENING, EVENING - timedelta(minutes=10)) == EVENING - timedelta(minutes=70)
    assert begin(EVENING, None) == EVENING - timedelta(hours=25)


def test_the_same_person_twice_is_one():
    assert most_in([Look(EVENING, What.PERSON, 1)] * 500) == 1


def test_who_comes_again_after_the_hour_counts_anew():
    first, later = looks(What.PERSON, 30, 30), looks(What.PERSON, 40, 30, EVENING + timedelta(minutes=90))

    assert most_in([*first, *later]) == 40


def test_who_comes_again_within_the_hour_stays():
    assert most_in([Look(EVENING + timedelta(minutes=40 * n), What.PERSON, n % 2) for n in range(3)]) == 2


@pytest.mark.parametrize(("roles", "number"), [([], 100), ([CALLER], 100), ([CALLER, LEADER], 200)])
def test_each_office_has_its_limit(roles: list[str], number: int):
    assert limit(roles) == number


@pytest.mark.parametrize(
    ("people", "is_worth_it"),
    [
        ({What.PERSON: 99, What.LIST: 1_000}, False),
        ({What.PERSON: 60, What.CALL: 40}, True),
        ({What.LIST: 1_000, What.SEARCH: 500}, True),
        ({What.EXPORTED: 1}, True),
        ({What.IMPORTED: 3_000, What.CHANGED: 400}, False),
    ],
)
def test_few_are_read_at_all(people: dict[What, int], is_worth_it: bool):
    assert worth_a_look(people) is is_worth_it


def test_the_same_person_s_page_on_many_days_is_odd():
    days = [date(2026, 11, day) for day in range(1, 11)]

    assert (again(days), again([*days[:9], *days[:9]])) == (10, 0)


@pytest.mark.parametrize(
    ("after", "days", "is_odd"),
    [(1, 300, True), (23, 300, True), (25, 300, False), (-1, 300, False), (1, 3, False)],
    ids=["at once", "within the day", "the day after", "before", "while the chapter settles"],
)
def test_who_gives_themselves_an_office_and_uses_it_is_odd(after: int, days: int, is_odd: bool):
    given = FOUNDED + timedelta(days=days)

    assert own_office(given, given + timedelta(hours=after), FOUNDED) is is_odd
