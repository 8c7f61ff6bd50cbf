"""An officer rings a new member from the case; the report says what becomes of it."""

from datetime import datetime, timedelta

import pytest

from benchmarks.queries import counted
from chapter import clock
from chapter.calling.models import Call, CallAssignment, Flag
from chapter.calling.rules import Outcome, Purpose
from chapter.db import db
from chapter.people import actions as people
from chapter.welcome import actions, actions_call, queries, queries_call
from chapter.welcome.rules import Closing, State
from tests import cast, factories
from tests.calling import steps
from tests.conftest import NOW
from tests.welcome import ringing

ENDS = {
    "talked": (State.DONE, 0),
    "talked, flagged": (State.DONE, 0),
    "ring back tomorrow": (State.DUE, 0),
    "do not call": (State.SKIPPED, 0),
    "wants to leave": (State.PAUSED, 0),
    "no answer": (State.DUE, 1),
    "left a message": (State.DUE, 1),
    "busy": (State.DUE, 1),
    "not available": (State.DUE, 1),
    "both numbers wrong": (State.DUE, 0),
}
"""Ways through the report: how the step stands then, and how many tries there have been."""


@pytest.fixture
def bo(app):
    return cast.play("board")


@pytest.fixture
def mona(app):
    return cast.play("member_coordinator")


@pytest.fixture
def case(bo):
    return ringing.case_of(bo)


def test_the_page_prepares_for_the_call(client, bo, case):
    case.wishes = {"interests": "Odling"}
    actions.do(case, "letter", "Bo Ek", NOW - timedelta(days=2))
    page = client.sign_in(bo).get(f"/welcome/{case.id}/call").text
    assert all(words in page for words in ("Nora Ny", "Odling", "Kvarnbyn", "måndag 16 november"))


@pytest.mark.parametrize("name", ENDS)
def test_every_report_tells_the_case(client, bo, case, name):
    call = ringing.ring(client.sign_in(bo), case)
    assert ringing.report(client, call, name) == f"/welcome/{case.id}"
    assert (ringing.state(case), queries_call.rung(case).tries) == ENDS[name]
    assert client.get(f"/welcome/{case.id}").status_code == 200


@pytest.mark.parametrize("how", ["no_answer", "busy", "left_message"])
def test_one_tap_is_a_try_and_leads_back_to_the_case(client, bo, case, how):
    call = ringing.ring(client.sign_in(bo), case)
    response = client.post(f"/calling/calls/{call.id}/quick", data={"quick": how})
    assert response.location == f"/welcome/{case.id}"
    assert queries_call.rung(case).tries == 1


def test_three_tries_suggest_writing_on_the_case_and_to_the_board(client, bo, case):
    for hours in range(3):
        with clock.frozen(NOW + timedelta(hours=hours / 2)):
            call = ringing.ring(client.sign_in(bo), case)
            client.post(f"/calling/calls/{call.id}/quick", data={"quick": "busy"})
    letter = f"/welcome/{case.id}/letter/write_instead"
    assert letter in client.get(f"/welcome/{case.id}").text
    assert letter in client.get(f"/welcome/{case.id}/call").text
    assert letter in client.get("/welcome/").text
    actions.do(case, "write_instead", "Bo Ek", NOW)
    assert letter not in client.get("/welcome/").text
    assert letter not in client.get(f"/welcome/{case.id}").text


def test_a_correction_of_the_report_corrects_the_case(client, bo, case):
    call = ringing.ring(client.sign_in(bo), case)
    ringing.report(client, call, "talked")
    client.post(f"/calling/calls/{call.id}/answer", data={"step": "reached", "answer": "no"})
    steps.give(client, call, "why_not=busy action_needed=no")
    assert steps.send(client, call) == f"/welcome/{case.id}"
    assert (ringing.state(case), queries_call.rung(case).tries) == (State.DUE, 1)


def test_a_correction_to_a_talk_does_the_step(client, bo, case):
    call = ringing.ring(client.sign_in(bo), case)
    client.post(f"/calling/calls/{call.id}/quick", data={"quick": "busy"})
    client.post(f"/calling/calls/{call.id}/answer", data={"step": "reached", "answer": "yes"})
    steps.give(client, call, "could_talk=yes action_needed=no")
    steps.send(client, call)
    assert ringing.state(case) is State.DONE


def test_what_was_noted_by_hand_stays_whatever_a_call_says(client, bo, case):
    client.sign_in(bo).post(f"/welcome/{case.id}/call/done")
    call = ringing.ring(client, case)
    ringing.report(client, call, "do not call")
    assert ringing.state(case) is State.DONE


def test_the_case_rests_while_they_want_to_leave_and_goes_on_when_they_stay(client, bo, case):
    call = ringing.ring(client.sign_in(bo), case)
    ringing.report(client, call, "wants to leave")
    assert ringing.state(case, "letter") is State.PAUSED
    people.change(case.person, {"leaving_at": None}, NOW, bo)
    assert ringing.state(case) is State.DUE


def test_a_report_on_a_case_that_was_closed_meanwhile_changes_nothing_in_it(client, bo, case):
    call = ringing.ring(client.sign_in(bo), case)
    actions.close(case, Closing.OTHER, bo, NOW)
    ringing.report(client, call, "talked")
    assert case.done == []


def test_talking_somewhere_else_is_noted_and_taken_back(client, bo, case):
    assert client.sign_in(bo).post(f"/welcome/{case.id}/call/done").location == f"/welcome/{case.id}/wishes"
    assert ringing.state(case) is State.DONE
    client.post(f"/welcome/{case.id}/call/not-done")
    assert ringing.state(case) is State.DUE


def test_pressed_twice_it_is_one_call(client, bo, case):
    assert ringing.ring(client.sign_in(bo), case).id == ringing.ring(client, case).id
    assert db.session.scalar(db.select(db.func.count(Call.id))) == 1


def test_two_officers_cannot_ring_the_same_person(client, bo, mona, case):
    ringing.ring(client.sign_in(bo), case)
    assert client.sign_in(mona).post(f"/welcome/{case.id}/call").location == f"/welcome/{case.id}/call"
    page = client.get(f"/welcome/{case.id}/call").text
    assert "Någon annan ringer" in page
    assert f'action="/welcome/{case.id}/call"' not in page


def test_who_is_in_another_call_gets_a_way_to_it(client, bo, case):
    first = ringing.ring(client.sign_in(bo), case)
    client.post(f"/calling/calls/{first.id}/answer", data={"step": "reached", "answer": "yes"})
    other = ringing.case_of(bo, factories.person("Olle"))
    client.post(f"/welcome/{other.id}/call")
    assert client.get(f"/welcome/{other.id}/call").text.count(f"/calling/calls/{first.id}") == 2


@pytest.mark.parametrize(
    "facts",
    [
        {"do_not_call_at": NOW},
        {"leaving_at": NOW},
        {"mobile": None},
        {"mobile_is_wrong": True},
    ],
)
def test_who_is_not_to_be_rung_is_not_rung_and_the_page_says_why(client, bo, facts):
    case = ringing.case_of(bo, factories.person("Olle", **facts))
    assert f"/welcome/{case.id}/call" == client.sign_in(bo).post(f"/welcome/{case.id}/call").location
    page = client.get(f"/welcome/{case.id}/call").text
    assert f'action="/welcome/{case.id}/call"' not in page
    assert db.session.scalar(db.select(db.func.count(Call.id))) == 0


def test_what_is_flagged_has_to_be_handled_first(client, bo, mona, case):
    call = ringing.ring(client.sign_in(bo), case)
    ringing.report(client, call, "talked, flagged")
    assert client.post(f"/welcome/{case.id}/call").location == f"/welcome/{case.id}/call"
    flag = db.session.scalars(db.select(Flag)).one()
    client.sign_in(mona).post(f"/calling/flags/{flag.id}/handled")
    assert "/calling/calls/" in client.post(f"/welcome/{case.id}/call").location


def test_at_night_the_page_says_when_calling_opens(client, bo, case):
    client.sign_in(bo)
    with clock.frozen(datetime(2026, 11, 18, 22, 0, tzinfo=NOW.tzinfo)):
        assert client.post(f"/welcome/{case.id}/call").location == f"/welcome/{case.id}/call"
        assert "torsdag 19 november kl. 09.00" in client.get(f"/welcome/{case.id}/call").text


def test_a_closed_case_is_not_rung(client, bo, case):
    actions.close(case, Closing.OTHER, bo, NOW)
    assert client.sign_in(bo).post(f"/welcome/{case.id}/call").location == f"/welcome/{case.id}/call"
    assert client.get(f"/welcome/{case.id}/call").status_code == 200


def test_all_welcome_calls_are_in_one_assignment_with_a_title_in_each_language(client, bo, mona, case):
    ringing.report(client, ringing.ring(client.sign_in(bo), case), "talked")
    ringing.ring(client.sign_in(mona), ringing.case_of(mona, factories.person("Olle")))
    (one,) = db.session.scalars(db.select(CallAssignment))
    assert (one.purpose, one.title["sv"] != one.title["nb"]) == (Purpose.WELCOME, True)
    assert len(one.callers) == 2


def test_who_rings_back_is_reported_with_the_checklist_beside(client, bo, case):
    first = ringing.ring(client.sign_in(bo), case)
    client.post(f"/calling/calls/{first.id}/quick", data={"quick": "no_answer"})
    call = steps.call_at(client.post(f"/calling/calls/{first.id}/rang-back").location)
    assert 'id="checklist"' in client.get(f"/calling/calls/{call.id}").text
    steps.give(client, call, "could_talk=yes action_needed=no")
    steps.send(client, call)
    assert ringing.state(case) is State.DONE


def test_another_time_leads_back_to_the_case_and_lets_go(client, bo, mona, case):
    call = ringing.ring(client.sign_in(bo), case)
    assert client.post(f"/calling/calls/{call.id}/break").location == f"/welcome/{case.id}"
    assert ringing.ring(client.sign_in(mona), case).caller_id == mona.id


def test_who_lost_the_case_while_ringing_still_reports(client, bo, mona, case):
    call = ringing.ring(client.sign_in(bo), case)
    actions.hand_over(case, mona)
    assert ringing.report(client, call, "talked") == "/my"
    assert ringing.state(case) is State.DONE


def test_the_calls_of_a_case_are_found_to_be_forgotten(client, bo, mona, case):
    before = steps.claim(client, bo, case.person)
    steps.report(client, before, steps.PATHS["no answer"])
    first = ringing.ring(client, case)
    ringing.report(client, first, "busy")
    second = actions_call.ring_for(queries.case_for(mona, case.id), mona, "follow_up", NOW)
    assert {call.id for call in queries_call.calls_of(case)} == {first.id, second.id}
    assert [call.outcome for call in queries_call.calls_of(case, "call")] == [Outcome.BUSY]


def test_a_case_stays_within_its_queries(client, bo, case):
    for _call in range(2):
        ringing.report(client.sign_in(bo), ringing.ring(client, case), "busy")
    call = ringing.ring(client, case)
    for path, most in (
        (f"/welcome/{case.id}/call", 12),
        (f"/calling/calls/{call.id}", 12),
        (f"/welcome/{case.id}", 12),
    ):
        with counted() as said:
            client.get(path)
        assert len(said) <= most, (path, said)
