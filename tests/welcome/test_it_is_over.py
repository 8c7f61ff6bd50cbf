"""A case is over when it was followed up or closed, or they have left: for all who ask alike. Opened again, it goes on
from where it was."""

from datetime import date, timedelta
from itertools import product

import pytest
from flask import Flask
from sqlalchemy import select

from chapter.accounts.models import Account
from chapter.db import db
from chapter.letters import queries as queries_letters
from chapter.register import actions as register
from chapter.welcome import actions, digest, queries, queries_board, queries_forget
from chapter.welcome.models import WelcomeCase, Welcomer
from chapter.welcome.rules import LAST_DAY, Closing, End
from chapter.welcome.rules_figures import Stage
from tests import cast
from tests.conftest import NOW
from tests.letters import mailed as letters

DAY, TODAY = timedelta(days=1), NOW.date()


@pytest.fixture
def mona(app: Flask) -> Account:
    """The coordinator."""
    return cast.play("member_coordinator")


@pytest.fixture
def emma(mona: Account) -> WelcomeCase:
    """Somebody who came today."""
    return letters.case(mona)


@pytest.fixture
def table(mona: Account) -> dict[int, WelcomeCase]:
    """Cases in which everything that can end them, or let them rest, has happened or hasn't, by their numbers."""
    made = [letters.case(mona, 60) for _number in range(48)]
    ways = product((None, 30), (None, 20), ("", "do", "skip"), (None, 10), (None, 5))
    for case, (closed, left, followed_up, paused, leaving) in zip(made, ways, strict=True):
        if followed_up == "do":
            actions.do(case, "follow_up", "Mona", NOW - 25 * DAY)
        elif followed_up == "skip":
            actions.skip(case, "follow_up", "", "Mona", NOW - 15 * DAY)
        case.closed_on, case.closed_why = (TODAY - closed * DAY, Closing.OTHER) if closed else (None, None)
        case.person.left_on = TODAY - left * DAY if left else None
        case.paused_on = TODAY - paused * DAY if paused else None
        case.person.leaving_at = NOW - leaving * DAY if leaving else None
    db.session.commit()
    return {case.id: case for case in made}


def over(table: dict[int, WelcomeCase]) -> set[int]:
    """The cases that are over."""
    return {case.id for case in table.values() if case.closed_on or case.done or case.person.left_on}


def test_the_board_and_the_page_of_a_case_see_the_same(table: dict[int, WelcomeCase], mona: Account):
    ended, going_on = queries_board.ended_lines(mona, NOW), queries_board.open_lines(mona, NOW)
    by_sql = set(db.session.scalars(select(WelcomeCase.id).where(queries.HAS_ENDED)))

    assert {line.case_id for line in ended} == over(table) == by_sql
    courses = {number: case.course() for number, case in table.items()}
    assert {line.case_id: line.course for line in [*ended, *going_on]} == courses
    assert {number for number, course in courses.items() if course.end} == over(table)


def test_so_do_those_who_share_write_and_forget(table: dict[int, WelcomeCase], mona: Account):
    db.session.add(Welcomer(account_id=mona.id, shares=True))
    db.session.flush()
    going_on, last = table.keys() - over(table), table[1].started_on + LAST_DAY * DAY

    assert queries.open_by_sharer() == {mona.id: len(going_on)}
    assert queries_letters.newest_case() is table[max(going_on)]
    assert {one.case.id for one in queries_forget.closing_in(NOW + (LAST_DAY - 61) * DAY)} == going_on
    assert {number for number, case in table.items() if queries_forget.erase_on(case) == last} == going_on
    assert set(queries_forget.due(last - DAY)) == over(table)


def test_who_has_left_waits_for_nothing_and_no_promise_to_them_is_broken(emma: WelcomeCase, mona: Account):
    left_on, later = TODAY + 2 * DAY, NOW + 30 * DAY
    register.leave(emma.person, "moved", "", left_on, False, mona, NOW)
    counted = queries_forget.counted(emma, later)

    assert (queries_board.open_lines(mona, later), digest.digests(later)) == ([], [])
    assert [line.end for line in queries_board.ended_lines(mona, later)] == [End(left_on, Closing.LEFT)]
    assert (counted.stage, counted.promises, counted.is_over) == (Stage.LEFT, [], True)
    assert queries_forget.erase_on(emma) == left_on + 14 * DAY


def test_who_is_back_is_welcomed_again_unless_somebody_closed_the_case(emma: WelcomeCase, mona: Account):
    closed = letters.case(mona)
    actions.close(closed, Closing.LEFT, mona, NOW)
    for case in (emma, closed):
        register.leave(case.person, "moved", "", TODAY, False, mona, NOW)
        register.come_back(case.person, mona, NOW)

    assert [line.case_id for line in queries_board.open_lines(mona, NOW)] == [emma.id]


def test_what_came_first_has_ended_it_and_nobody_is_named_who_closed_it_afterwards(emma: WelcomeCase, mona: Account):
    register.leave(emma.person, "moved", "", TODAY, False, mona, NOW)
    actions.close(emma, Closing.NO_CONTACT, mona, NOW + DAY)
    (line,) = queries_board.ended_lines(mona, NOW)

    assert (line.end, line.closed_by) == (End(TODAY, Closing.LEFT), "")


@pytest.mark.parametrize(
    ("happened", "days"),
    [
        ("close 1, reopen 40, reopen 50", 39),
        ("pause 5, resume 8, close 10, reopen 20", 3 + 10),
        ("pause 5, close 10, reopen 20, resume 30", 25),
        ("pause 5, close 10, resume 15, reopen 20", 15),
    ],
)
def test_the_days_on_which_it_was_closed_do_not_count(emma: WelcomeCase, mona: Account, happened: str, days: int):
    act = {
        "pause": lambda on: actions.pause(emma, None, on),
        "close": lambda on: actions.close(emma, Closing.NOT_NOW, mona, on),
    }
    for what, day in (one.split() for one in happened.split(", ")):
        act.get(what, lambda on, what=what: getattr(actions, what)(emma, on))(NOW + int(day) * DAY)

    referral = queries.standing(emma, NOW + 50 * DAY).point("referral")
    assert referral.due_on == date(2026, 12, 2) + days * DAY
