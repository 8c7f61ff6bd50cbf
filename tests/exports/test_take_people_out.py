"""The register goes out: with a reason, noted, and as people need it."""

from datetime import date, timedelta
from io import BytesIO
from urllib.parse import urlencode

import pytest
from python_calamine import CalamineWorkbook

from chapter import clock
from chapter.access import Role
from chapter.db import db
from chapter.exports import queries
from chapter.exports.models import Export, ExportedPerson
from chapter.people.models import Person
from chapter.searches.asked import compact
from chapter.searches.rules import condition, every
from tests import factories
from tests.cast import play
from tests.conftest import NOW, Client

WHY = {
    "why": "Kallelse till årsmötet",
    "kind": "csv",
    "facts": ["first_name", "last_name", "mobile", "joined_on", "tags"],
}


@pytest.fixture
def coordinator(client: Client) -> Client:
    """The member coordinator, signed in; two people in the register."""
    factories.person("Åsa", "Ek", mobile="+46701740605", joined_on=date(2026, 1, 31), tags=[factories.tag("Ny")])
    factories.person("=Bo", "Öberg", mobile="+4790000000", email="bo@example.org")
    return client.sign_in(play("member_coordinator"))


def taken(client: Client, path: str = "/exports/new", **changed: object) -> str:
    """The address of the page that an export leads to."""
    answer = client.post(path, data=WHY | changed)
    assert answer.status_code == 303, answer.text
    return answer.location


def test_a_csv_opens_right_in_excel_and_runs_nothing(coordinator: Client):
    page = taken(coordinator)
    file = coordinator.get(f"{page}/file")

    assert file.data.decode("utf-8-sig").splitlines() == [
        "Förnamn;Efternamn;Mobil;Gick med;Taggar",
        "Åsa;Ek;070-174 06 05;2026-01-31;Ny",
        "'=Bo;Öberg;0047 90 00 00 00;;",
    ]
    assert "attachment" in file.headers["Content-Disposition"]


def test_a_workbook_has_days_as_days(coordinator: Client):
    page = taken(coordinator, kind="xlsx")
    book = CalamineWorkbook.from_filelike(BytesIO(coordinator.get(f"{page}/file").data))

    rows = book.get_sheet_by_index(0).to_python()
    assert rows[1] == ["Åsa", "Ek", "070-174 06 05", date(2026, 1, 31), "Ny"]
    assert rows[2][0] == "=Bo"


def test_it_is_noted_with_the_reason_the_number_and_the_people(coordinator: Client):
    taken(coordinator)
    export = db.session.scalars(db.select(Export)).one()

    assert (export.why, export.number, export.by) == ("Kallelse till årsmötet", 2, "Member Coordinator Ek")
    assert [e.id for e in queries.exports_of(db.session.get(Person, 1))] == [export.id]
    assert "Kallelse till årsmötet" in coordinator.get("/exports/").text


def test_only_those_of_the_search_go_out(coordinator: Client):
    search = compact(every(condition("joined_from", "2026-01-01")))
    page = taken(coordinator, "/exports/new?" + urlencode({"s": search}))

    assert "Öberg" not in coordinator.get(f"{page}/file").text
    assert db.session.query(ExportedPerson).count() == 1


def test_a_search_that_cannot_be_read_takes_nobody_out(coordinator: Client):
    answer = coordinator.post("/exports/new?s=%7Bgarbage", data=WHY)

    assert answer.status_code == 422
    assert db.session.query(Export).count() == 0


@pytest.mark.parametrize("wrong", [{"why": " "}, {"facts": []}, {"kind": "pdf"}, {"facts": ["password_hash"]}])
def test_without_a_reason_or_anything_to_take_along_nothing_goes_out(coordinator: Client, wrong: dict):
    answer = coordinator.post("/exports/new", data=WHY | wrong)

    assert (answer.status_code, db.session.query(Export).count()) == (422, 0)


def test_what_was_typed_is_still_there_when_something_is_missing(coordinator: Client):
    page = coordinator.post("/exports/new", data=WHY | {"facts": [], "kind": "csv"}).text

    assert "Kallelse till årsmötet" in page
    assert "Kryssa i minst en sak." in page


def test_addresses_come_once_each_and_as_many_as_a_mail_takes(coordinator: Client):
    for number in range(300):
        factories.person(email=f"p{number % 250}@example.org")
    page = coordinator.get(taken(coordinator, kind="emails")).text
    batches = [part.partition("<")[0].split(">")[1].split(", ") for part in page.split("<textarea")[1:]]

    assert [len(batch) for batch in batches] == [200, 51]
    assert len({address for batch in batches for address in batch}) == 251


def test_labels_are_a_page_to_print(coordinator: Client):
    page = coordinator.get(taken(coordinator, kind="labels")).text

    assert "<strong>Åsa</strong> <span>Ek</span>" in page
    assert "070-174" not in page


def test_an_export_is_for_the_one_who_made_it_and_for_an_hour(coordinator: Client):
    page = taken(coordinator)

    with clock.frozen(NOW + timedelta(minutes=61)):
        assert coordinator.get(f"{page}/file").status_code == 404
    other = coordinator.application.test_client()
    other.sign_in(factories.account(Role.MEMBER_COORDINATOR))
    assert (other.get(page).status_code, coordinator.get(page).status_code) == (404, 200)
