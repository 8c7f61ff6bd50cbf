"""A file is chosen and read; what can't be read is refused beside the field."""

import pytest
from flask import Flask

from chapter.config import data_folder
from chapter.db import db
from chapter.files import unreadable
from chapter.imports import actions
from chapter.imports.models import ImportRun
from chapter.imports.rules import Stage
from chapter.people.models import Person
from tests.conftest import NOW, Client
from tests.imports import made
from tests.imports.uploads import HEADINGS, SIRI, latest, send, upload


def runs() -> int:
    return db.session.scalar(db.select(db.func.count(ImportRun.id))) or 0


def test_the_first_page_says_what_to_do_and_that_id_numbers_are_not_kept(coordinator: Client):
    page = coordinator.get("/imports/").text

    assert "De sparas aldrig" in page
    assert "Ingen fil har lästs in än" in page
    assert 'enctype="multipart/form-data"' in page


def test_a_file_with_known_headings_is_compared_at_once(coordinator: Client):
    response = upload(coordinator, HEADINGS, SIRI)

    run = latest()
    assert response.location == f"/imports/{run.id}/"
    assert (run.stage, run.file_name, run.by) == (Stage.COMPARING, "medlemmar.csv", "Member Coordinator Ek")
    assert db.session.scalars(db.select(Person)).all() == []


def test_a_file_with_an_unknown_heading_asks_what_it_is(coordinator: Client):
    upload(coordinator, "Namn;Krets", "Siri Berg;Norra")

    assert latest().stage is Stage.MAPPING


def test_the_tick_for_a_complete_file_is_kept(coordinator: Client):
    upload(coordinator, HEADINGS, SIRI, is_complete="y")

    assert latest().is_complete


def test_the_uploaded_file_itself_is_not_kept(coordinator: Client):
    upload(coordinator, "Personnummer;Namn", "19900101-0017;Siri Berg")

    kept = list((data_folder() / "imports").iterdir())
    assert not [file for file in kept if file.name.startswith("upload")]
    assert all(file.stat().st_mode & 0o777 == 0o600 for file in kept)
    assert all("900101" not in file.read_text() for file in kept)


def test_folders_are_no_part_of_the_name(coordinator: Client):
    upload(coordinator, HEADINGS, SIRI, name="mona/medlemmar.csv")

    assert latest().file_name == "medlemmar.csv"


def test_no_file_is_said_beside_the_field(coordinator: Client):
    response = coordinator.post("/imports/", data={"is_complete": "y"})

    assert response.status_code == 422
    assert 'id="file-error"' in response.text
    assert "Välj en fil först." in response.text


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "tom.csv"),
        (b"\xff\xd8\xff\xe0 a photograph", "foto.xlsx"),
        (b"PK\x03\x04 cut off", "medlemmar.xlsx"),
        (b"<html><body>No file here</body></html>", "medlemmar.xls"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence_beside_the_field(coordinator: Client, content: bytes, name: str):
    response = send(coordinator, content, name)

    assert response.status_code == 422
    assert 'id="file-error"' in response.text
    assert runs() == 0


def test_a_file_that_is_too_large_is_refused_with_the_limit(coordinator: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(unreadable, "LARGEST", 10_000)

    response = send(coordinator, b"x" * 100_000)

    assert response.status_code == 413
    assert 'id="file-error"' in response.text
    assert "30 MB" in response.text


def test_a_larger_file_than_other_forms_take_is_read(coordinator: Client, app: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 10_000)
    many = [f"Siri;Berg;siri{number}@example.org;;Kvarnbyn" for number in range(1000)]

    assert upload(coordinator, HEADINGS, *many).status_code == 303


def test_earlier_imports_are_listed_with_what_can_be_undone(coordinator: Client):
    made.rich(Stage.DONE, applied_at=NOW)

    page = coordinator.get("/imports/").text

    assert "medlemmar.csv" in page
    assert "kan ångras till och med fredag 18 december" in page


def test_somebody_else_can_go_on_where_one_stopped(coordinator: Client):
    run = made.run(by="Mona Medlem")

    assert "Mona Medlem" in coordinator.get(f"/imports/{run.id}/").text


@pytest.mark.parametrize("path", ["/imports/77/", "/imports/77/columns", "/imports/77/conflicts", "/imports/77/undo"])
def test_there_is_no_page_for_an_import_that_is_not_there(coordinator: Client, path: str):
    assert coordinator.get(path).status_code == 404


def test_a_file_can_be_forgotten(coordinator: Client):
    run = made.run()

    assert coordinator.post(f"/imports/{run.id}/drop").location == "/imports/"
    assert runs() == 0


def test_what_is_in_the_register_can_not_be_forgotten(coordinator: Client):
    run = made.run(Stage.DONE, applied_at=NOW)

    response = coordinator.post(f"/imports/{run.id}/drop")

    assert runs() == 1
    assert str(actions.NotNow.words) in coordinator.get(response.location).text
