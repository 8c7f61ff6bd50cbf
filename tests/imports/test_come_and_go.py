"""Files and people who come and go: who is missing, who has left, who is back, and who is ours."""

from datetime import date, timedelta
from typing import Any

import pytest

from chapter.db import db
from chapter.errors import Missing
from chapter.imports import actions
from chapter.imports.models import ImportRow
from chapter.imports.rules import Doubt, Kind
from chapter.people.models import Person, PersonChange
from chapter.people.rules import How
from chapter.register import actions as of_register
from tests import factories
from tests.conftest import NOW, Client
from tests.imports.runs import applied, bring_in, compared, kinds, rows, undone

WHO = "Medlemsnummer", "Namn", "E-post", "Ort"
ROW = "7", "Eva Ek", "eva@example.org", "Ås"
OTHERS = [(str(100 + n), f"{name} Öst") for n, name in enumerate(("Alva", "Bo", "Cia", "Dan", "Eli"))]


@pytest.fixture(autouse=True)
def others(app: Any) -> None:
    """Some who are in every file."""
    for number, name in OTHERS:
        factories.person(*name.split(), member_number=number, from_file=True)


def eva(**facts: Any) -> Person:
    """Eva Ek, a member."""
    given = {"member_number": "7", "email": "eva@example.org", "mobile": None, "town": "Ås", "from_file": True}
    return factories.person("Eva", "Ek", **given | facts)


def left() -> Person:
    """Eva, who has left."""
    return eva(left_on=date(2026, 1, 2), left_why="moved")


def doubtful(*more: tuple) -> ImportRow:
    """The row of Eva, who stands in the file again, with ``more`` of her."""
    return rows(compared(WHO, ROW, *more))[0]


def test_who_has_left_and_is_in_the_file_again_is_somebody_to_decide_on():
    person = left()

    run = compared(WHO, ROW, (*ROW[:3], "Lund"), ROW)

    first, *others = rows(run)
    assert (first.kind, first.why, first.candidates) == (Kind.DOUBTFUL, Doubt.LEFT, [person.id])
    assert [row.kind for row in others] == [Kind.DOUBTFUL, Kind.SAME]


def test_nothing_becomes_of_who_has_left_unless_somebody_decides():
    person = left()

    bring_in(doubtful().run)

    assert (person.left_on, person.left_why, person.town) == (date(2026, 1, 2), "moved", "Ås")


def test_they_are_back_and_have_left_again_when_that_is_undone():
    person = left()
    row = doubtful()
    actions.decide(row, {"same": person.id}, NOW)

    run = bring_in(row.run)

    assert (person.left_on, person.left_why) == (None, None)
    log = db.session.scalars(db.select(PersonChange).order_by(PersonChange.id))
    assert [(line.field, line.old, line.how) for line in log] == [
        ("left_on", "2026-01-02", How.IMPORT),
        ("left_why", "moved", How.IMPORT),
    ]
    undone(run)
    assert (person.left_on, person.left_why) == (date(2026, 1, 2), "moved")


def test_who_has_left_cannot_be_said_to_be_somebody_new():
    left()

    with pytest.raises(Missing):
        actions.decide(doubtful(), {"new": True}, NOW)


def test_the_page_asks_whether_they_are_back(coordinator: Client):
    person = left()
    row = doubtful()

    page = coordinator.get(f"/imports/{row.run_id}/rows/{row.id}").text

    assert [f'value="{who}"' in page for who in (person.id, "out", "new")] == [True, True, False]
    assert coordinator.post(f"/imports/{row.run_id}/rows/{row.id}", data={"who": person.id}).status_code == 303
    assert row.decision == {"same": person.id}


def test_that_missing_people_are_back_can_be_brought_in(coordinator: Client):
    person = eva(missing_since=NOW - timedelta(days=7))
    run = compared(WHO, ROW, *OTHERS, is_complete=True)
    assert kinds(run) == [Kind.SAME] * 6

    assert f'action="/imports/{run.id}/apply"' in coordinator.get(f"/imports/{run.id}/").text
    assert '<button class="primary">' in coordinator.get(f"/imports/{run.id}/").text
    bring_in(run)

    assert (person.missing_since, run.figures["seen_again"]) == (None, 1)


def test_that_somebody_is_missing_and_is_back_stands_in_the_log():
    person = eva()
    gone = applied(WHO, *OTHERS, is_complete=True)
    back = applied(WHO, ROW, *OTHERS, is_complete=True)
    undone(back), undone(gone)

    log = db.session.scalars(db.select(PersonChange).filter_by(person_id=person.id).order_by(PersonChange.id))
    assert [(line.field, line.how, line.new is None) for line in log] == [
        ("missing_since", How.IMPORT, False),
        ("missing_since", How.IMPORT, True),
        ("missing_since", How.UNDO, False),
        ("missing_since", How.UNDO, True),
    ]


def test_who_is_still_with_us_is_not_missing_again_until_a_file_has_had_them():
    person = eva()
    applied(WHO, *OTHERS, is_complete=True)
    of_register.stay(person, factories.account(), NOW)
    db.session.commit()

    assert compared(WHO, *OTHERS, is_complete=True).counts[Kind.MISSING] == 0
    has_them = applied(WHO, ROW, (*OTHERS[0], "", "Lund"), *OTHERS[1:], is_complete=True)
    assert compared(WHO, *OTHERS, is_complete=True).counts[Kind.MISSING] == 1
    undone(has_them)
    assert compared(WHO, *OTHERS, is_complete=True).counts[Kind.MISSING] == 0


def test_whom_a_file_has_had_comes_from_a_file_and_the_next_one_may_change_them():
    person = eva(from_file=False)
    run = applied(WHO, ROW, ("", "Kim Alm"))
    assert person.from_file

    assert rows(compared(WHO, (*ROW[:3], "Lund")))[0].conflicts == []
    undone(run)
    assert rows(compared(WHO, (*ROW[:3], "Lund")))[0].conflicts == ["town"]


@pytest.mark.parametrize("is_decided", [True, False])
def test_what_was_kept_against_a_file_is_ours_still(is_decided: bool):
    person = eva(from_file=False, town="Lund")
    run = compared(WHO, ROW, ("", "Kim Alm"))
    if is_decided:
        actions.decide_all(run, "ours", NOW)
    bring_in(run)
    applied(WHO, ROW, ("", "Ida Alm", "ida@example.org"))

    assert (person.town, person.from_file) == ("Lund", False)
    assert rows(compared(WHO, (*ROW[:3], "Oslo")))[0].conflicts == ["town"]
