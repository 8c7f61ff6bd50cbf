"""``flask people import``: a first register from a file, and the same file again."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from chapter.db import db
from chapter.imports import comparing, jobs
from chapter.imports.models import ImportRow, ImportRun
from chapter.people import queries
from chapter.people.models import Person
from tests import factories
from tests.conftest import NOW

HEADINGS = "Namn;E-post;Mobil;Ort;Född;Gick med;Taggar\n"
EVA = "Eva Ek;eva@example.org;070-174 06 05;Ås;1990;2020-03-01;Ung\n"
Import = Callable[..., Result]


@pytest.fixture
def bring_in(app: Flask, tmp_path: Path) -> Import:
    """The command, on a file with these rows."""

    def run(rows: str, *options: str, headings: str = HEADINGS, **more: Any) -> Result:
        file = tmp_path / "members.csv"
        file.write_text(headings + rows)
        db.session.commit()
        result = app.test_cli_runner().invoke(args=["people", "import", str(file), *options], **more)
        db.session.expire_all()
        return result

    return run


def people() -> list[Person]:
    """Everybody in the register."""
    return list(db.session.scalars(db.select(Person).order_by(Person.id)))


def test_a_person_comes_in_with_all_that_is_known(bring_in: Import):
    result = bring_in(EVA)

    [eva] = people()
    assert "1 new, 0 changed, 0 same, 0 unusable." in result.stdout
    assert (eva.name, eva.mobile, eva.town, eva.birth_year) == ("Eva Ek", "+46701740605", "Ås", 1990)
    assert [tag.name for tag in eva.tags] == ["Ung"]


def test_the_same_file_again_changes_nothing(bring_in: Import):
    bring_in(EVA)

    assert "0 new, 0 changed, 1 same, 0 unusable." in bring_in(EVA).stdout
    assert len(people()) == 1
    assert [entry.kind for entry in queries.history(people()[0])] == ["added"]


def test_what_has_changed_is_updated_and_remembered(bring_in: Import):
    bring_in(EVA)

    assert "0 new, 1 changed" in bring_in("Eva Ek;EVA@example.org;;Oslo;;;Ny\n", "--sure").stdout

    [eva] = people()
    assert (eva.name, eva.mobile, eva.town) == ("Eva Ek", "+46701740605", "Oslo")
    assert {tag.name for tag in eva.tags} == {"Ung", "Ny"}
    assert queries.history(eva)[0].kind == "updated"


def test_a_row_without_a_last_name_takes_none_away(bring_in: Import):
    bring_in(EVA)

    bring_in("Eva;eva@example.org\n")

    assert people()[0].name == "Eva Ek"


def test_without_an_address_mobile_and_name_tell_who_it_is(bring_in: Import):
    bring_in("Eva Ek;;0701740605\nBo Ek;;0701740605\n")

    assert "0 new, 1 changed, 1 same" in bring_in("bo ek;;+46 70 174 06 05\nEva Ek;;0701740605\n").stdout
    assert len(people()) == 2


def test_an_update_leaves_do_not_call_and_a_wrong_number_as_they_are(bring_in: Import):
    factories.person(
        "Eva", "Ek", email="eva@example.org", mobile="+46701740605", mobile_is_wrong=True, do_not_call_at=NOW
    )

    bring_in(EVA, "--sure")

    [eva] = people()
    assert eva.do_not_call_at == NOW
    assert eva.mobile_is_wrong


def test_a_new_number_in_place_of_a_wrong_one_can_be_rung(bring_in: Import):
    facts = {"mobile": "+46701740699", "mobile_is_wrong": True, "from_file": True}
    factories.person("Eva", "Ek", email="eva@example.org", **facts)

    bring_in(EVA, "--sure")

    assert people()[0].numbers == ["+46701740605"]


def test_bad_rows_are_named_and_the_others_come_in(bring_in: Import):
    result = bring_in("Bo Ek;bo example.org\n" + EVA + ";;0701740606\n")

    assert "Row 2, E-post: this doesn’t look like an e-mail address. Skipped." in result.stderr
    assert "Row 4, Namn: the name is missing. Skipped." in result.stderr
    assert "1 new, 0 changed, 0 same, 2 unusable." in result.stdout
    assert [person.name for person in people()] == ["Eva Ek"]


def test_another_name_at_a_known_address_renames_nobody(bring_in: Import):
    factories.person("Eva", "Ek", email="eva@example.org", mobile="+46701740605", do_not_call_at=NOW)

    result = bring_in("Oskar Ek;eva@example.org;0701740611\n")

    assert "1 doubtful: left out." in result.stdout
    assert [(p.name, p.mobile, p.do_not_call_at) for p in people()] == [("Eva Ek", "+46701740605", NOW)]


def test_the_members_of_a_family_with_one_address_stay_themselves(bring_in: Import):
    for name in ("Eva", "Bo"):
        factories.person(name, "Ek", email="eva@example.org", from_file=True)

    assert "0 new, 2 changed" in bring_in("Bo Ek;eva@example.org;;Oslo\nEva Ek;eva@example.org;;Ås\n", "--sure").stdout
    assert [(person.name, person.town) for person in people()] == [("Eva Ek", "Ås"), ("Bo Ek", "Oslo")]


def test_a_dry_run_changes_nothing_and_keeps_nothing(bring_in: Import, app: Flask):
    shutil.rmtree(app.config["CHAPTER_DATA"] / "imports", ignore_errors=True)
    result = bring_in(EVA, "--dry-run")

    assert "1 new" in result.stdout
    assert "nothing was changed" in result.stdout
    assert [people(), *(db.session.scalars(db.select(kept)).all() for kept in (ImportRun, ImportRow))] == [[], [], []]
    assert list((app.config["CHAPTER_DATA"] / "imports").glob("*")) == []


def test_programs_get_one_object_and_nothing_else(bring_in: Import):
    result = bring_in(EVA + "Bo Ek;bo example.org\n", "--json")

    told = json.loads(result.stdout)
    counted = ("new", "changed", "same", "doubtful", "unusable", "missing")
    assert [told[name] for name in counted] == [1, 0, 0, 0, 1, 0]
    assert told["problems"] == [
        {"row": 3, "column": "email", "reason": "This doesn’t look like an e-mail address."},
    ]


def test_a_complete_file_notes_who_is_missing(bring_in: Import):
    gone = factories.person("Bo", "Ek", member_number="7")
    for number in range(8, 20):
        factories.person("Eva", f"Ek{number}", member_number=str(number))
    rows = "".join(f"Eva Ek{number};{number}\n" for number in range(8, 20))

    result = bring_in(rows, "--complete", "--json", headings="Namn;Medlemsnummer\n")

    assert json.loads(result.stdout)["missing"] == 1
    assert gone.missing_since == NOW


def test_much_at_once_is_not_done_unasked(bring_in: Import):
    eva = factories.person("Eva", "Ek", email="eva@example.org", mobile="+46701740605", from_file=True)

    result = bring_in(EVA)

    assert result.exit_code == 1
    assert "1 of 1 people in the register would change or be missing." in result.stderr
    assert eva.town == "Kvarnbyn"


def test_on_a_terminal_much_at_once_is_asked_for(bring_in: Import, monkeypatch: pytest.MonkeyPatch):
    eva = factories.person("Eva", "Ek", email="eva@example.org", mobile="+46701740605", from_file=True)
    monkeypatch.setattr("chapter.register.commands_import.is_terminal", lambda: True)

    assert bring_in(EVA, input="2\n").exit_code == 1
    assert bring_in(EVA, input="1\n").exit_code == 0

    assert eva.town == "Ås"


def test_the_background_leaves_alone_what_the_command_line_compares(bring_in: Import, monkeypatch: pytest.MonkeyPatch):
    write = comparing._write
    monkeypatch.setattr(comparing, "_write", lambda *given: (db.session.commit(), jobs.work(), write(*given))[2])

    assert "1 new" in bring_in(EVA).stdout
    assert len(people()) == 1


def test_columns_that_nobody_knows_are_left_out_and_told(bring_in: Import):
    result = bring_in("Eva Ek;blå\n", headings="Namn;Favoritfärg\n")

    assert "Columns left out: Favoritfärg." in result.stderr
    assert "1 new" in result.stdout


@pytest.mark.parametrize(("name", "text"), [("poem.csv", "Roses are red\n"), ("empty.csv", ""), ("none.csv", None)])
def test_a_file_that_is_no_register_is_refused_in_a_sentence(app: Flask, tmp_path: Path, name: str, text: str | None):
    if text is not None:
        (tmp_path / name).write_text(text)

    result = app.test_cli_runner().invoke(args=["people", "import", str(tmp_path / name), "--json"])

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: ")
    assert db.session.scalars(db.select(ImportRun)).all() == []
