"""What was written about somebody who wants to leave is for the member coordinator alone."""

import pytest

from chapter.access import Role
from chapter.calling.models import Call
from chapter.people.queries import history
from tests import factories
from tests.conftest import NOW, Client
from tests.leading import reports
from tests.leading.test_live_view import figures

PAGES = ("/calling/calls/{id}/report", "/calling/{assignment_id}/calls", "/calling/{assignment_id}/calls.csv")
"""Where the call is seen."""


@pytest.fixture
def call(emma) -> Call:
    """Emma wants to leave."""
    return reports.reported(factories.assignment(emma), emma, factories.account(), reports.LEAVING, "Bråk", "Stöld")


def page(client: Client, call: Call, path: str) -> str:
    """A page about the call."""
    response = client.get(path.format(id=call.id, assignment_id=call.assignment_id))
    assert response.status_code == 200
    return response.text


@pytest.mark.parametrize("path", PAGES)
def test_a_leader_sees_the_call_and_not_its_words(leader: Client, call: Call, path: str):
    seen = page(leader, call, path)

    assert "Emma" in seen
    assert "Bråk" not in seen
    assert "Stöld" not in seen


@pytest.mark.parametrize("path", PAGES)
def test_the_member_coordinator_reads_the_words(coordinator: Client, call: Call, path: str):
    assert "Stöld" in page(coordinator, call, path)


def test_a_leader_can_remove_no_words_that_they_may_not_read(leader: Client, call: Call):
    assert leader.get(f"/calling/calls/{call.id}/redact").status_code == 404
    assert leader.post(f"/calling/calls/{call.id}/redact", data={"parts": ["note"]}).status_code == 404
    assert "/redact" not in leader.get(f"/calling/calls/{call.id}/report").text
    assert call.note == "Stöld"


def test_the_figures_count_only_the_flags_that_the_reader_may_see(leader: Client, call: Call):
    assert figures(page(leader, call, "/calling/{assignment_id}/"))[4] == "0"

    coordinator = leader.sign_in(factories.account(Role.MEMBER_COORDINATOR))

    assert figures(page(coordinator, call, "/calling/{assignment_id}/"))[4] == "1"


@pytest.mark.parametrize("wanted", ["any", "open"])
def test_the_list_of_flagged_calls_has_only_those_that_the_reader_may_see(leader: Client, call: Call, wanted: str):
    path = "/calling/{assignment_id}/calls?flagged=" + wanted
    assert "Emma" not in page(leader, call, path)

    assert "Emma" in page(leader.sign_in(factories.account(Role.MEMBER_COORDINATOR)), call, path)


def test_corrected_its_first_version_stays_closed(leader: Client, call: Call):
    reports.corrected(call, call.caller, {**reports.TALKED, "note": {"answer": "send", "text": "Nöjd"}})

    seen = page(leader, call, "/calling/calls/{id}/report")

    assert "Nöjd" in seen
    assert "Bråk" not in seen


def test_a_handled_flag_that_a_correction_leaves_behind_stays_closed(leader: Client, call: Call):
    call.flag.handled_at = call.reported_at
    reports.corrected(call, call.caller, reports.TALKED)

    for path in PAGES:
        assert "Bråk" not in page(leader, call, path)


def test_what_the_coordinator_writes_about_it_is_not_shown_with_another_flag(coordinator: Client, call: Call, lena):
    coordinator.post(f"/calling/flags/{call.flag.id}/note", data={"note": "Ledsen"})
    coordinator.post(f"/calling/flags/{call.flag.id}/do-not-call", data={"why": "Trött"})
    other = reports.reported(call.assignment, call.person, call.caller, message="Annat").flag

    seen = coordinator.sign_in(lena).get(f"/calling/flags/{other.id}").text

    assert "Annat" in seen
    assert "Ledsen" not in seen
    assert "Trött" not in seen


def test_who_stays_after_all_can_be_rung_again(coordinator: Client, call: Call):
    for _twice in range(2):
        assert coordinator.post(f"/calling/flags/{call.flag.id}/stays").status_code == 303

    assert call.person.leaving_at is None
    assert call.flag.handled_at == NOW
    assert [entry.kind for entry in history(call.person)].count("stays") == 1


def test_a_leader_neither_opens_the_report_nor_says_that_they_stay(leader: Client, call: Call):
    assert leader.get(f"/calling/calls/{call.id}").status_code == 404
    assert leader.post(f"/calling/flags/{call.flag.id}/stays").status_code == 403
    assert call.person.leaving_at == NOW
