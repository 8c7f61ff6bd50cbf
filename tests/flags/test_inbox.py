"""The inbox: what callers flagged, the oldest first."""

from datetime import timedelta

import pytest

from chapter.calling.models import Flag
from tests import factories
from tests.conftest import NOW, Client
from tests.leading import reports


def test_it_says_who_what_and_who_rang(leader: Client, flag: Flag):
    page = leader.get("/calling/flags").text

    for words in ("Emma Dahlqvist", "Vill ha en mentor", "Cilla Ringare"):
        assert words in page


def test_the_oldest_comes_first(leader: Client):
    caller, assignment = factories.account(), factories.assignment()
    for name, days in (("Ny", 0), ("Gammal", 3)):
        person = factories.person(name)
        reports.reported(assignment, person, caller, message="Hej", at=NOW - timedelta(days=days))

    page = leader.get("/calling/flags").text

    assert 0 < page.index("Gammal") < page.index("Ny Dahlqvist")


def test_who_wants_to_leave_is_the_member_coordinators(leader: Client, emma):
    call = reports.reported(factories.assignment(emma), emma, factories.account(), reports.LEAVING, "Hejdå")

    assert "Emma" not in leader.get("/calling/flags").text
    assert leader.get(f"/calling/flags/{call.flag.id}").status_code == 404
    assert leader.post(f"/calling/flags/{call.flag.id}/handled").status_code == 404


def test_the_member_coordinator_sees_who_wants_to_leave(coordinator: Client, emma):
    reports.reported(factories.assignment(emma), emma, factories.account(), reports.LEAVING, "Hejdå")

    assert "Emma" in coordinator.get("/calling/flags").text


def test_handled_ones_stand_on_a_shelf_of_their_own(leader: Client, flag: Flag):
    leader.post(f"/calling/flags/{flag.id}/handled")

    assert "Emma" not in leader.get("/calling/flags").text
    assert "Emma" in leader.get("/calling/flags?show=handled").text


def test_mine_are_those_i_have_taken(leader: Client, flag: Flag):
    assert "Emma" not in leader.get("/calling/flags?show=mine").text

    leader.post(f"/calling/flags/{flag.id}/take")

    assert "Emma" in leader.get("/calling/flags?show=mine").text


@pytest.mark.parametrize("language", ["sv", "nb"])
def test_an_empty_inbox_says_what_comes_here(leader: Client, language: str):
    page = leader.get(f"/calling/flags?lang={language}&show=nonsense")

    assert page.status_code == 200
    assert 'class="empty"' in page.text


def test_a_caller_has_no_inbox(client: Client):
    assert client.sign_in(factories.account()).get("/calling/flags").status_code == 403
