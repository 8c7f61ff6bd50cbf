"""``flask people import``: a first register from a file, and the same file again."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from chapter.db import db
from chapter.imports import comparing as importing
from chapter.imports import rules_legacy as rules
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

    def run(rows: str, *options: str) -> Result:
        file = tmp_path / "members.csv"
        file.write_text(HEADINGS + rows)
        db.session.commit()
        result = app.test_cli_runner().invoke(args=["people", "import", str(file), *options])
        db.session.expire_all()
        return result

    return run


def people() -> list[Person]:
    """Everybody in the register."""
    return list(db.session.scalars(db.select(Person).order_by(Person.id)))


def test_a_person_comes_in_with_all_that_is_known(bring_in: Import):
    result = bring_in(EVA)

    [eva] = people()
    assert "1 new, 0 changed, 0 same, 0 unusable." in result.output
    assert (eva.name, eva.mobile, eva.town, eva.birth_year) == ("Eva Ek", "+46701740605", "Ås", 1990)
    assert [tag.name for tag in eva.tags] == ["Ung"]


def test_the_same_file_again_changes_nothing(bring_in: Import):
    bring_in(EVA)

    assert "0 new, 0 changed, 1 same, 0 unusable." in bring_in(EVA).output
    assert len(people()) == 1
    assert [entry.kind for entry in queries.history(people()[0])] == ["added"]


def test_what_has_changed_is_updated_and_remembered(bring_in: Import):
    bring_in(EVA)

    assert "0 new, 1 changed" in bring_in("Eva Ek;EVA@example.org;;Oslo;;;Ny\n").output

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

    assert "0 new, 1 changed, 1 same" in bring_in("bo ek;;+46 70 174 06 05\nEva Ek;;0701740605\n").output
    assert len(people()) == 2


def test_an_update_leaves_do_not_call_and_a_wrong_number_as_they_are(bring_in: Import):
    factories.person(
        "Eva", "Ek", email="eva@example.org", mobile="+46701740605", mobile_is_wrong=True, do_not_call_at=NOW
    )

    bring_in(EVA)

    [eva] = people()
    assert eva.do_not_call_at == NOW
    assert eva.mobile_is_wrong


def test_a_new_number_in_place_of_a_wrong_one_can_be_rung(bring_in: Import):
    factories.person("Eva", "Ek", email="eva@example.org", mobile="+46701740699", mobile_is_wrong=True)

    bring_in(EVA)

    assert people()[0].numbers == ["+46701740605"]


def test_bad_rows_are_named_and_the_others_come_in(bring_in: Import):
    result = bring_in("Bo Ek;bo example.org\n" + EVA + ";;0701740606\n")

    assert "Row 2, E-post: this doesn’t look like an e-mail address. Skipped." in result.output
    assert "Row 4, Namn: the name is missing. Skipped." in result.output
    assert "1 new, 0 changed, 0 same, 2 unusable." in result.output
    assert [person.name for person in people()] == ["Eva Ek"]


def test_a_family_that_shares_an_address_is_not_made_one_person(bring_in: Import):
    result = bring_in(EVA + "Bo Ek;eva@example.org\n")

    assert "Row 3, E-post: a row above with another name has the same e-mail address. Skipped." in result.output
    assert [person.name for person in people()] == ["Eva Ek"]


def test_another_name_at_a_known_address_renames_nobody(bring_in: Import):
    factories.person("Eva", "Ek", email="eva@example.org", mobile="+46701740605", do_not_call_at=NOW)

    result = bring_in("Oskar Ek;eva@example.org;0701740611\n")

    assert "Row 2, E-post: somebody with another name in the register has this e-mail address." in result.output
    assert [(p.name, p.mobile, p.do_not_call_at) for p in people()] == [("Eva Ek", "+46701740605", NOW)]


def test_in_a_family_with_one_address_mobile_and_name_tell_who_it_is(bring_in: Import):
    factories.person("Eva", "Ek", email="eva@example.org")
    factories.person("Bo", "Ek", mobile="+46701740606")

    assert "0 new, 1 changed, 0 same, 0 unusable" in bring_in("Bo Ek;eva@example.org;0701740606;Ås\n").output
    assert [person.town for person in people()] == ["Kvarnbyn", "Ås"]


def test_the_members_of_a_family_with_one_address_stay_themselves(bring_in: Import):
    for name in ("Eva", "Bo"):
        factories.person(name, "Ek", email="eva@example.org")

    assert "0 new, 2 changed" in bring_in("Bo Ek;eva@example.org;;Oslo\nEva Ek;eva@example.org;;Ås\n").output
    assert [(person.name, person.town) for person in people()] == [("Eva Ek", "Ås"), ("Bo Ek", "Oslo")]


def test_while_a_file_is_read_others_can_write(app: Flask, monkeypatch: pytest.MonkeyPatch):
    def parse(text: str, country: str) -> str:
        with closing(sqlite3.connect(app.config["CHAPTER_DATA"] / "chapter.db", timeout=0)) as other:
            other.execute("BEGIN IMMEDIATE")
        return "+46701740605"

    monkeypatch.setattr(importing.i18n, "parse_phone", parse)
    sheet = rules.read((HEADINGS + EVA).encode())

    assert importing.bring_in(sheet, NOW).new == 1


def test_a_dry_run_changes_nothing(bring_in: Import):
    result = bring_in(EVA, "--dry-run")

    assert "1 new" in result.output
    assert "nothing was changed" in result.output
    assert people() == []


def test_a_file_that_is_no_register_is_refused_in_a_sentence(app: Flask, tmp_path: Path):
    file = tmp_path / "poem.csv"
    file.write_text("Roses are red\n")

    result = app.test_cli_runner().invoke(args=["people", "import", str(file)])

    assert result.exit_code == 1
    assert "poem.csv: the first row has no heading for the names" in result.output
