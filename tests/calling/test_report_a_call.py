"""A caller reports a call with plain forms: every way through ends in its outcome and effect."""

from datetime import UTC, datetime, timedelta

import pytest

from chapter import clock
from chapter.calling import queue
from chapter.calling.models import QueuePlace
from chapter.calling.rules import Outcome, Waiting
from chapter.db import db
from chapter.people.queries import history
from tests import factories
from tests.calling.steps import PATHS, TEXT, call_at, claim, claim_next, give, report, send
from tests.conftest import NOW

ENDS = {
    "talked": (Outcome.TALKED, Waiting.DONE),
    "talked, flagged": (Outcome.TALKED, Waiting.DONE),
    "ring back later today": (Outcome.CALL_BACK, Waiting.CALL_BACK),
    "ring back tomorrow": (Outcome.CALL_BACK, Waiting.CALL_BACK),
    "ring back next week": (Outcome.CALL_BACK, Waiting.CALL_BACK),
    "ring back on a day": (Outcome.CALL_BACK, Waiting.CALL_BACK),
    "do not call": (Outcome.DO_NOT_CALL, Waiting.DONE),
    "wants to leave": (Outcome.WANTS_TO_LEAVE, Waiting.DONE),
    "no answer": (Outcome.NO_ANSWER, Waiting.COOLDOWN),
    "left a message": (Outcome.LEFT_MESSAGE, Waiting.COOLDOWN),
    "busy": (Outcome.BUSY, Waiting.COOLDOWN),
    "not available": (Outcome.NOT_AVAILABLE, Waiting.CALL_BACK),
    "first number wrong": (Outcome.WRONG_NUMBER, Waiting.FLAGGED),
    "second number wrong": (Outcome.WRONG_NUMBER, Waiting.FLAGGED),
    "both numbers wrong": (Outcome.WRONG_NUMBER, Waiting.FLAGGED),
    "number not in use": (Outcome.WRONG_NUMBER, Waiting.FLAGGED),
}


@pytest.fixture
def caller(app):
    return factories.account(name="Bo Ek")


def waits(call, now=NOW):
    """Why the person of ``call`` waits in the call's own assignment."""
    return next(state for state, number in queue.counts(call.assignment, now).items() if number)


def place(call):
    return db.session.get(QueuePlace, (call.assignment_id, call.person_id))


@pytest.mark.parametrize("name", PATHS)
def test_every_path_ends_in_its_outcome_and_effect(client, caller, name):
    call = report(client, claim(client, caller), PATHS[name])
    assert (call.outcome, waits(call)) == ENDS[name]
    assert call.reported_at == NOW
    assert call.action_needed is ("action_message" in PATHS[name])


def test_all_outcomes_are_walked():
    assert {outcome for outcome, _ in ENDS.values()} == set(Outcome)


@pytest.mark.parametrize(
    ("name", "until"),
    [
        ("ring back later today", NOW + timedelta(hours=2)),
        ("ring back tomorrow", datetime(2026, 11, 19, 8, tzinfo=UTC)),
        ("ring back next week", datetime(2026, 11, 23, 8, tzinfo=UTC)),
        ("ring back on a day", datetime(2026, 12, 1, 16, tzinfo=UTC)),
        ("not available", datetime(2026, 11, 19, 8, tzinfo=UTC)),
    ],
)
def test_the_person_leaves_the_queue_until_the_time_given(client, caller, name, until):
    call = report(client, claim(client, caller), PATHS[name])
    assert (place(call).call_back_after, waits(call, until - timedelta(seconds=1))) == (until, Waiting.CALL_BACK)
    assert waits(call, until) is Waiting.READY


def test_do_not_call_is_in_the_register_at_once(client, caller):
    call = report(client, claim(client, caller), PATHS["do not call"])
    assert call.person.do_not_call_at == NOW


def test_a_wrong_number_is_wrong_in_the_register(client, caller):
    call = report(client, claim(client, caller), PATHS["second number wrong"])
    assert (call.person.mobile_is_wrong, call.person.phone2_is_wrong) == (False, True)


def test_the_only_number_is_wrong_without_being_asked_which(client, caller):
    call = claim(client, caller, factories.person(mobile=None, phone2="+46701740620"))
    report(client, call, "reached=no why_not=wrong_number action_message=send note=none")
    assert (call.person.mobile_is_wrong, call.person.phone2_is_wrong) == (False, True)


def test_a_wrong_number_is_written_out_for_the_leader(client, caller):
    call = claim(client, caller, factories.person(mobile="+46701740620"))
    give(client, call, "reached=no why_not=not_in_use")
    assert "070-174 06 20" in client.get(f"/calling/calls/{call.id}").text.split("<textarea")[1].split("</textarea>")[0]


def test_what_needs_action_becomes_a_flag_with_its_message(client, caller):
    call = report(client, claim(client, caller), PATHS["talked, flagged"])
    assert (call.flag.message, call.note, call.flag.is_leaving) == (TEXT, TEXT, False)


def test_a_flagged_person_waits_in_every_queue_until_it_is_handled(client, caller):
    call = report(client, claim(client, caller), PATHS["talked, flagged"])
    other = factories.assignment(call.person)
    later = NOW + timedelta(days=30)
    assert queue.counts(other, later)[Waiting.FLAGGED] == 1
    call.flag.handled_at = later
    db.session.flush()
    assert queue.counts(other, later)[Waiting.READY] == 1


def test_who_wants_to_leave_goes_to_the_member_coordinator(client, caller):
    assert report(client, claim(client, caller), PATHS["wants to leave"]).flag.is_leaving


def test_the_person_s_history_has_the_call(client, caller):
    call = report(client, claim(client, caller), PATHS["talked"])
    assert [(entry.kind, entry.facts["outcome"]) for entry in history(call.person, 10)] == [("call", "talked")]


def test_each_answer_is_kept_as_it_is_given(client, caller, app):
    call = claim(client, caller)
    give(client, call, "reached=yes could_talk=call_back")
    other_device = app.test_client().sign_in(caller)
    assert 'data-report-step="call_back"' in other_device.get(f"/calling/calls/{call.id}").text


def test_sending_many_times_sends_once(client, caller):
    call = report(client, claim(client, caller), PATHS["talked, flagged"])
    for _ in range(3):
        send(client, call)
    assert (len(call.versions), len(history(call.person, 10))) == (1, 1)


def test_a_report_with_an_open_question_is_not_sent(client, caller):
    call = claim(client, caller)
    give(client, call, "reached=yes")
    assert send(client, call) == f"/calling/calls/{call.id}"
    assert call.reported_at is None


def test_sending_can_bring_the_next_person(client, caller):
    first, second = factories.person(), factories.person("Viktor")
    call = claim(client, caller, first, second)
    give(client, call, PATHS["talked"])
    assert call_at(send(client, call, then="next")).person_id == second.id


def test_an_answer_from_an_old_page_loses_nothing(client, caller):
    call = claim(client, caller)
    give(client, call, "reached=yes could_talk=yes")
    client.post(f"/calling/calls/{call.id}/answer", data={"step": "why_not", "answer": "busy"})
    assert list(call.answers) == ["reached", "could_talk"]


def test_change_asks_a_question_again_and_keeps_what_still_holds(client, caller):
    call = claim(client, caller)
    give(client, call, "reached=no why_not=no_answer left_message=no action_needed=no note=none")
    page = client.get(f"/calling/calls/{call.id}?change=left_message")
    assert 'data-report-step="left_message"' in page.text
    client.post(f"/calling/calls/{call.id}/answer", data={"step": "left_message", "answer": "yes"})
    assert 'data-report-step="summary"' in client.get(f"/calling/calls/{call.id}").text


@pytest.mark.parametrize("date", ["", "2026-11-17", "igår"])
def test_a_day_that_will_not_do_is_said_in_words(client, caller, date):
    call = claim(client, caller)
    give(client, call, "reached=yes could_talk=call_back")
    data = {"step": "call_back", "answer": "date", "date": date}
    response = client.post(f"/calling/calls/{call.id}/answer", data=data)
    assert response.status_code == 422
    assert 'role="alert"' in response.text


def test_a_message_to_the_leader_needs_words(client, caller):
    call = claim(client, caller)
    give(client, call, "reached=yes could_talk=wants_to_leave")
    data = {"step": "action_message", "answer": "send", "text": "  "}
    assert client.post(f"/calling/calls/{call.id}/answer", data=data).status_code == 422


def test_a_note_about_health_is_questioned_but_nothing_is_lost(client, caller):
    call = claim(client, caller)
    give(client, call, "reached=yes could_talk=yes action_needed=no")
    data = {"step": "note", "answer": "send", "text": "Är sjukskriven för depression"}
    response = client.post(f"/calling/calls/{call.id}/answer", data=data)
    assert (response.status_code, "Är sjukskriven för depression" in response.text) == (422, True)
    client.post(f"/calling/calls/{call.id}/answer", data=data | {"sure": "y"})
    assert call.answers["note"]["text"] == "Är sjukskriven för depression"


def test_notes_can_be_switched_off(client, caller):
    call = claim(client, caller, notes_on=False)
    report(client, call, "reached=yes could_talk=yes action_needed=no")
    assert call.outcome is Outcome.TALKED


def test_htmx_gets_the_next_question_alone(client, caller):
    call = claim(client, caller)
    response = client.htmx(f"/calling/calls/{call.id}/answer", data={"step": "reached", "answer": "yes"})
    assert 'data-report-step="could_talk"' in response.text
    assert "<html" not in response.text
    assert "HX-Request" in response.headers["Vary"]


def test_a_caller_taken_off_the_assignment_can_still_send(client, caller):
    call = claim(client, caller)
    give(client, call, PATHS["talked"])
    call.assignment.callers.clear()
    assert send(client, call, then="next") == "/my"
    assert call.outcome is Outcome.TALKED


def test_nobody_opens_another_s_call(client, caller):
    call = claim(client, caller)
    client.sign_in(factories.account())
    for way in ("answer", "quick", "send", "undo", "skip", "break", "renew", "rang-back"):
        assert client.post(f"/calling/calls/{call.id}/{way}").status_code == 404
    assert client.get(f"/calling/calls/{call.id}").status_code == 404


def test_after_a_day_the_report_is_closed_to_its_caller(client, caller):
    call = report(client, claim(client, caller), PATHS["busy"])
    assert client.get(f"/calling/calls/{call.id}").status_code == 200
    with clock.frozen(NOW + timedelta(hours=24)):
        client.sign_in(caller)
        assert client.get(f"/calling/calls/{call.id}").status_code == 404


@pytest.mark.parametrize("language", ["sv", "nb"])
def test_the_call_s_page_in_both_languages(client, caller, language):
    call = claim(client, caller)
    page = client.get(f"/calling/calls/{call.id}?lang={language}")
    assert f'<html lang="{language}">' in page.text


def test_after_a_day_s_rest_the_unanswered_comes_again(client, caller):
    call = report(client, claim(client, caller), PATHS["no answer"])
    with clock.frozen(NOW + timedelta(hours=25)):
        assert claim_next(client.sign_in(caller), call.assignment).person_id == call.person_id


def test_a_note_is_not_kept_when_notes_are_switched_off_meanwhile(client, caller):
    call = claim(client, caller)
    give(client, call, "reached=yes could_talk=yes action_needed=no note=send")
    call.assignment.notes_on = False
    send(client, call)
    assert (call.outcome, call.note) == (Outcome.TALKED, "")


def test_tomorrow_is_when_calling_next_opens(client, caller):
    with clock.frozen(datetime(2026, 11, 20, 17, 30, tzinfo=UTC)):
        call = report(client, claim(client, caller), PATHS["ring back tomorrow"])
    assert call.call_back_after == datetime(2026, 11, 23, 8, tzinfo=UTC)


def test_two_numbers_are_two_that_work(client, caller):
    call = claim(client, caller, factories.person(mobile_is_wrong=True, phone2="+46701740620"))
    report(client, call, "reached=no why_not=wrong_number action_message=send note=none")
    assert (call.person.mobile_is_wrong, call.person.phone2_is_wrong) == (True, True)


def test_who_has_reached_another_goal_is_done_though_a_call_went_unanswered(client, caller):
    call = claim(client, caller)
    place(call).done_at = NOW - timedelta(days=1)
    report(client, call, PATHS["no answer"])
    assert place(call).done_at == NOW - timedelta(days=1)
