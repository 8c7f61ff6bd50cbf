"""A whole import is taken back; what somebody has done since stays."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from chapter import clock
from chapter.calling.models import QueuePlace
from chapter.db import Base, db
from chapter.imports import actions, jobs
from chapter.imports.models import ImportRow
from chapter.imports.rules import Stage
from chapter.people import actions as people
from chapter.people.models import Person, PersonChange, Tag
from chapter.people.rules import How
from chapter.people.rules_looks import What
from chapter.readlog import queries_looks
from chapter.readlog.queries_looks import Wanted
from chapter.searches.models import SavedSearch
from tests import factories
from tests.cast import play
from tests.conftest import NOW
from tests.imports.runs import applied, bring_in, compared, rows, undone

WHO = "Medlemsnummer", "Namn", "E-post", "Ort", "Taggar"
EVA = {"email": "eva@example.org", "mobile": "+46701740605", "member_number": "7"}
REGISTER = "person", "tag", "person_tag", "history_entry"


@pytest.fixture(autouse=True)
def _app(app: Flask) -> None:
    pass


def eva(**facts: Any) -> Person:
    """Eva Ek, who came with an earlier file."""
    return factories.person("Eva", "Ek", **{**EVA, "from_file": True, **facts})


def register(*but: str) -> dict[str, list[tuple]]:
    """All that is known of everybody; by default but how often it has changed, and where they come from."""
    db.session.flush()
    tables = [Base.metadata.tables[name] for name in REGISTER]
    left_out = but or ("version", "from_file")
    wanted = {table.name: db.select(*(c for c in table.c if c.name not in left_out)) for table in tables}
    return {name: sorted(map(tuple, db.session.execute(select)), key=repr) for name, select in wanted.items()}


def names() -> list[str]:
    """Who is in the register."""
    return [person.name for person in db.session.scalars(db.select(Person).order_by(Person.id))]


def test_who_takes_it_back_is_told_to_those_whom_it_changes():
    person, run = eva(), applied(WHO, ("7", "Eva Öberg", "", "Ås", "Natt"), ("", "Nils Ny"))
    actions.undo(run, play("member_coordinator"), NOW)

    told = [(look.what, look.name) for look in queries_looks.about(person.id)]
    assert told == [(What.CHANGED, "Member Coordinator Ek"), (What.IMPORTED, None)]
    gone = queries_looks.log(Wanted(what=What.ERASED))
    assert [(look.name, look.many) for look in gone] == [("Member Coordinator Ek", 1)]


def test_everything_is_as_it_was():
    people.tag(eva(mobile="+46701740699", mobile_is_wrong=True), "Ung")
    factories.person("Bo", "Ek", member_number="8", missing_since=NOW - timedelta(days=3))
    factories.person("Kim", "Alm", member_number="9")
    before = register("version")
    headings = (*WHO, "Mobil", "Ring inte")
    changed, back, new = (
        ("7", "Eva Öberg", "", "Ås", "Natt", "0701740605", "ja"),
        ("8", "Bo Ek"),
        ("", "Ada Vik", "", "", "Ny"),
    )

    run = applied(headings, changed, back, new, is_complete=True)
    assert register("version") != before
    undone(run)

    assert register("version") == before
    assert run.figures["removed"] == 1


def test_the_log_tells_that_it_was_undone():
    eva()
    undone(applied(WHO, ("7", "Eva Ek", "", "Ås")))

    lines = db.session.scalars(db.select(PersonChange).order_by(PersonChange.id))
    assert [(line.how, line.old, line.new) for line in lines] == [
        (How.IMPORT, "Kvarnbyn", "Ås"),
        (How.UNDO, "Ås", "Kvarnbyn"),
    ]


def test_what_was_ours_before_is_ours_afterwards():
    person = eva()
    people.change(person, {"town": "Lund"}, NOW, None)
    run = compared(WHO, ("7", "Eva Ek", "", "Ås"))
    actions.decide_all(run, "theirs", NOW)
    undone(bring_in(run))

    assert rows(compared(WHO, ("7", "Eva Ek", "", "Ås")))[0].conflicts == ["town"]


def test_what_was_changed_since_stays():
    person = eva()
    run = applied(WHO, ("7", "Eva Öberg", "", "Ås"))
    people.change(person, {"town": "Lund"}, NOW, None)

    undone(run)

    assert (person.name, person.town) == ("Eva Ek", "Lund")
    assert run.figures["stayed_facts"] == 1


def _edit(person: Person) -> None:
    people.change(person, {"town": "Lund"}, NOW, None)


def _tag(person: Person) -> None:
    people.tag(person, "Natt")
    person.version = 1


def _account(person: Person) -> None:
    factories.account(person_id=person.id)


def _note(person: Person) -> None:
    people.remember(person, "do_not_call", NOW, why="")


@pytest.mark.parametrize("happens", [_edit, _tag, _account, _note])
def test_somebody_new_with_whom_something_has_happened_stays(happens: Any):
    run = applied(WHO, ("", "Bo Ek"), ("", "Kim Alm"))
    happens(db.session.scalars(db.select(Person).where(Person.first_name == "Bo")).one())

    undone(run)

    assert names() == ["Bo Ek"]
    assert (run.figures["removed"], run.figures["stayed_people"]) == (1, 1)


def test_a_place_in_a_queue_keeps_nobody():
    run = applied(WHO, ("", "Bo Ek"))
    factories.assignment(db.session.scalars(db.select(Person)).one())

    undone(run)

    assert (names(), db.session.scalars(db.select(QueuePlace)).all()) == ([], [])


@pytest.mark.parametrize("is_searched", [True, False])
def test_a_tag_that_came_along_goes_unless_a_search_asks_for_it(is_searched: bool):
    run = applied(WHO, ("", "Bo Ek", "", "", "Ny"))
    tag = db.session.scalars(db.select(Tag)).one()
    if is_searched:
        criteria = {"all": [{"is": "tags", "value": [tag.id]}]}
        db.session.add(SavedSearch(name="Nya", criteria=criteria, created_at=NOW, changed_at=NOW))

    undone(run)

    assert bool(db.session.scalars(db.select(Tag)).all()) is is_searched


def test_doubtful_rows_are_taken_back_too():
    person = eva(member_number=None)
    before = register()
    run = compared(WHO, ("", "Bo Ek", "eva@example.org"), ("", "Kim Alm", "eva@example.org"))
    actions.decide(rows(run)[0], {"same": person.id}, NOW)
    actions.decide(rows(run)[1], {"new": True}, NOW)
    bring_in(run)
    assert names() == ["Bo Ek", "Kim Alm"]

    undone(run)

    assert register() == before


def test_it_is_undone_once_however_often_it_is_pressed():
    run = undone(applied(WHO, ("", "Bo Ek")))
    factories.person("Kim", "Alm")

    assert undone(run).stage is Stage.UNDONE
    assert names() == ["Kim Alm"]


@pytest.mark.parametrize(("days", "is_late"), [(29, False), (30, True)])
def test_after_a_month_it_is_too_late(days: int, is_late: bool):
    run = applied(WHO, ("", "Bo Ek"))

    assert _refused(run, NOW + timedelta(days=days)) is is_late


def _refused(run: Any, now: datetime) -> bool:
    try:
        actions.undo(run, None, now)
    except actions.TooLate:
        return True
    return False


def test_what_was_not_brought_in_cannot_be_undone():
    assert _refused(compared(WHO, ("", "Bo Ek")), NOW)


def test_after_a_month_rows_are_forgotten_and_figures_are_not():
    run = applied(WHO, ("", "Bo Ek"))

    with clock.frozen(NOW + timedelta(days=30)):
        jobs.forget()

    assert db.session.scalars(db.select(ImportRow)).all() == []
    assert db.session.merge(run).figures["new"] == 1


def test_two_imports_are_taken_back_one_after_the_other():
    eva()
    before = register()
    first = applied(WHO, ("7", "Eva Ek", "", "Ås"), ("", "Bo Ek", "bo@example.org"))
    with clock.frozen(NOW + timedelta(days=1)):
        second = applied(WHO, ("7", "Eva Ek", "", "Oslo"), ("", "Bo Ek", "bo@example.org", "Lund"))

    undone(second), undone(first)

    assert register() == before


def test_while_a_later_file_is_in_the_register_it_cannot_be_undone():
    eva()
    first = applied(WHO, ("7", "Eva Ek", "", "Ås"), ("", "Bo Ek", "bo@example.org"))
    with clock.frozen(NOW + timedelta(days=1)):
        second = applied(WHO, ("7", "Eva Ek", "", "Ås"), ("", "Bo Ek", "bo@example.org"), ("", "Kim Alm"))

        with pytest.raises(actions.Later):
            undone(first)
        undone(second), undone(first)

    assert names() == ["Eva Ek"]


def test_who_has_said_since_not_to_be_called_is_not_called():
    person = eva()
    run = applied((*WHO, "Ring inte"), ("7", "Eva Ek", "", "", "", "ja"))
    people.set_do_not_call(person, "Asked in a call", NOW, how=How.CALL)

    undone(run)

    assert person.do_not_call_at
    assert run.figures["stayed_facts"] == 1


def test_nothing_is_kept_of_who_is_taken_out_again():
    bo = "", "Bo Ek", "bo@example.org"
    run = undone(applied(WHO, bo, bo, (*bo, "Ås")))

    assert rows(run) == []


def test_a_member_number_that_has_gone_to_somebody_new_comes_back():
    eva(birth_year=1990)
    before = register()
    headings = ("Medlemsnummer", "Namn", "E-post", "Födelseår")
    run = compared(headings, ("8", "Eva Ek", "eva@example.org", "1990"), ("7", "Bo Lund", "", "1950"))
    actions.decide(rows(run)[1], {"new": True}, NOW)

    undone(bring_in(run))

    assert register() == before
