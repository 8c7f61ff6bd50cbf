"""A file comes into the register: once, all of it, and nobody's data the worse for it."""

import contextvars
import shutil
from collections.abc import Callable
from threading import Thread
from typing import Any

import pytest
from flask import Flask

from chapter.db import db
from chapter.errors import Missing
from chapter.imports import actions, applying, jobs, queries
from chapter.imports.models import ImportRow, ImportRun, KeptFact
from chapter.imports.rules import Kind, Stage
from chapter.people import actions as people
from chapter.people.models import HistoryEntry, Person, PersonChange
from chapter.people.rules import How, derived
from tests import databases, factories
from tests.conftest import NOW
from tests.imports.runs import applied, bring_in, compared, kinds, rows

WHO = "Medlemsnummer", "Namn", "E-post", "Ort"
EVA = {"email": "eva@example.org", "mobile": "+46701740605", "member_number": "7"}


@pytest.fixture(autouse=True)
def _app(app: Flask) -> None:
    pass


def eva(**facts: Any) -> Person:
    """Eva Ek, who came with an earlier file."""
    return factories.person("Eva", "Ek", **{**EVA, "from_file": True, **facts})


def everybody() -> list[Person]:
    """Everybody in the register."""
    return list(db.session.scalars(db.select(Person).order_by(Person.id)))


def test_who_is_new_comes_in_found_and_sorted_like_everybody():
    applied((*WHO, "Taggar", "Ring inte"), ("9", "Bo Öberg", "bo@example.org", "Ås", "Ung; Natt", "ja"))

    [bo] = everybody()
    assert (bo.name, bo.from_file, bo.version, bo.do_not_call_at) == ("Bo Öberg", True, 1, NOW)
    assert {name: getattr(bo, name) for name in ("find_text", "sort_name")} == derived(vars(bo), "SE")
    assert [tag.name for tag in bo.tags] == ["Natt", "Ung"]
    assert [(entry.kind, entry.facts) for entry in bo.history] == [("added", {"how": "file"})]


def test_who_has_changed_is_changed_with_a_line_for_each_field():
    person = eva()

    applied((*WHO, "Taggar"), ("7", "Eva Öberg", "", "Ås", "Ung"))

    lines = db.session.scalars(db.select(PersonChange).order_by(PersonChange.field))
    assert [(line.field, line.old, line.new, line.how) for line in lines] == [
        ("last_name", "Ek", "Öberg", How.IMPORT),
        ("tags", None, "Ung", How.IMPORT),
        ("town", "Kvarnbyn", "Ås", How.IMPORT),
    ]
    assert (person.name, person.version, "oberg" in person.find_text) == ("Eva Öberg", 2, True)


def test_who_is_the_same_is_left_alone():
    person = eva()

    applied(WHO, ("7", "Eva Ek", "eva@example.org", "Kvarnbyn"))

    assert person.version == 1
    assert db.session.scalars(db.select(HistoryEntry)).all() == []


def test_the_same_file_again_changes_nothing():
    table = [WHO, ("7", "Eva Ek", "eva@example.org", "Ås"), ("", "Bo Ek", "bo@example.org", ""), ("", "Kim", "", "")]
    applied(*table)

    assert kinds(compared(*table)) == [Kind.SAME] * 3


def test_it_is_brought_in_once_however_often_it_is_pressed():
    run = compared(WHO, ("", "Bo Ek"))
    bring_in(run)

    bring_in(run)
    applying.bring_in(run.id, NOW)

    assert len(everybody()) == 1


def test_two_at_once_bring_it_in_once(app: Flask):
    run = compared(WHO, *(("", "Bo " + "e" * number) for number in range(1, 101)))
    actions.apply(run, None, NOW)
    db.session.commit()

    def work() -> None:
        with app.app_context():
            applying.bring_in(run.id, NOW)
            db.session.commit()

    both = [Thread(target=contextvars.Context().run, args=(work,)) for _ in range(2)]
    [thread.start() for thread in both], [thread.join() for thread in both]

    assert len(everybody()) == 100


def test_new_people_are_not_seen_half_way(monkeypatch: pytest.MonkeyPatch):
    seen = []

    def look(work: applying.Applying) -> None:
        add_people(work)
        with databases.somebody_else(writes=False) as other:
            seen.extend(other.execute("select count(*) from person").fetchone())

    add_people = applying.Applying.add_people
    monkeypatch.setattr(applying.Applying, "add_people", look)
    applied(WHO, ("", "Bo Ek"))

    assert (seen, len(everybody())) == ([0], 1)


def test_one_that_fails_half_way_changes_nothing(monkeypatch: pytest.MonkeyPatch):
    person = eva()
    monkeypatch.setattr(applying.Applying, "add_people", lambda work: 1 / 0)

    run = applied(WHO, ("7", "Eva Ek", "", "Ås"), ("", "Bo Ek"))

    assert (run.stage, person.town, len(everybody())) == (Stage.FAILED, "Kvarnbyn", 1)


def test_if_the_register_has_changed_it_is_compared_again_and_decisions_are_kept():
    person = eva(member_number=None)
    run = compared(WHO, ("", "Bo Ek", "eva@example.org", ""), ("", "Kim Ek", "eva@example.org"))
    actions.decide(rows(run)[0], {"new": True}, NOW)
    people.change(person, {"town": "Ås"}, NOW, None)

    with pytest.raises(actions.Stale):
        actions.apply(run, None, NOW)
    db.session.commit()
    jobs.work()

    assert db.session.get_one(ImportRun, run.id, populate_existing=True).stage is Stage.READY
    assert [(row.decision, row.is_undecided) for row in rows(run)] == [({"new": True}, False), ({}, True)]


def test_what_changes_while_it_waits_is_compared_again():
    person = eva()
    run = compared(WHO, ("9", "Bo Ek"))
    actions.apply(run, None, NOW)
    people.change(person, {"town": "Ås"}, NOW, None)
    db.session.commit()

    jobs.work()

    assert db.session.get_one(ImportRun, run.id, populate_existing=True).stage is Stage.READY
    assert len(everybody()) == 1


def test_when_much_would_change_the_number_is_typed():
    eva()
    run = compared(WHO, ("7", "Eva Ek", "", "Ås"))

    assert queries.too_much(run) == queries.TooMuch(1, 1)
    for typed in ("", "2", "one"):
        with pytest.raises(actions.Stop):
            actions.apply(run, None, NOW, typed)
    actions.apply(run, None, NOW, " 1 ")

    assert run.stage is Stage.APPLYING


def test_a_first_register_comes_in_unasked():
    assert queries.too_much(compared(WHO, ("", "Bo Ek"), ("", "Eva Ek"))) is None


def test_undecided_rows_are_left_out_and_counted():
    eva()

    run = applied(WHO, ("", "Bo Ek", "eva@example.org"))

    assert (run.figures["left_out"], len(everybody())) == (1, 1)


@pytest.mark.parametrize(
    ("decide", "names"),
    [
        (lambda id: {"same": id}, ["Bo Ek"]),
        (lambda id: {"new": True}, ["Eva Ek", "Bo Ek"]),
        (lambda id: {"out": True}, ["Eva Ek"]),
    ],
)
def test_a_doubtful_row_is_what_a_person_says(decide: Callable[[int], dict], names: list[str]):
    person = eva(from_file=True)
    run = compared(WHO, ("", "Bo Ek", "eva@example.org"))

    actions.decide(rows(run)[0], decide(person.id), NOW)
    bring_in(run)

    assert [one.name for one in everybody()] == names
    assert run.figures["left_out"] == 0


def test_a_row_can_only_be_about_those_whom_it_may_be_about():
    eva()
    other = factories.person("Kim", "Alm")
    run = compared(WHO, ("", "Bo Ek", "eva@example.org"))

    with pytest.raises(Missing):
        actions.decide(rows(run)[0], {"same": other.id}, NOW)


def test_a_member_number_stays_with_whom_has_it():
    eva(birth_year=1950)
    run = compared((*WHO, "Födelseår"), ("7", "Bo Lund", "", "", "1990"))
    actions.decide(rows(run)[0], {"new": True}, NOW)

    bring_in(run)

    assert [person.member_number for person in everybody()] == ["7", None]


def test_in_a_conflict_ours_is_kept_unless_somebody_decides_otherwise():
    person = eva(from_file=False)

    run = applied(WHO, ("7", "Eva Ek", "eva@example.org", "Ås"))

    assert (person.town, run.figures["kept"]) == ("Kvarnbyn", 1)
    assert kinds(compared(WHO, ("7", "Eva Ek", "", "Ås"))) == [Kind.CHANGED]


def test_what_is_taken_from_the_file_is_no_conflict_the_next_time():
    person = eva(from_file=False)
    run = compared(WHO, ("7", "Eva Ek", "", "Ås"))
    actions.decide(rows(run)[0], {"fields": {"town": "theirs"}}, NOW)

    bring_in(run)

    assert person.town == "Ås"
    assert rows(compared(WHO, ("7", "Eva Ek", "", "Oslo")))[0].conflicts == []


def test_who_said_ours_is_asked_again_only_when_the_file_says_something_else():
    eva(from_file=False)
    run = compared(WHO, ("7", "Eva Ek", "", "Ås"))
    assert queries.conflicts_left(run) == 1
    assert actions.decide_all(run, "ours", NOW) == 1
    assert queries.conflicts_left(run) == 0

    bring_in(run)

    assert kinds(compared(WHO, ("7", "Eva Ek", "", "Ås"))) == [Kind.SAME]
    assert rows(compared(WHO, ("7", "Eva Ek", "", "Oslo")))[0].conflicts == ["town"]
    assert "Ås" not in db.session.scalars(db.select(KeptFact)).one().against


def test_tags_are_given_besides_those_that_there_are():
    person = eva()
    people.tag(person, "Ung")

    applied(("Medlemsnummer", "Namn", "Taggar"), ("7", "Eva Ek", "ung, Natt"))

    assert {tag.name for tag in person.tags} == {"Ung", "Natt"}


def test_do_not_call_may_be_set_by_a_file_and_never_lifted():
    person, other = eva(), factories.person("Bo", "Ek", member_number="8", do_not_call_at=NOW)

    applied(("Medlemsnummer", "Namn", "Ring inte"), ("7", "Eva Ek", "ja"), ("8", "Bo Ek", "nej"))

    assert (person.do_not_call_at, other.do_not_call_at) == (NOW, NOW)
    assert [entry.kind for entry in person.history] == ["do_not_call", "updated"]


def test_who_is_missing_is_noted_and_who_is_back_is_not():
    gone, back = eva(), factories.person("Bo", "Ek", member_number="8", town="Ås", missing_since=NOW)

    run = applied(WHO, ("8", "Bo Ek"), is_complete=True)

    assert (gone.missing_since, back.missing_since) == (NOW, None)
    assert (run.figures["missing"], run.figures["seen_again"]) == (1, 1)


def test_nothing_is_kept_of_the_file_when_it_is_in_the_register(app: Flask):
    shutil.rmtree(app.config["CHAPTER_DATA"] / "imports", ignore_errors=True)
    run = applied(WHO, ("", "Bo Ek"))

    assert (run.path, run.stage) == ("", Stage.DONE)
    assert list((app.config["CHAPTER_DATA"] / "imports").glob("*")) == []


def test_somebody_who_was_added_at_the_same_moment_is_not_taken_for_new():
    factories.person("Kim", "Alm", from_file=True)

    run = applied(WHO, ("", "Bo Ek"))

    assert [row.person.name for row in db.session.scalars(db.select(ImportRow)) if row.run_id == run.id] == ["Bo Ek"]
