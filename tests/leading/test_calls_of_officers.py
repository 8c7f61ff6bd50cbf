"""What officers ring about on their own is no campaign: leaders and other callers know nothing of it."""

from datetime import timedelta

import pytest

from chapter import clock
from chapter.calling import actions
from chapter.calling.models import Call, CallAssignment, Flag, QueuePlace
from chapter.calling.refusals import NotToBeRung
from chapter.calling.rules import Purpose, Step
from chapter.db import db
from chapter.leading import jobs
from chapter.searches.asked import compact
from chapter.searches.rules import condition, every
from tests import cast, factories
from tests.calling import steps
from tests.conftest import NOW

FLAGGED = "reached=yes could_talk=yes action_needed=yes action_message=send"
LEAVING = "reached=yes could_talk=wants_to_leave"
"""A follow-up's call asks for no words and flags nothing; who wants to leave stands on the coordinator's shelf."""


@pytest.fixture
def bo(app):
    return cast.play("board")


@pytest.fixture
def call(bo, client, request) -> Call:
    """A call that an officer made and flagged; to welcome somebody, if nothing else is asked for."""
    purpose = getattr(request, "param", Purpose.WELCOME)
    made = actions.ring(bo, factories.person("Nora", "Ny"), purpose, NOW)
    steps.give(client.sign_in(bo), made, LEAVING if purpose is Purpose.FOLLOW_UP else FLAGGED)
    client.post(f"/calling/calls/{made.id}/send")
    return made


def addresses(call: Call) -> list[str]:
    """Where a leader would look."""
    here = f"/calling/{call.assignment_id}"
    pages = [f"{here}/", f"{here}/calls", f"{here}/calls.csv", f"{here}/callers", f"{here}/edit", f"{here}/ring"]
    pages += [f"{here}/callers/{call.caller_id}", f"{here}/practice", f"{here}/instructions?seen={NOW.isoformat()}"]
    reports = [f"/calling/calls/{call.id}", f"/calling/calls/{call.id}/report", f"/calling/calls/{call.id}/redact"]
    return [*pages, *reports, *(f"/calling/flags/{flag}" for flag in db.session.scalars(db.select(Flag.id)))]


@pytest.mark.parametrize("call", [Purpose.WELCOME, Purpose.FOLLOW_UP, Purpose.LEAVING], indirect=True)
def test_a_call_leader_finds_neither_the_calls_nor_what_was_flagged(client, call):
    client.sign_in(cast.play("call_leader"))
    assert {page: client.get(page).status_code for page in addresses(call)} == dict.fromkeys(addresses(call), 404)
    for page in ("/calling/", "/calling/flags", "/my"):
        assert "Nora" not in (text := client.get(page).text), page
        assert call.assignment.title["sv"] not in text


def test_the_member_coordinator_handles_what_was_flagged_and_corrects_the_report(client, call):
    client.sign_in(cast.play("member_coordinator"))
    open_to_them = addresses(call)[-4:]
    assert {page: client.get(page).status_code for page in open_to_them} == dict.fromkeys(open_to_them, 200)
    assert "Nora Ny" in client.get("/calling/flags").text
    assert "medlemsansvarig" in client.get(open_to_them[-1]).text


def test_who_made_the_call_has_it_for_a_day_and_no_queue(client, bo, call):
    client.sign_in(bo)
    assert client.get(f"/calling/calls/{call.id}").status_code == 200
    assert client.get(f"/calling/{call.assignment_id}/ring").status_code == 404
    assert client.post(f"/calling/{call.assignment_id}/claim", data={"claim": "1"}).status_code == 404
    assert "/calling/1/ring" not in client.get("/my").text
    with clock.frozen(NOW + timedelta(days=1)):
        assert client.get(f"/calling/calls/{call.id}").status_code == 404


def test_no_queue_is_filled_no_link_leads_there_and_no_search_names_it(client, call):
    jobs.find_targets()
    assert db.session.scalar(db.select(db.func.count()).select_from(QueuePlace)) == 0
    title, client = call.assignment.title["sv"], client.sign_in(cast.play("call_leader"))
    asked = compact(every(condition("called_in", [call.assignment_id])))
    for page in (client.get("/links/new"), client.get("/searches/new", query_string={"s": asked})):
        assert (page.status_code, title in page.text) == (200, False)


def test_the_rest_after_a_call_holds_in_campaigns_too(client, bo, call):
    assignment = factories.assignment(call.person, callers=(bo,))
    call.flag.handled_at = NOW
    actions.settle(call.person_id)
    response = client.sign_in(bo).post(f"/calling/{assignment.id}/claim", data={"claim": "1"})
    assert response.location == f"/calling/{assignment.id}/ring"


def test_of_each_purpose_there_is_one_assignment(bo):
    for name in ("Olle", "Siv"):
        call = actions.ring(bo, factories.person(name), Purpose.WELCOME, NOW)
        actions.take_break(call, NOW)
    assert db.session.scalar(db.select(db.func.count(CallAssignment.id))) == 1


def test_who_wants_to_leave_is_rung_about_that_and_about_nothing_else(bo):
    person = factories.person("Olle", leaving_at=NOW)
    with pytest.raises(NotToBeRung):
        actions.ring(bo, person, Purpose.WELCOME, NOW)
    assert actions.ring(bo, person, Purpose.LEAVING, NOW).is_open


def test_a_lapsed_call_goes_on_if_the_person_may_still_be_rung(client, bo):
    call = actions.ring(bo, factories.person("Olle"), Purpose.WELCOME, NOW)
    actions.answer(call, bo, Step.REACHED, {"answer": "yes"}, NOW)
    with clock.frozen(NOW + timedelta(minutes=70)):
        again = actions.ring(bo, call.person, Purpose.WELCOME, clock.now())
        assert (again.id, again.is_open) == (call.id, True)
