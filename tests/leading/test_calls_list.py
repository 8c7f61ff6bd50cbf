"""A call leader reads what was reported."""

from datetime import timedelta

import pytest

from tests import factories
from tests.conftest import NOW, Client
from tests.leading import reports


@pytest.fixture
def assignment(leader: Client):
    """Three reports: a flagged talk with Emma, no answer from Noa, an old talk with Åke."""
    emma, noa, ake = (factories.person(name) for name in ("Emma", "Noa", "Åke"))
    cilla, dan = factories.account(name="Cilla Ringare"), factories.account(name="Dan Ringare")
    made = factories.assignment(emma, noa, ake, callers=(cilla, dan))
    reports.reported(made, emma, cilla, message="Hjälp", note="Ring sent")
    reports.reported(made, noa, dan, reports.NO_ANSWER)
    reports.reported(made, ake, dan, at=NOW - timedelta(days=5))
    return made


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ({}, {"Emma", "Noa", "Åke"}),
        ({"outcome": "no_answer"}, {"Noa"}),
        ({"outcome": "nonsense"}, {"Emma", "Noa", "Åke"}),
        ({"flagged": "any"}, {"Emma"}),
        ({"flagged": "open"}, {"Emma"}),
        ({"since": "2026-11-18"}, {"Emma", "Noa"}),
        ({"until": "2026-11-17"}, {"Åke"}),
        ({"since": "igår"}, {"Emma", "Noa", "Åke"}),
        ({"name": "åke"}, {"Åke"}),
    ],
)
def test_the_filters_narrow_the_list(leader: Client, assignment, wanted: dict, names: set[str]):
    page = leader.get(f"/calling/{assignment.id}/calls", query_string=wanted).text

    assert {name for name in ("Emma", "Noa", "Åke") if f"{name} Dahlqvist" in page} == names


def test_one_callers_reports(leader: Client, assignment):
    dan = next(caller.account for caller in assignment.callers if caller.account.name.startswith("Dan"))

    page = leader.get(f"/calling/{assignment.id}/calls?caller={dan.id}").text

    assert "Noa Dahlqvist" in page
    assert "Emma Dahlqvist" not in page


def test_long_lists_come_in_pages(leader: Client):
    assignment, caller = factories.assignment(), factories.account()
    for number in range(26):
        reports.reported(assignment, factories.person(f"Nr{number}"), caller, at=NOW - timedelta(minutes=number))

    assert "Nr25 " not in leader.get(f"/calling/{assignment.id}/calls").text
    assert "Nr25 " in leader.get(f"/calling/{assignment.id}/calls?page=2").text


@pytest.mark.parametrize("language", ["sv", "nb"])
def test_a_corrected_report_keeps_its_first_version(leader: Client, language: str):
    person, caller = factories.person(), factories.account(name="Cilla Ringare")
    call = reports.reported(factories.assignment(person), person, caller, note="Första")
    reports.corrected(call, caller, {"note": {"answer": "send", "text": "Andra"}})

    page = leader.get(f"/calling/calls/{call.id}/report?lang={language}").text

    assert page.index("Andra") < page.index("Första")


def test_a_call_that_goes_on_is_not_in_the_list(leader: Client):
    person = factories.person("Pågår")
    assignment = factories.assignment(person)
    call = reports.going_on(assignment, person, factories.account())

    assert "Pågår" not in leader.get(f"/calling/{assignment.id}/calls").text
    assert leader.get(f"/calling/calls/{call.id}/report").status_code == 404


def test_an_empty_list_says_why(leader: Client):
    assert 'class="empty"' in leader.get(f"/calling/{factories.assignment().id}/calls").text
