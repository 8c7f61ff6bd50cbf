"""A file is compared in the background: nobody waits for it, it can be cut off, and nothing of it is left lying."""

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask

from chapter import clock
from chapter.db import db
from chapter.imports import actions, comparing, comparison, jobs, keeping
from chapter.imports.models import ImportRun
from chapter.imports.rules import Kind, Stage
from tests import databases
from tests.conftest import NOW
from tests.imports.runs import begun, bring_in, compare, compared, kinds, rows

WHO = "Medlemsnummer", "Namn"


@pytest.fixture(autouse=True)
def _app(app: Flask) -> None:
    shutil.rmtree(app.config["CHAPTER_DATA"] / "imports", ignore_errors=True)


def test_what_was_cut_off_half_way_starts_over(monkeypatch: pytest.MonkeyPatch):
    run = begun(("Namn",), *((f"Eva Ek{number}",) for number in range(30)))
    with monkeypatch.context() as patch:
        patch.setattr(comparing, "parts", lambda things: ([thing] for thing in things))
        patch.setattr(comparing, "_write", _cut_off(comparing._write, 5))
        with pytest.raises(KeyboardInterrupt):
            compare(run)

    jobs.work()

    assert db.session.get_one(ImportRun, run.id, populate_existing=True).done == 30
    assert kinds(run) == [Kind.NEW] * 30


def _cut_off(write: Any, after: int) -> Any:
    count = iter(range(after))

    def cut(*given: Any) -> bool:
        if next(count, None) is None:
            raise KeyboardInterrupt
        return write(*given)

    return cut


def test_while_a_file_is_compared_others_can_write(monkeypatch: pytest.MonkeyPatch):
    looked = []

    def other(*given: Any) -> Any:
        with databases.somebody_else():
            looked.append(True)
        return recognised(*given)

    recognised = comparison.recognising.whom
    monkeypatch.setattr(comparison.recognising, "whom", other)

    assert compared(WHO, ("7", "Eva Ek")).counts[Kind.NEW] == 1
    assert looked


def test_a_file_that_was_dropped_meanwhile_is_not_brought_back(monkeypatch: pytest.MonkeyPatch):
    run = begun(("Namn",), ("Eva Ek",))
    monkeypatch.setattr(comparing, "_write", lambda *given: _drop(run) or comparing_write(*given))

    compare(run)

    assert db.session.get(ImportRun, run.id, populate_existing=True) is None


comparing_write = comparing._write


def _drop(run: ImportRun) -> None:
    db.session.delete(db.session.get_one(ImportRun, run.id))
    db.session.commit()


def test_a_file_of_which_nobody_says_anything_is_forgotten_after_a_day(app: Flask):
    begun(("Namn",), ("Eva Ek",))

    with clock.frozen(NOW + timedelta(days=1, hours=1)):
        jobs.forget()

    assert db.session.scalars(db.select(ImportRun)).all() == []
    assert list((app.config["CHAPTER_DATA"] / "imports").glob("*")) == []


def test_what_is_kept_of_a_file_is_for_our_eyes_only_and_has_no_id_numbers(app: Flask):
    run = begun(("Namn", "Personnummer"), ("Eva Ek", "19811218-9876"))

    [path] = (app.config["CHAPTER_DATA"] / "imports").glob("*")
    assert path.stat().st_mode & 0o777 == 0o600
    assert "9876" not in path.read_text()
    assert run.id_numbers == 1


ANNA = "8001011231"


def test_id_numbers_rest_neither_in_telephones_nor_in_names_nor_in_columns_that_nobody_reads(tmp_path: Path):
    book = openpyxl.Workbook()
    book.active.title = f"Anna {ANNA}"
    table = [("Namn", "E-post", "Mobil", "Född", "Fyra sista"), ("Anna Ek", "fel", ANNA, ANNA[:6], ANNA[6:])]
    for row in table:
        book.active.append(row)
    book.save(tmp_path / "members.xlsx")

    run = actions.begin(tmp_path / "members.xlsx", f"medlem {ANNA}.xlsx", None, NOW)
    actions.choose_mapping(run, {0: "name", 1: "email", 2: "mobile", 3: "birth_year"}, NOW)
    db.session.commit()
    compare(run)

    assert (run.file_name, run.sheets) == ("medlem ••••.xlsx", ["Anna ••••"])
    assert rows(run)[0].cells == ["Anna Ek", "fel", "1980-••••", "800101", ""]


def test_what_is_in_the_register_is_there_though_the_file_cannot_be_deleted(monkeypatch: pytest.MonkeyPatch):
    def refuse(_name: str) -> None:
        raise PermissionError

    run = compared(("Namn",), ("Eva Ek",))
    monkeypatch.setattr(keeping, "remove", refuse)
    with pytest.raises(PermissionError):
        bring_in(run)
    actions.fail(run, "broken")

    assert (run.stage, run.failure) == (Stage.DONE, "")
