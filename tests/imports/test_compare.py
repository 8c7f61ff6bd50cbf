"""A file against the register: who is new, who has changed, and what a person must decide."""

import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask

from chapter.db import db
from chapter.files.reading import Unreadable
from chapter.imports import actions, comparing
from chapter.imports.models import HeadingMap
from chapter.imports.rules import Doubt, Kind, Stage
from chapter.people import actions as people
from chapter.people.models import Person
from chapter.people.rules import How
from tests import factories
from tests.conftest import NOW
from tests.imports.runs import begun, compare, compared, kinds, rows

WHO = "Medlemsnummer", "Namn", "E-post", "Mobil", "Födelseår"
EVA = {"email": "eva@example.org", "mobile": "+46701740605", "member_number": "7", "birth_year": 1990}


@pytest.fixture(autouse=True)
def _app(app: Flask) -> None:
    shutil.rmtree(app.config["CHAPTER_DATA"] / "imports", ignore_errors=True)


def eva(**facts: Any) -> Person:
    """Eva Ek, who came with an earlier file."""
    return factories.person("Eva", "Ek", **{**EVA, "from_file": True, **facts})


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (("7", "Eva Ek", "", "", ""), Kind.SAME),
        (("7", "Eva Öberg", "", "", "1990"), Kind.CHANGED),
        (("", "eva ek", "EVA@example.org", "", ""), Kind.CHANGED),
        (("", "Eva Ek", "eva@example.org", "", ""), Kind.SAME),
        (("", "Eva", "eva@example.org", "", ""), Kind.SAME),
        (("", "Eva Öberg", "eva@example.org", "", "1990"), Kind.CHANGED),
        (("", "Eva Ek", "", "070-174 06 05", ""), Kind.SAME),
        (("", "Eva Ek", "", "", "1990"), Kind.SAME),
        (("", "Eva Ek", "", "070-174 06 99", "1991"), Kind.NEW),
        (("8", "Bo Ek", "eva@example.org", "070-174 06 05", ""), Kind.NEW),
        (("8", "Eva Ek", "eva@example.org", "", "1960"), Kind.NEW),
        (("8", "Eva Ek", "", "070-174 06 99", "1990"), Kind.NEW),
    ],
)
def test_a_row_finds_its_person_by_number_then_address_then_mobile_and_name(row: tuple, kind: Kind):
    eva()

    assert kinds(compared(WHO, row)) == [kind]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (("7", "Bo Lund", "", "", "1950"), Doubt.NUMBER),
        (("7", "Bo Lund", "", "", ""), Doubt.NUMBER),
        (("", "Bo Ek", "eva@example.org", "", ""), Doubt.ADDRESS),
        (("8", "Eva Ek", "eva@example.org", "", ""), Doubt.OTHER_NUMBER),
        (("", "Eva Ek", "ny@example.org", "", "1990"), Doubt.NAME),
    ],
)
def test_a_doubtful_row_says_why_and_whom_it_may_be_about(row: tuple, why: Doubt):
    person = eva()

    [doubtful] = rows(compared(WHO, row))

    assert (doubtful.kind, doubtful.why, doubtful.candidates) == (Kind.DOUBTFUL, why, [person.id])
    assert doubtful.is_undecided


def test_what_points_at_two_people_is_doubtful():
    numbered, addressed = eva(email=None, mobile=None), eva(member_number=None)

    [row] = rows(compared(WHO, ("7", "Eva Ek", "eva@example.org", "", "")))

    assert (row.why, row.candidates) == (Doubt.SEVERAL, [numbered.id, addressed.id])


def test_of_two_who_are_alike_the_one_who_is_just_so_is_meant():
    eva(member_number=None, birth_year=1950)
    younger = eva(member_number=None, birth_year=1990)

    [row] = rows(compared(WHO, ("", "Eva Ek", "eva@example.org", "", "1990")))

    assert (row.kind, row.person_id) == (Kind.SAME, younger.id)


def test_old_and_new_stand_beside_each_other_and_empty_cells_take_nothing_away():
    eva(town="Ås")

    [row] = rows(compared((*WHO, "Ort"), ("7", "Eva Ek", "ny@example.org", "", "", "")))

    assert row.changes == {"email": ["eva@example.org", "ny@example.org"]}


def test_what_the_party_does_not_know_is_only_added_to():
    person = eva(language="sv", do_not_call_at=NOW)
    people.tag(person, "Ung")

    headings = ("Medlemsnummer", "Namn", "Språk", "Taggar", "Ring inte", "Fack")
    [row] = rows(compared(headings, ("7", "Eva Ek", "nb", "Natt", "nej", "Handels")))

    assert row.changes == {"tags": [["Ung"], ["Ung", "Natt"]], "union": [None, "Handels"]}


def test_rows_that_repeat_each_other_are_one_person():
    row = ("", "Bo Lund", "bo@example.org", "", "")

    assert kinds(compared(WHO, row, row)) == [Kind.NEW, Kind.SAME]


def test_rows_that_add_to_each_other_are_one_person():
    run = compared((*WHO, "Ort"), ("", "Bo Lund", "bo@example.org", "", "", "Ås"), ("9", "Bo Lund", "bo@example.org"))

    first, second = rows(run)
    assert (first.kind, second.kind) == (Kind.NEW, Kind.SAME)
    assert (first.said["member_number"], first.said["town"]) == ("9", "Ås")


def test_rows_far_apart_add_to_each_other_too(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(comparing, "parts", lambda things: ([thing] for thing in things))
    person = eva()
    run = compared((*WHO, "Ort"), ("7", "Eva Ek"), ("7", "Eva Ek", "", "", "", "Ås"), ("7", "Eva Ek", "", "", "", "Ås"))

    first, *others = rows(run)
    assert (first.person_id, first.changes) == (person.id, {"town": ["Kvarnbyn", "Ås"]})
    assert [row.kind for row in others] == [Kind.SAME, Kind.SAME]
    assert run.counts[Kind.CHANGED] == 1


def test_a_doubtful_row_to_which_another_far_away_adds_is_still_to_be_decided(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(comparing, "parts", lambda things: ([thing] for thing in things))
    person = eva(member_number=None)
    bo = "", "Bo Ek", "eva@example.org"

    first, second = rows(compared((*WHO, "Ort"), bo, (*bo, "0701740699", "", "Ås")))

    assert (first.why, first.candidates, first.is_undecided) == (Doubt.ADDRESS, [person.id], True)
    assert (first.said["town"], second.kind) == ("Ås", Kind.SAME)


def test_rows_that_contradict_each_other_are_decided_by_a_person():
    person = eva()

    first, second = rows(
        compared((*WHO, "Ort"), ("7", "Eva Ek", "", "", "", "Ås"), ("7", "Eva Ek", "", "", "", "Oslo"))
    )

    assert first.kind is Kind.CHANGED
    assert (second.why, second.candidates) == (Doubt.CONTRADICTS, [person.id])


def test_a_bad_row_is_kept_as_it_stands_with_what_is_wrong():
    [row] = rows(compared(WHO, ("7", "Eva Ek", "eva example.org", "", "")))

    assert (row.kind, row.problems) == (Kind.UNUSABLE, {"email": "not_an_address"})
    assert row.cells[:3] == ["7", "Eva Ek", "eva example.org"]


def test_who_is_missing_is_a_member_whom_no_row_names():
    gone = factories.person("Bo", "Lund", member_number="9")
    eva(), factories.person("Kim", "Alm", joined_on=NOW.date()), factories.person("Ada", "Vik")
    factories.person("Jan", "Moe", member_number="11", left_on=NOW.date())

    run = compared(WHO, ("7", "Eva Ek", "fel", "", ""), ("", "Kim Alm", "", "fel", ""), is_complete=True)

    assert [row.person_id for row in rows(run) if row.kind is Kind.MISSING] == [gone.id]


def test_nobody_is_missing_in_a_file_that_is_not_complete():
    eva()

    assert compared(WHO, ("", "Bo Lund")).counts[Kind.MISSING] == 0


def test_the_counts_sum_up_to_the_rows_of_the_file():
    eva()
    run = compared(WHO, ("7", "Eva Ek"), ("", "Bo Ek", "eva@example.org"), ("", "", "x"), ("", "Bo"), ("Totalt", "4"))

    assert sum(run.counts.values()) == run.total == 5
    assert run.counts["skipped"] == 1


def test_what_was_edited_here_is_a_conflict():
    person = eva()
    people.change(person, {"town": "Ås"}, NOW, None)

    [row] = rows(compared((*WHO, "Ort"), ("7", "Eva Ek", "", "", "", "Oslo")))

    assert (row.conflicts, row.changes) == (["town"], {"town": ["Ås", "Oslo"]})


def test_a_number_that_was_taken_away_here_does_not_come_back_by_itself():
    person = eva()
    people.change(person, {"mobile": None}, NOW, None)

    assert rows(compared(WHO, ("7", "Eva Ek", "", "0701740605", "")))[0].conflicts == ["mobile"]


@pytest.mark.parametrize(("facts", "conflicts"), [({"from_file": True}, []), ({"from_file": False}, ["town"])])
def test_what_somebody_wrote_of_themselves_is_a_conflict_and_what_a_file_said_is_not(facts: dict, conflicts: list):
    eva(**facts)

    assert rows(compared((*WHO, "Ort"), ("7", "Eva Ek", "", "", "", "Oslo")))[0].conflicts == conflicts


def test_what_an_import_wrote_last_is_not_a_conflict():
    person = eva(from_file=False)
    people.change(person, {"town": "Ås"}, NOW, None, How.IMPORT)

    assert rows(compared((*WHO, "Ort"), ("7", "Eva Ek", "", "", "", "Oslo")))[0].conflicts == []


def test_a_file_without_headings_keeps_its_first_person():
    run = begun(("Eva", "Ek", "Umeå"), ("Bo", "Bok", "Ås"))

    actions.choose_mapping(run, {0: "first_name", 1: "last_name"}, NOW, has_headings=False)
    db.session.commit()
    compare(run)

    assert (kinds(run), run.total, run.headings) == ([Kind.NEW, Kind.NEW], 2, ["", "", ""])


def test_headings_that_nobody_knows_are_asked_about_once():
    table = [("Vem", "Adress"), ("Eva Ek", "eva@example.org")]
    run = begun(*table)
    assert run.stage is Stage.MAPPING

    actions.choose_mapping(run, {0: "name", 1: "email"}, NOW, has_headings=True)

    assert run.total == 1
    assert begun(*table).stage is Stage.COMPARING
    assert db.session.scalars(db.select(HeadingMap)).one().mapping == {"0": "name", "1": "email"}


@pytest.mark.parametrize(
    ("mapping", "refusal"), [({1: "email"}, actions.NoNames), ({0: "name", 1: "name"}, actions.Twice)]
)
def test_columns_without_names_or_said_twice_are_refused(mapping: dict, refusal: type[Exception]):
    with pytest.raises(refusal):
        actions.choose_mapping(begun(("Vem", "Adress"), ("Eva Ek", "x")), mapping, NOW)


def test_a_workbook_is_read_on_the_sheet_with_headings_and_another_can_be_chosen(tmp_path: Path):
    book = openpyxl.Workbook()
    book.active.append(["Medlemslista 2026"])
    book.create_sheet("Alla").append(["Namn", "Ort"])
    book["Alla"].append(["Eva Ek", "Ås"])
    book.create_sheet("Tom")
    book.save(tmp_path / "members.xlsx")

    run = actions.begin(tmp_path / "members.xlsx", "members.xlsx", None, NOW)
    assert (run.stage, run.sheets[run.sheet], run.total) == (Stage.COMPARING, "Alla", 1)
    run.stage = Stage.MAPPING
    with pytest.raises(Unreadable):
        actions.choose_sheet(run, 2, NOW)
    actions.choose_sheet(run, 0, NOW)

    assert (run.stage, run.sheet) == (Stage.MAPPING, 0)
