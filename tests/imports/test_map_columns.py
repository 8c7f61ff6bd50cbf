"""What each column is: recognised, corrected by hand, and remembered."""

import re

import pytest

from chapter.imports import actions, jobs
from chapter.imports.rules import Stage
from tests.conftest import Client
from tests.imports.uploads import HEADINGS, SIRI, compared, latest, upload

UNKNOWN = "Kallas;Var;Krets"
ROW = "Siri Berg;Kvarnbyn;Norra"
TICKED = {"column_0": "name", "column_1": "town", "column_2": "", "has_headings": "y"}


@pytest.fixture
def at(coordinator: Client) -> str:
    """The page about the columns of a file with unknown headings."""
    return upload(coordinator, UNKNOWN, ROW).location + "columns"


def chosen(page: str, column: int) -> str:
    """Which field a column is said to be on the page."""
    select = re.search(rf'<select[^>]*name="column_{column}".*?</select>', page, re.S)
    found = re.search(r'<option selected value="(.*?)"', select.group() if select else "")
    return found.group(1) if found else ""


def test_every_column_is_shown_with_samples(coordinator: Client, at: str):
    page = coordinator.get(at).text

    assert all(text in page for text in (*UNKNOWN.split(";"), *ROW.split(";")))


def test_what_was_recognised_is_chosen(coordinator: Client):
    page = coordinator.get(upload(coordinator, "Namn;Ort;Krets", ROW).location + "columns").text

    assert [chosen(page, column) for column in range(3)] == ["name", "town", ""]


def test_what_is_chosen_is_compared(coordinator: Client, at: str):
    response = coordinator.post(at, data=TICKED)
    jobs.work()

    run = latest()
    assert response.location == f"/imports/{run.id}/"
    assert (run.stage, run.counts["new"]) == (Stage.READY, 1)
    assert run.rows[0].said == {"first_name": "Siri", "last_name": "Berg", "town": "Kvarnbyn"}


def test_it_is_remembered_for_the_next_file_with_the_same_headings(coordinator: Client, at: str):
    coordinator.post(at, data=TICKED)

    upload(coordinator, UNKNOWN, "Nils Falk;Lövåsen;Södra")

    assert latest().stage is Stage.COMPARING


def test_without_the_tick_the_first_row_is_somebody(coordinator: Client, at: str):
    assert re.search(r'id="column_0-heading">\w+ A<', coordinator.get(at).text)

    coordinator.post(at, data={name: value for name, value in TICKED.items() if name != "has_headings"})
    jobs.work()

    assert latest().counts["new"] == 2


def test_two_columns_for_one_field_are_pointed_at(coordinator: Client, at: str):
    response = coordinator.post(at, data={"column_0": "name", "column_1": "name", "column_2": ""})

    assert response.status_code == 422
    assert 'id="column_1-error"' in response.text
    assert chosen(response.text, 1) == "name"


def test_without_a_column_for_the_names_it_says_so(coordinator: Client, at: str):
    response = coordinator.post(at, data={"column_0": "", "column_1": "town", "column_2": ""})

    assert response.status_code == 422
    assert str(actions.NoNames.words) in response.text
    assert chosen(response.text, 1) == "town"


def test_a_field_that_is_not_ours_is_refused(coordinator: Client, at: str):
    response = coordinator.post(at, data={"column_0": "name", "column_1": "password_hash"})

    assert response.status_code == 422
    assert 'id="column_1-error"' in response.text


def test_columns_can_be_corrected_after_the_preview(coordinator: Client):
    run = compared(coordinator, HEADINGS, SIRI)

    given = {
        f"column_{place}": name for place, name in enumerate(("last_name", "first_name", "email", "mobile", "town"))
    }
    coordinator.post(f"/imports/{run.id}/columns", data=given)
    jobs.work()

    assert latest().rows[0].said["first_name"] == "Berg"


def test_columns_of_what_is_in_the_register_can_not_be_changed(coordinator: Client):
    run = compared(coordinator, HEADINGS, SIRI)
    coordinator.post(f"/imports/{run.id}/apply")

    assert coordinator.get(f"/imports/{run.id}/columns").location == f"/imports/{run.id}/"
    assert coordinator.post(f"/imports/{run.id}/columns", data={"column_0": "name"}).location == f"/imports/{run.id}/"
